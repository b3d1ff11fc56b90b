import type { WorkCounter } from '../../models/effects.ts';
import { Histogram, type HistogramSnapshot } from '../../models/histogram.ts';
import { isSteady, type MetricDefinition, STAGE_METRICS } from '../../models/metrics.ts';
import { type OperationBatch, type OperationKind, operationCount } from '../../models/operations.ts';
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

/** A metric and the kinds of operations whose response times it takes. */
export type StepMetric = readonly [name: string, kinds: readonly OperationKind[]];

interface Recorded {
  readonly definition: MetricDefinition;
  readonly slices: (Histogram | null)[];
}

/** Collects what one stage observes, counts and moves, and what it lost to busy resources. */
export class StageRecorder {
  readonly stage: StageDefinition;
  /** From which the response times of single operations are drawn. */
  readonly responses: RandomStream;
  readonly #slices: WarmupSlices;
  readonly #metrics = new Map<string, Recorded>();
  readonly #steps = new Map<string, readonly StepMetric[]>();
  readonly #lostSeconds = new Map<string, number>();
  #arrived = 0;
  #finished = 0;
  #readBytes = 0;
  #writtenBytes = 0;
  #operations = 0;

  constructor(stage: StageDefinition, slices: WarmupSlices, streams: StreamSource) {
    this.stage = stage;
    this.responses = streams.stream(stage.name, 'responses');
    this.#slices = slices;
    for (const [name, definition] of Object.entries(STAGE_METRICS[stage.kind])) {
      const kept = Array.from<Histogram | null>({ length: isSteady(stage) ? slices.count : 1 }).fill(null);
      this.#metrics.set(name, { definition, slices: kept });
    }
  }

  /** Metrics that take the response times of one step's operations, each with the kinds that it counts. */
  metricsOfStep(step: string): readonly StepMetric[] {
    let metrics = this.#steps.get(step);
    if (metrics === undefined) {
      metrics = [...this.#metrics].flatMap(
        ([
          name,
          {
            definition: { source },
          },
        ]) =>
          source.kind === 'operations' && source.step === step ? [[name, source.operations] as const] : [],
      );
      this.#steps.set(step, metrics);
    }
    return metrics;
  }

  /** Records `times` equal observations made at a time. Throws for a metric that the kind of stage does not have. */
  observe(metric: string, value: number, atSeconds: number, times = 1): void {
    const recorded = this.#metrics.get(metric);
    if (recorded === undefined) {
      throw new Error(`stage ${this.stage.name}: a ${this.stage.kind} stage has no metric "${metric}"`);
    }
    const { slices } = recorded;
    const slice = slices.length === 1 ? 0 : this.#slices.at(atSeconds);
    slices[slice] ??= new Histogram();
    slices[slice].recordMany(value, times);
  }

  count(counter: WorkCounter, amount: number): void {
    if (counter === 'arrived') this.#arrived += amount;
    else this.#finished += amount;
  }

  /** Adds a batch that has been performed whole. */
  performed(batch: OperationBatch): void {
    this.#readBytes += batch.readBytes;
    this.#writtenBytes += batch.writeBytes;
    this.#operations += operationCount(batch.counts);
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

  get observations(): Readonly<Record<string, SlicedObservations>> {
    return Object.fromEntries(
      [...this.#metrics].map(([name, { slices }]) => [
        name,
        slices.map((slice) => slice?.snapshot() ?? null),
      ]),
    );
  }
}
