import { Composition, type CompositionSnapshot } from '../../models/composition.ts';
import type { WorkCounter } from '../../models/effects.ts';
import { Histogram, type HistogramSnapshot } from '../../models/histogram.ts';
import type { MetricDefinition } from '../../models/metrics.ts';
import type { OperationBatch, OperationKind } from '../../models/operations.ts';
import type { RandomStream, StreamSource } from '../../models/random.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';
import { History } from './history.ts';
import type { Origin } from './performer.ts';
import { ResponseLedger } from './response-ledger.ts';
import { StageParts } from './stage-parts.ts';
import { FEW_DRAWS, MANY_DRAWS } from './strata.ts';
import { textHash } from './text-hash.ts';
import type { WarmupSlices } from './warmup-slices.ts';

/**
 * Observations of a metric: one snapshot for a stage of planned work, one per warm-up slice for a stage that goes
 * on all the time. Null where nothing was observed.
 */
export type SlicedObservations = readonly (HistogramSnapshot | null)[];

/** Parts of the observations of a metric, sliced alike. */
export type SlicedCompositions = readonly (CompositionSnapshot | null)[];

/** Work of one stage in one replication. */
export interface StageTotals {
  readonly arrived: number;
  readonly finished: number;
  /** Arrived units that were killed in their last attempt; absent where none were. */
  readonly lost?: number;
  /** Arrived units that never start because they depend on work that failed; absent where none is. */
  readonly blocked?: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly operations: number;
}

/** Observations of a metric by warm-up slice; `slices` is null for planned work, which has a single one. */
export class Observations {
  readonly definition: MetricDefinition;
  readonly histograms: (Histogram | null)[];
  /** Parts of the observations; null for a metric without an objective. */
  readonly compositions: (Composition | null)[] | null;
  readonly #slices: WarmupSlices | null;
  readonly #parts: number;

  /** `parts` is null for a metric that no objective is about. */
  constructor(definition: MetricDefinition, slices: WarmupSlices | null, parts: StageParts | null) {
    this.definition = definition;
    this.#slices = slices;
    this.#parts = parts?.count ?? 0;
    const length = slices?.count ?? 1;
    this.histograms = Array.from<null>({ length }).fill(null);
    this.compositions = parts === null ? null : Array.from<null>({ length }).fill(null);
  }

  /** Returns the histogram for the observations made at a time. */
  histogramAt(atSeconds: number): Histogram {
    const slice = this.#sliceAt(atSeconds);
    this.histograms[slice] ??= new Histogram();
    return this.histograms[slice];
  }

  /** Returns the composition for the parts of the observations made at a time; null where they are not kept. */
  compositionAt(atSeconds: number): Composition | null {
    if (this.compositions === null) return null;
    const slice = this.#sliceAt(atSeconds);
    this.compositions[slice] ??= new Composition(this.#parts);
    return this.compositions[slice];
  }

  #sliceAt(atSeconds: number): number {
    return this.#slices === null ? 0 : this.#slices.at(atSeconds);
  }
}

/** The kinds of operations whose response times a metric takes, and where they go. */
export interface StepMetric {
  readonly kinds: readonly OperationKind[];
  readonly observations: Observations;
}

/** From so many batches on, few response times need to be drawn of each; before that, their chance would be seen. */
const MANY_BATCHES = 500;

/** Collects what one stage observes, counts and moves, and what it lost to busy resources. */
export class StageRecorder {
  readonly stage: StageDefinition;
  /** From which the response times of single operations are drawn. */
  readonly responses: RandomStream;
  /** Takes what the responses of this stage are made of; null where no objective asks for it, and it is not kept. */
  readonly ledger: ResponseLedger | null;
  /** Whether the history of units of work is kept: where an objective is about a time that the stage observes itself. */
  readonly keepsHistories: boolean;
  readonly #taken: Float64Array;
  /** Makes the chance of its batches that of this stage, seed and replication. */
  readonly #salt: number;
  /** Seconds of each part for which jobs that have ended held their nodes. */
  readonly #holding: Float64Array;
  readonly #metrics = new Map<string, Observations>();
  readonly #steps = new Map<string, readonly StepMetric[]>();
  readonly #lostSeconds = new Map<string, number>();
  /** When the first work arrived; null while none has. */
  firstArrivalSeconds: number | null = null;
  /** When the last part of the stage that has ended did. */
  lastEndSeconds = 0;
  #arrived = 0;
  #finished = 0;
  #lost = 0;
  #blocked = 0;
  #readBytes = 0;
  #writtenBytes = 0;
  #operations = 0;
  #batches = 0;

