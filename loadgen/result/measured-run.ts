import { Histogram } from '../../models/histogram.ts';
import { lowerBounds, lowerBoundsOfWork, type SpreadFigure } from '../../models/lower-bound.ts';
import type { MetricDefinition } from '../../models/metrics.ts';
import type { Statistic } from '../../models/objective.ts';
import type { MeasurementWindow, MetricResult } from '../../models/result.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import { metricResult } from '../../models/statistics/metric-result.ts';
import { RunSections } from '../../models/statistics/run-sections.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';
import type { OperationTally } from '../measure/operation-tally.ts';
import type { LoadOutcome } from '../run/load-outcome.ts';

/** One metric of one stage, as measured. */
export interface MeasuredMetric {
  /** As in objectives: "edit.scrub". */
  readonly name: string;
  readonly stage: StageDefinition;
  readonly definition: MetricDefinition;
  readonly observations: Histogram;
  readonly sections: RunSections;
  /**
   * Histograms by second of the run; null where nothing was observed, and always for metrics that the stage records
   * itself.
   */
  readonly seconds: readonly (Histogram | null)[];
  /** Counts of the operations or units of work behind the metric: all, failed, and unfinished. */
  readonly due: number;
  readonly failed: number;
  readonly unanswered: number;
  readonly result: MetricResult;
}

/** A load run by the metrics of its studio: what every part of the result document is read from. */
export class MeasuredRun {
  readonly studio: Studio;
  readonly outcome: LoadOutcome;
  readonly metrics: readonly MeasuredMetric[];
  /** Whole seconds that the run covers; a last one that had hardly begun counts if anything happened in it. */
  readonly seconds: number;

  constructor(studio: Studio, outcome: LoadOutcome) {
    this.studio = studio;
    this.outcome = outcome;
    const last = outcome.seconds.reduce((latest, { atSeconds }) => Math.max(latest, atSeconds + 1), 0);
    this.seconds = Math.max(last, Math.round(outcome.elapsedSeconds));
    this.metrics = studio.stages.flatMap((stage) =>
      Object.entries(kindOf(stage).metrics).map(([name, definition]) =>
        this.#measured(stage, name, definition),
      ),
    );
  }

  /** The part of the scenario's day that was performed, from its start. */
  get window(): MeasurementWindow {
    const { elapsedSeconds, speed } = this.outcome;
    return {
      startSeconds: 0,
      endSeconds: Math.min(this.studio.run.durationSeconds, elapsedSeconds * speed),
    };
  }

  /** Whether the run performed a stage at all. */
  performed(stage: string): boolean {
    const { tallies, work, observations } = this.outcome;
    return [...tallies, ...work, ...observations].some((each) => each.stage === stage);
  }

  #measured(stage: StageDefinition, metric: string, definition: MetricDefinition): MeasuredMetric {
    const name = `${stage.name}.${metric}`;
    const { source } = definition;
    switch (source.kind) {
      case 'operations': {
        const isOurs = ({ stage: of, step, kind }: OperationTally) =>
          of === stage.name && step === source.step && source.operations.includes(kind);
        const ours = this.outcome.tallies.filter(isOurs);
        const observations = mergedResponses(ours);
        const seconds = Array.from({ length: this.seconds }, (): Histogram | null => null);
        for (const { atSeconds, tallies } of this.outcome.seconds) {
          const responses = mergedResponses(tallies.filter(isOurs));
          if (responses.count > 0) seconds[atSeconds] = responses;
        }
        const sections = new RunSections(observations, seconds);
        const [due, failed] = [sum(ours, ({ offered }) => offered), sum(ours, failedOf)];
        const unanswered = Math.max(0, due - failed - sum(ours, ({ answered }) => answered));
        const bounds = lowerBounds(observations.count, unanswered);
        const result = resultOf(name, definition, sections, observations.count, bounds);
        return { name, stage, definition, observations, sections, seconds, due, failed, unanswered, result };
      }
      case 'stage': {
        const own = this.outcome.observations.filter(
          (each) => each.stage === stage.name && each.metric === metric,
        );
        const observations = new Histogram();
        for (const { values } of own) observations.merge(values);
        const sections = new RunSections(observations, []);
        const work = this.outcome.work.find((each) => each.stage === stage.name);
        const { arrived: due, finished } = work ?? { arrived: 0, finished: 0 };
        const unanswered = Math.max(0, due - finished);
        const bounds = lowerBoundsOfWork(source.per, finished, unanswered);
        const result = resultOf(name, definition, sections, observations.count, bounds);
        return {
          name,
          stage,
          definition,
          observations,
          sections,
          seconds: [],
          due,
          failed: 0,
          unanswered,
          result,
        };
      }
    }
  }
}

/** Operations that were given up. */
export function failedOf({ failed }: OperationTally): number {
  return sum(Object.values(failed), (count) => count);
}

export function mergedResponses(tallies: readonly OperationTally[]): Histogram {
  const merged = new Histogram();
  for (const { response } of tallies) merged.merge(response);
  return merged;
}

export function sum<T>(items: readonly T[], of: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}

/** The row of a metric: one replication, its intervals from sections of the run. */
function resultOf(
  name: string,
  { unit }: MetricDefinition,
  sections: RunSections,
  count: number,
  bounds: readonly SpreadFigure[],
): MetricResult {
  const estimate = (statistic: Statistic) => sections.estimate(statistic, unit);
  const replicationMeans = [estimate({ kind: 'mean' }).value];
  return metricResult({ name, unit, count, replicationMeans, estimate, lowerBounds: bounds });
}
