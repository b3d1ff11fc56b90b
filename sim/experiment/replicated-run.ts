import { Composition } from '../../models/composition.ts';
import { type StorageService, servicesOf } from '../../models/hardware/storage-services.ts';
import { Histogram } from '../../models/histogram.ts';
import { lowerBoundsOfWork, SPREAD_FIGURES, type SpreadFigure } from '../../models/lower-bound.ts';
import type { MetricDefinition } from '../../models/metrics.ts';
import type { Statistic } from '../../models/objective.ts';
import type { MeasurementWindow } from '../../models/result.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import { statisticOf } from '../../models/statistics/estimate.ts';
import { growingBacklogs, type Steadiness } from '../../models/steadiness.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';
import { type ResourceFacts, StudioResources } from '../../models/studio-resources.ts';
import type { TimePart } from '../../models/time-part.ts';
import type { ReplicationOutcome, StageOutcome } from '../studio/replication.ts';
import { StageParts } from '../studio/stage-parts.ts';
import { binsOf } from '../studio/timeline-recorder.ts';
import { WarmupSlices } from '../studio/warmup-slices.ts';
import { steadinessOf } from './find-steadiness.ts';
import { Utilization } from './utilization.ts';
import { type FoundWarmup, findWarmup } from './warmup.ts';

/** The observations of one metric in each replication, in order; null where there were none. */
export type ReplicatedObservations = readonly (Histogram | null)[];

/** One of the parts that a value is made of. */
export interface MeasuredPart extends TimePart {
  readonly seconds: number;
}

/** Address of a metric of a stage. */
export interface StageMetric {
  readonly stage: StageDefinition;
  readonly name: string;
  readonly definition: MetricDefinition;
}

/** All replications of a studio, with the warm-up cut off: what every part of the result document is read from. */
export class ReplicatedRun {
  readonly studio: Studio;
  readonly outcomes: readonly ReplicationOutcome[];
  readonly warmup: FoundWarmup;
  /** Seconds left out at the start of steady-state metrics and of utilizations. */
  readonly warmupSeconds: number;
  /** How the repeated day came out; undefined where the window was run once. */
  readonly steadiness: Steadiness | undefined;
  readonly #firstSlice: number;
  readonly #resources: StudioResources;

  /** `outcomes` in the order of their replication numbers, at least one. */
  constructor(studio: Studio, outcomes: readonly ReplicationOutcome[]) {
    this.studio = studio;
    this.#resources = new StudioResources(studio);
    this.outcomes = outcomes;
    const slices = new WarmupSlices(studio.run);
    const { warmup } = studio.run;
    this.warmup =
      studio.run.until !== undefined
        ? { kind: 'found', seconds: 0 }
        : warmup.kind === 'given'
          ? { kind: 'found', seconds: warmup.seconds }
          : findWarmup(studio, outcomes);
    this.warmupSeconds = this.warmup.kind === 'found' ? slices.roundedUp(this.warmup.seconds) : 0;
    this.#firstSlice = slices.at(this.warmupSeconds);
    this.steadiness = steadinessOf(studio, outcomes);
  }

  get binSeconds(): number {
    return this.outcomes[0]!.binSeconds;
  }

  /** The window of a stage's metrics: that of the last day where it repeats, without the warm-up where the stage is a steady one. */
  windowOf(stage: StageDefinition): MeasurementWindow {
    return this.#windowFrom(isSteady(stage) ? this.warmupSeconds : 0);
  }

  /** The window of a statistic of a utilization: of bins of the timeline, but for peaks, which are exact. */
  utilizationWindow({ kind }: Statistic): MeasurementWindow {
    const exact = kind === 'peak' || kind === 'max';
    return this.#windowFrom(exact ? this.warmupSeconds : this.#firstBin * this.binSeconds);
  }

