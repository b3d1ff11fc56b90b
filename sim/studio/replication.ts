import type { CacheTotals } from '../../models/caches/cache.ts';
import { Histogram } from '../../models/histogram.ts';
import { leftUnfinished } from '../../models/left-unfinished.ts';
import type { StageContext } from '../../models/stages/stage-context.ts';
import type { Studio } from '../../models/studio.ts';
import { StreamSource } from '../kernel/stream.ts';
import { type FaultOutcome, FaultSchedule } from '../world/faults/fault-schedule.ts';
import { FlowPerformer } from './flow-performer.ts';
import { OperationPerformer } from './operation-performer.ts';
import { PeakRecorder, type RecordedPeaks } from './peak-recorder.ts';
import { peakWindows } from './peak-windows.ts';
import type { Performer } from './performer.ts';
import type { SlicedCompositions, SlicedObservations, StageRecorder, StageTotals } from './recorder.ts';
import { runSampled } from './sampler.ts';
import { startSimulatedStages } from './simulated-stages.ts';
import { StudioModel } from './studio-model.ts';
import { type Gauge, type RecordedSeries, TimelineRecorder } from './timeline-recorder.ts';
import { WarmupSlices } from './warmup-slices.ts';

/**
 * Limit on the time for finishing work after the end of the run, as a multiple of the run's duration. A studio that
 * needs longer does not hold, and unfinished work is reported as such.
 */
export const DRAIN_DURATIONS = 3;

/** Ends a day before anything of the next one happens at the same instant. */
const FIRST_PRIORITY = -1e9;

/** One stage in one replication; of a day that repeats, in the last one. */
export interface StageOutcome {
  readonly name: string;
  readonly totals: StageTotals;
  readonly observations: Readonly<Record<string, SlicedObservations>>;
  /** Parts of the times of metrics with objectives, in the order of the stage's parts (see stage-parts.ts). */
  readonly compositions: Readonly<Record<string, SlicedCompositions>>;
  /** Time lost to busy resources, by resource. */
  readonly lostSeconds: Readonly<Record<string, number>>;
  /** When its first work arrived, since the start of the day; null where none did. */
  readonly firstArrivalSeconds: number | null;
  /** Units of work that had arrived and were not finished when the window, or the day, ended. */
  readonly unfinishedAtEnd: number;
  /** When its last work that was finished was finished. */
  readonly endSeconds: number;
}

/** Work of one stage in one of the days of a studio whose day repeats. */
export interface StageDay {
  readonly arrived: number;
  /** Units of work, of this day and earlier ones, that were not finished at its end. */
  readonly unfinished: number;
  /** The mean of each metric; null where nothing was observed. */
  readonly means: Readonly<Record<string, number | null>>;
}

/** Everything that one replication yields; plain data, so that it crosses threads. */
export interface ReplicationOutcome {
  readonly replication: number;
  readonly stages: readonly StageOutcome[];
  readonly binSeconds: number;
  /** From the start of the window, or of the last day, until the last work was finished. */
  readonly series: readonly RecordedSeries[];
  /** The requests to each cache; of a day that repeats, in the last one. */
  readonly caches: readonly CacheTotals[];
  /** Peaks of every utilization over each window that is asked for. */
  readonly peaks: readonly RecordedPeaks[];
  readonly events: number;
  readonly flows: number;
  /** When the last work that was finished was finished. */
  readonly endSeconds: number;
  /** Outcomes of its faults; absent where it has none. */
  readonly faults?: readonly FaultOutcome[];
  /** For how long resources were down until the last work was finished, by group; absent where there are no faults. */
  readonly downSeconds?: Readonly<Record<string, number>>;
  /** The days of a studio whose day repeats, each with its stages by name; absent where it does not. */
  readonly days?: readonly Readonly<Record<string, StageDay>>[];
}

/**
 * Simulates one replication of the studio: its window, and the work that outlives it. Where its day repeats until it is
 * steady, it simulates `days` of them, each with draws of its own; only the last one is observed. A pure function of
 * its arguments: all randomness comes from streams named by (seed, replication, component, purpose).
 */
export function simulateReplication(
  studio: Studio,
  replication: number,
  days = studio.run.until?.daysMax ?? 1,
): ReplicationOutcome {
  return new ReplicationRun(studio, replication, days).outcome();
}

class ReplicationRun {
  readonly #studio: Studio;
  readonly #replication: number;
  readonly #days: number;
  readonly #model: StudioModel;
  readonly #performer: Performer;
  readonly #faults: FaultSchedule | null;
  readonly #gauges: readonly Gauge[];
  #timeline: TimelineRecorder;
  #peaks: readonly PeakRecorder[];

