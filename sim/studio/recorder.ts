import type { WorkCounter } from '../../models/effects.ts';
import { Histogram, type HistogramSnapshot } from '../../models/histogram.ts';
import { isSteady, type MetricDefinition, STAGE_METRICS } from '../../models/metrics.ts';
import type { OperationBatch, OperationKind } from '../../models/operations.ts';
import type { RandomStream, StreamSource } from '../../models/random.ts';
import type { StageDefinition } from '../../models/studio.ts';
import type { WarmupSlices } from './warmup-slices.ts';

/**
 * Observations of a metric: one snapshot for a stage of planned work, one per warm-up slice for a stage that goes
 * on all the time. Null where nothing was observed.
 */
export type SlicedObservations = readonly (HistogramSnapshot | null)[];

/** What one stage did in one replication. */
export interface StageTotals {
  readonly arrived: number;
  readonly finished: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly operations: number;
}

/** What a metric has taken, by warm-up slice; `slices` is null for planned work, which has a single one. */
export class Observations {
  readonly definition: MetricDefinition;
  readonly histograms: (Histogram | null)[];
  readonly #slices: WarmupSlices | null;

  constructor(definition: MetricDefinition, slices: WarmupSlices | null) {
    this.definition = definition;
    this.#slices = slices;
    this.histograms = Array.from<null>({ length: slices?.count ?? 1 }).fill(null);
  }

  /** What takes the observations made at a time. */
  histogramAt(atSeconds: number): Histogram {
    const slice = this.#slices === null ? 0 : this.#slices.at(atSeconds);
    this.histograms[slice] ??= new Histogram();
    return this.histograms[slice];
  }
}

/** The kinds of operations whose response times a metric takes, and where they go. */
export interface StepMetric {
  readonly kinds: readonly OperationKind[];
  readonly observations: Observations;
}

/** Collects what one stage observes, counts and moves, and what it lost to busy resources. */
export class StageRecorder {
  readonly stage: StageDefinition;
  /** From which the response times of single operations are drawn. */
  readonly responses: RandomStream;
  readonly #metrics = new Map<string, Observations>();
  readonly #steps = new Map<string, readonly StepMetric[]>();
  readonly #lostSeconds = new Map<string, number>();
  /** When the first work arrived; null while none has. */
  firstArrivalSeconds: number | null = null;
  /** When the last part of the stage that has ended did. */
  lastEndSeconds = 0;
  #arrived = 0;
  #finished = 0;
  #readBytes = 0;
  #writtenBytes = 0;
  #operations = 0;

  constructor(stage: StageDefinition, slices: WarmupSlices, streams: StreamSource) {
    this.stage = stage;
    this.responses = streams.stream(stage.name, 'responses');
    for (const [name, definition] of Object.entries(STAGE_METRICS[stage.kind])) {
      this.#metrics.set(name, new Observations(definition, isSteady(stage) ? slices : null));
    }
  }

  /** Metrics that take the response times of one step's operations, each with the kinds that it counts. */
  metricsOfStep(step: string): readonly StepMetric[] {
    let metrics = this.#steps.get(step);
    if (metrics === undefined) {
      metrics = [...this.#metrics.values()].flatMap((observations) => {
        const { source } = observations.definition;
        return source.kind === 'operations' && source.step === step
          ? [{ kinds: source.operations, observations }]
          : [];
      });
      this.#steps.set(step, metrics);
    }
    return metrics;
  }

  /** Records an observation made at a time. Throws for a metric that the kind of stage does not have. */
  observe(metric: string, value: number, atSeconds: number): void {
    const observations = this.#metrics.get(metric);
    if (observations === undefined) {
      throw new Error(`stage ${this.stage.name}: a ${this.stage.kind} stage has no metric "${metric}"`);
    }
    observations.histogramAt(atSeconds).record(value);
  }

  /** Counts work that arrived or was finished at a time. */
  count(counter: WorkCounter, amount: number, atSeconds: number): void {
    if (counter === 'arrived') {
      this.#arrived += amount;
      this.firstArrivalSeconds ??= atSeconds;
    } else {
      this.#finished += amount;
    }
  }

  /** Adds a batch of `operations` operations that has been performed whole. */
  performed(batch: OperationBatch, operations: number): void {
    this.#readBytes += batch.readBytes;
    this.#writtenBytes += batch.writeBytes;
    this.#operations += operations;
  }

  /** Charges time that work of this stage lost because a resource was busy. */
  lose(resource: string, seconds: number): void {
    this.#lostSeconds.set(resource, (this.#lostSeconds.get(resource) ?? 0) + seconds);
  }

  get lostSeconds(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#lostSeconds);
  }

  get totals(): StageTotals {
    return {
      arrived: this.#arrived,
      finished: this.#finished,
      readBytes: this.#readBytes,
      writtenBytes: this.#writtenBytes,
      operations: this.#operations,
    };
  }

  /** Forgets everything that has been recorded: another day begins. */
  forget(): void {
    for (const { histograms } of this.#metrics.values()) histograms.fill(null);
    this.#lostSeconds.clear();
    this.firstArrivalSeconds = null;
    this.#arrived = 0;
    this.#finished = 0;
    this.#readBytes = 0;
    this.#writtenBytes = 0;
    this.#operations = 0;
  }

  get observations(): Readonly<Record<string, SlicedObservations>> {
    return Object.fromEntries(
      [...this.#metrics].map(([name, { histograms }]) => [
        name,
        histograms.map((histogram) => histogram?.snapshot() ?? null),
      ]),
    );
  }
}