  #windowFrom(seconds: number): MeasurementWindow {
    const { durationSeconds } = this.studio.run;
    const dayStart = ((this.steadiness?.days ?? 1) - 1) * durationSeconds;
    return { startSeconds: dayStart + seconds, endSeconds: dayStart + durationSeconds };
  }

  /** Every metric of every stage, by its name in objectives. */
  *metrics(): Generator<readonly [metric: string, where: StageMetric]> {
    for (const stage of this.studio.stages) {
      for (const [name, definition] of Object.entries(kindOf(stage).metrics)) {
        yield [`${stage.name}.${name}`, { stage, name, definition }];
      }
    }
  }

  /** Observations of a stage's metric in each replication, after warm-up where the stage is a steady one. */
  observations({ stage, name }: StageMetric): ReplicatedObservations {
    return this.outcomes.map((outcome) => {
      const slices = stageOutcome(outcome, stage.name).observations[name]!;
      const merged = new Histogram();
      for (const slice of this.#kept(stage, slices)) if (slice !== null) merged.merge(slice);
      return merged.count === 0 ? null : merged;
    });
  }

  /**
   * Returns the parts of a statistic of a metric with an objective, mean over the replications that observed it. They
   * add up to the mean of its values. Null where nothing was observed.
   */
  partsOf(where: StageMetric, statistic: Statistic): readonly MeasuredPart[] | null {
    const { list } = new StageParts(where.stage, this.studio);
    const sums = new Float64Array(list.length);
    let replications = 0;
    for (const [replication, observations] of this.observations(where).entries()) {
      const parts = this.#composition(where, replication)?.partsOf(statistic) ?? null;
      if (observations === null || parts === null) continue;
      const total = parts.reduce((sum, seconds) => sum + seconds, 0);
      const scale = total > 0 ? statisticOf(observations, statistic) / total : 0;
      for (const [part, seconds] of parts.entries()) sums[part]! += seconds * scale;
      replications++;
    }
    if (replications === 0) return null;
    return list.map((part, place) => ({ ...part, seconds: sums[place]! / replications }));
  }

  #composition({ stage, name }: StageMetric, replication: number): Composition | null {
    const slices = stageOutcome(this.outcomes[replication]!, stage.name).compositions[name];
    if (slices === undefined) return null;
    let merged: Composition | null = null;
    for (const slice of this.#kept(stage, slices)) {
      if (slice === null) continue;
      merged ??= new Composition(slice.parts);
      merged.merge(slice);
    }
    return merged;
  }

  /** The slices that are left when the warm-up is cut off. */
  #kept<T>(stage: StageDefinition, slices: readonly T[]): readonly T[] {
    return isSteady(stage) ? slices.slice(this.#firstSlice) : slices;
  }

  /** Figures of a stage's metric that lie among what had no end, in any replication. */
  lowerBounds({ stage, definition: { source } }: StageMetric): readonly SpreadFigure[] {
    // Operations that unfinished work in closed loops still had to do were never asked for.
    if (source.kind === 'operations' && kindOf(stage).loop.kind === 'closed') return [];
    const per = source.kind === 'stage' ? source.per : 'unit';
    const bounds = new Set(
      this.stageOutcomes(stage.name).flatMap((outcome) =>
        lowerBoundsOfWork(per, outcome.totals.finished, this.#unfinishedIn(outcome)),
      ),
    );
    return SPREAD_FIGURES.filter((figure) => bounds.has(figure));
  }

  /** The resources whose utilization is known, groups for racks, in the order of the timeline. */
  get resources(): readonly ResourceFacts[] {
    const groups = new Set(
      this.outcomes[0]!.series.flatMap(({ resource }) => (resource === null ? [] : [resource.group])),
    );
    return [...groups].map((group) => this.#resources.named(group));
  }

  /** The services of a storage system. */
  servicesOf(system: string): readonly StorageService[] {
    return servicesOf(this.studio.storage.find(({ name }) => name === system)!.envelope);
  }

  /**
   * Returns the resource of a name. Where metadata has no service of its own, the service of the data answers to its
   * name. A limit on the one is then a limit on the other.
   */
  resource(name: string): ResourceFacts {
    return this.#resources.named(name);
  }

  /** Bins of the timeline within the run. */
  get #bins(): number {
    return binsOf(this.studio.run.durationSeconds, this.binSeconds);
  }

  /** A warm-up that ends within a bin takes the bin with it; one bin always remains. */
  get #firstBin(): number {
    return Math.min(Math.ceil(this.warmupSeconds / this.binSeconds - 1e-9), this.#bins - 1);
  }

  /** Utilization of a resource in each replication, after warm-up. */
  utilizations(resource: string): readonly Utilization[] {
    const span = { fromBin: this.#firstBin, toBin: this.#bins, fromPart: this.#firstSlice };
    return this.outcomes.map((outcome) => {
      const members = outcome.series.filter((series) => series.resource?.group === resource);
      return new Utilization(
        members.map((series) => ({
          series,
          peaks: outcome.peaks.filter(({ name }) => name === series.name),
        })),
        span,
      );
    });
  }

  /** Seconds that a stage lost to each resource, mean over replications. */
  lostSeconds(stage: string): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (const outcome of this.outcomes) {
      for (const [resource, seconds] of Object.entries(stageOutcome(outcome, stage).lostSeconds)) {
        sums.set(resource, (sums.get(resource) ?? 0) + seconds / this.outcomes.length);
      }
    }
    return sums;
  }

  /**
   * Whether each replication left work of a stage without an end, in their order. Where the day repeats, what one day hands on
   * to the next has an end there, unless there is more of it every day.
   */
  unfinished(stage: string): readonly boolean[] {
    return this.stageOutcomes(stage).map((outcome) => this.#unfinishedIn(outcome) > 0);
  }

  #unfinishedIn({ name, totals, unfinishedAtEnd }: StageOutcome): number {
    if (this.steadiness === undefined) return totals.arrived - totals.finished;
    return growingBacklogs(this.steadiness).some(({ stage }) => stage === name) ? unfinishedAtEnd : 0;
  }

  /** A stage in each replication. */
  stageOutcomes(stage: string): readonly StageOutcome[] {
    return this.outcomes.map((outcome) => stageOutcome(outcome, stage));
  }

  /** Mean over replications of a figure of a stage. */
  stageMean(stage: string, of: (outcome: StageOutcome) => number): number {
    let sum = 0;
    for (const outcome of this.outcomes) sum += of(stageOutcome(outcome, stage));
    return sum / this.outcomes.length;
  }
}

/** Whether work of the stage goes on all the time. */
function isSteady(stage: StageDefinition): boolean {
  return kindOf(stage).traits(stage).pace === 'steady';
}

function stageOutcome(outcome: ReplicationOutcome, name: string): StageOutcome {
  return outcome.stages.find((stage) => stage.name === name)!;
}