  constructor(stage: StageDefinition, studio: Studio, slices: WarmupSlices, streams: StreamSource) {
    this.stage = stage;
    this.responses = streams.stream(stage.name, 'responses');
    this.#salt = Math.floor(streams.stream(stage.name, 'batches').uniform() * 2 ** 32);
    const asked = new Set(studio.objectives.map(({ metric }) => metric));
    const kind = kindOf(stage);
    const definitions = Object.entries(kind.metrics);
    const isSteady = kind.traits(stage).pace === 'steady';
    const isAsked = (name: string) => asked.has(`${stage.name}.${name}`);
    const parts = definitions.some(([name]) => isAsked(name)) ? new StageParts(stage, studio) : null;
    this.ledger = parts === null ? null : new ResponseLedger(parts);
    this.keepsHistories = definitions.some(([name, { source }]) => source.kind === 'stage' && isAsked(name));
    this.#taken = new Float64Array(parts?.count ?? 0);
    this.#holding = new Float64Array(parts?.count ?? 0);
    for (const [name, definition] of definitions) {
      this.#metrics.set(
        name,
        new Observations(definition, isSteady ? slices : null, isAsked(name) ? parts : null),
      );
    }
  }

  /** A history for a task of this stage that nothing has started; null where histories are not kept. */
  newHistory(): History | null {
    return this.keepsHistories && this.ledger !== null ? new History(this.ledger.parts) : null;
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

  /** Whether an objective is about the response times of a step's operations. */
  composesStep(step: string): boolean {
    for (const { observations } of this.metricsOfStep(step))
      if (observations.compositions !== null) return true;
    return false;
  }

  /**
   * Records an observation made at a time, with the history of the work that it is about. Throws for a metric that the kind of
   * stage does not have.
   */
  observe(metric: string, value: number, atSeconds: number, history: History | null): void {
    const observations = this.#metrics.get(metric);
    if (observations === undefined) {
      throw new Error(`stage ${this.stage.name}: a ${this.stage.kind} stage has no metric "${metric}"`);
    }
    observations.histogramAt(atSeconds).record(value);
    const composition = observations.compositionAt(atSeconds);
    const { source } = observations.definition;
    if (composition === null || history === null || source.kind !== 'stage') return;
    history.take(this.#taken, source.withoutFarm);
    composition.record(value, this.#taken);
  }

  /** Takes note of the history of a job that has ended. */
  noteEndedJob({ seconds, parts }: History): void {
    for (let part = 0; part < parts.count; part++) {
      if (part !== parts.farmQueue) this.#holding[part]! += seconds[part]!;
    }
  }

  /**
   * Returns the share of the time for which ended jobs held their nodes that they waited for a resource, or went at its
   * pace. 0 where none has ended.
   */
  shareAtPaceOf(resource: string): number {
    let total = 0;
    for (const seconds of this.#holding) total += seconds;
    if (total <= 0 || this.ledger === null) return 0;
    const { queue, saturation } = this.ledger.parts.on(resource);
    return (this.#holding[queue]! + this.#holding[saturation]!) / total;
  }

  /** Counts work that arrived, was finished or turned out to be blocked at a time. */
  count(counter: WorkCounter, amount: number, atSeconds: number): void {
    switch (counter) {
      case 'arrived':
        this.#arrived += amount;
        this.firstArrivalSeconds ??= atSeconds;
        return;
      case 'finished':
        this.#finished += amount;
        return;
      case 'blocked':
        this.#blocked += amount;
        return;
    }
  }

  /** Counts a job, which is one unit of work, that is never done: it was killed in its last attempt. */
  loseJob(): void {
    this.#lost++;
  }

  /** Adds a batch of `operations` operations that has been performed whole. */
  performed(batch: OperationBatch, operations: number): void {
    this.#batches++;
    this.#readBytes += batch.readBytes;
    this.#writtenBytes += batch.writeBytes;
    this.#operations += operations;
  }

  /**
   * Returns a number from 0 to 1, 1 excluded, for the next batch that a task asks for. It does not depend on anything
   * else before it, so studios with another difference have the same luck.
   */
  chanceOfBatch(origin: Origin): number {
    const step = Math.imul(++origin.batches, 0x9e3779b1);
    return textHash(origin.task, this.#salt ^ step) / 2 ** 32;
  }

  /** At least how many response times to draw of the operations of one kind in a batch. */
  get leastDraws(): number {
    return this.#batches <= MANY_BATCHES ? MANY_DRAWS : FEW_DRAWS;
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
      ...(this.#lost === 0 ? {} : { lost: this.#lost }),
      ...(this.#blocked === 0 ? {} : { blocked: this.#blocked }),
      readBytes: this.#readBytes,
      writtenBytes: this.#writtenBytes,
      operations: this.#operations,
    };
  }

  /** Forgets everything that has been recorded: another day begins. */
  forget(): void {
    for (const { histograms, compositions } of this.#metrics.values()) {
      histograms.fill(null);
      compositions?.fill(null);
    }
    this.#lostSeconds.clear();
    this.firstArrivalSeconds = null;
    this.#arrived = 0;
    this.#finished = 0;
    this.#lost = 0;
    this.#blocked = 0;
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

  /** Returns the parts of the observations, for the metrics that objectives are about. */
  get compositions(): Readonly<Record<string, SlicedCompositions>> {
    return Object.fromEntries(
      [...this.#metrics].flatMap(([name, { compositions }]) =>
        compositions === null
          ? []
          : [[name, compositions.map((composition) => composition?.snapshot() ?? null)]],
      ),
    );
  }
}