  constructor(studio: Studio, replication: number, days: number) {
    this.#studio = studio;
    this.#replication = replication;
    this.#days = days;
    const streams = new StreamSource(studio.run.seed, replication);
    this.#model = new StudioModel(studio, streams);
    this.#performer = performerOf(studio, this.#model, streams);
    this.#gauges = [...this.#model.gauges(this.#performer.services)];
    this.#timeline = this.#newTimeline();
    this.#peaks = this.#newPeaks();
    const context: StageContext = { streams, horizonSeconds: studio.run.durationSeconds, days };
    this.#faults =
      studio.faults === undefined
        ? null
        : new FaultSchedule(this.#model.simulation, studio.faults, (name) => this.#model.faultTargets(name));
    startSimulatedStages(studio, this.#model, this.#performer, context, () =>
      this.#faults?.endAt(studio.run.durationSeconds),
    );
  }

  outcome(): ReplicationOutcome {
    return this.#studio.run.until === undefined ? this.#window() : this.#repeatedDays();
  }

  /** Simulates the window, and on until the work that outlives it is finished. */
  #window(): ReplicationOutcome {
    const { simulation } = this.#model;
    const { durationSeconds } = this.#studio.run;
    this.#runTo(durationSeconds);
    const unfinished = this.#recorders.map(({ totals }) => leftUnfinished(totals));
    const limitSeconds = durationSeconds * (1 + DRAIN_DURATIONS);
    this.#runTo(this.#timeline.windowEndSeconds);
    while (simulation.nextSeconds <= limitSeconds) {
      this.#runTo(Math.min(this.#timeline.nextSeconds, limitSeconds));
    }
    const stages = this.#recorders.map((recorder, index) => stageOutcome(recorder, 0, unfinished[index]!));
    return this.#outcomeOf(stages);
  }

  /** Simulates one day after the other; work that outlives a day goes on in the next. */
  #repeatedDays(): ReplicationOutcome {
    const { simulation } = this.#model;
    const { durationSeconds } = this.#studio.run;
    const days: Record<string, StageDay>[] = [];
    let stages: readonly StageOutcome[] = [];
    for (let day = 0; day < this.#days; day++) {
      this.#model.caches.forget();
      if (day > 0) {
        this.#timeline = this.#newTimeline();
        this.#peaks = this.#newPeaks();
      }
      const endDay = () => {
        const before = days.at(-1);
        const ended = this.#recorders.map(
          (recorder) =>
            [
              recorder.stage.name,
              stageDay(recorder, before?.[recorder.stage.name]?.unfinished ?? 0),
            ] as const,
        );
        days.push(Object.fromEntries(ended));
        stages = this.#recorders.map((recorder, index) =>
          stageOutcome(recorder, day * durationSeconds, ended[index]![1].unfinished),
        );
        for (const recorder of this.#recorders) recorder.forget();
      };
      simulation.at((day + 1) * durationSeconds, endDay, FIRST_PRIORITY);
      this.#runTo((day + 1) * durationSeconds);
    }
    return { ...this.#outcomeOf(stages), days };
  }

  #outcomeOf(stages: readonly StageOutcome[]): ReplicationOutcome {
    return {
      replication: this.#replication,
      stages,
      binSeconds: this.#timeline.binSeconds,
      series: this.#timeline.series,
      caches: this.#model.caches.totals,
      peaks: this.#peaks.flatMap(({ recorded }) => recorded),
      events: this.#model.simulation.events,
      flows: this.#performer.flows,
      ...(this.#faults === null ? {} : { faults: this.#faults.outcomes, downSeconds: this.#downSeconds() }),
      endSeconds: Math.max(0, ...stages.map(({ endSeconds }) => endSeconds)),
    };
  }

  /** Returns the seconds for which resources were down; a group's are those of its member that was down longest. */
  #downSeconds(): Readonly<Record<string, number>> {
    const { simulation, resources } = this.#model;
    const longest: Record<string, number> = {};
    for (const resource of resources) {
      const seconds = resource.downSeconds(0, simulation.now);
      if (seconds > 0) longest[resource.group] = Math.max(longest[resource.group] ?? 0, seconds);
    }
    return longest;
  }

  get #recorders(): readonly StageRecorder[] {
    return [...this.#model.recorders.values()];
  }

  #runTo(seconds: number): void {
    runSampled(this.#model.simulation, seconds, [this.#timeline, ...this.#peaks]);
  }

  #newTimeline(): TimelineRecorder {
    const { durationSeconds } = this.#studio.run;
    return new TimelineRecorder(this.#gauges, this.#model.simulation.now, durationSeconds);
  }

  #newPeaks(): readonly PeakRecorder[] {
    const { run } = this.#studio;
    const utilizations = this.#gauges.filter(({ group }) => group === 'utilization');
    const { startSeconds } = new WarmupSlices(run);
    return peakWindows(this.#studio).map(
      (window) =>
        new PeakRecorder(utilizations, window, this.#model.simulation.now, run.durationSeconds, startSeconds),
    );
  }
}

function stageOutcome(
  recorder: StageRecorder,
  dayStartSeconds: number,
  unfinishedAtEnd: number,
): StageOutcome {
  const { stage, totals, observations, compositions, lostSeconds, firstArrivalSeconds, lastEndSeconds } =
    recorder;
  return {
    name: stage.name,
    totals,
    observations,
    compositions,
    lostSeconds,
    firstArrivalSeconds: firstArrivalSeconds === null ? null : firstArrivalSeconds - dayStartSeconds,
    unfinishedAtEnd,
    endSeconds: lastEndSeconds,
  };
}

function stageDay({ totals, observations }: StageRecorder, unfinishedBefore: number): StageDay {
  const { arrived, finished } = totals;
  const means = Object.entries(observations).map(([metric, slices]) => {
    const merged = new Histogram();
    for (const slice of slices) if (slice !== null) merged.merge(slice);
    return [metric, merged.count === 0 ? null : merged.mean] as const;
  });
  return { arrived, unfinished: unfinishedBefore + arrived - finished, means: Object.fromEntries(means) };
}

function performerOf(studio: Studio, model: StudioModel, streams: StreamSource): Performer {
  switch (studio.run.fidelity) {
    case 'flows':
      return new FlowPerformer(model, studio.storage, streams);
    case 'operations':
      return new OperationPerformer(model, studio.storage, streams);
  }
}
