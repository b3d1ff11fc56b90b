/**
 * The average piece of a stage's work: one card, one frame, one gesture, one tick of churn, with every quantity at its
 * mean. It is found by running the stage itself with nothing behind it, so that a change of a stage changes its cost.
 */

import { expectedArrivals, expectedPhases } from '../../models/arrivals/expected-arrivals.ts';
import { scheduled } from '../../models/arrivals/scheduled.ts';
import { constant } from '../../models/distributions/constant.ts';
import { type Distribution, mean, quantile } from '../../models/distributions/distribution.ts';
import type { Effect, Lease, Stage } from '../../models/effects.ts';
import type { StreamSource } from '../../models/random.ts';
import { performStage } from '../../models/stages/perform-stage.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';

/** A batch, and the name of the step that performs it. */
export type Step = Pick<Extract<Effect, { kind: 'perform' }>, 'step' | 'batch'>;

/** What a stage does in one replication: so many units, all alike. */
export interface StageWork {
  readonly stage: StageDefinition;
  /** Expected number of units that arrive. */
  readonly units: number;
  /** Units that can be under way at once, as a seat or a GPU has one at a time. */
  readonly unitsAtOnce: number;
  /** What one unit performs, one after the other. */
  readonly steps: readonly Step[];
  /** Time that one unit computes. */
  readonly computeSeconds: number;
  /** Waits and starts of one unit, each an event, beside its batches. */
  readonly unitEvents: number;
  /** Arrivals, of one unit or of many together as in a wave, and the waits and starts of one of them. */
  readonly arrivals: number;
  readonly arrivalEvents: number;
  /** Random draws, beside the few of each unit. */
  readonly draws: number;
  /** The largest unit of a replication as a multiple of the average one, where units differ much. */
  readonly largestUnit: number;
}

/** Larger means are taken for this: what they cost is beyond any limit, and sums stay finite. */
const MEAN_MAX = 1e30;
/** Whole numbers up to here can be divided over kinds of operations without loss. */
const OPERATIONS_MAX = 2 ** 50;
/** A single arrival, at once. */
const ONCE = scheduled([0]);

/** Describes the work of a stage of a studio; quick, whatever the numbers in it are. */
export function stageWork(stage: StageDefinition, studio: Studio): StageWork {
  const { durationSeconds } = studio.run;
  const horizonSeconds = stage.kind === 'metadata' ? stage.rate.burstSeconds : 1;
  const counter = new EffectCounter();
  counter.run(performStage(averageOf(stage), { streams: MIDDLE, horizonSeconds }));
  const { steps, computeSeconds, unitEvents, arrivalEvents } = counter;
  const work = { stage, steps, computeSeconds, unitEvents, arrivalEvents, largestUnit: 1 };
  switch (stage.kind) {
    case 'ingest': {
      const units = expectedArrivals(stage.arrivals, durationSeconds) * stage.cards;
      const draws = expectedPhases(stage.arrivals, durationSeconds);
      return { ...work, units, unitsAtOnce: units, arrivals: units, draws };
    }
    case 'render': {
      const arrivals = expectedArrivals(stage.release, durationSeconds);
      const farm = studio.farms.find(({ name }) => name === stage.farm)!;
      const draws = expectedPhases(stage.release, durationSeconds);
      return {
        ...work,
        units: arrivals * stage.framesPerWave,
        unitsAtOnce: farm.nodes * farm.gpusPerNode,
        arrivals,
        draws,
      };
    }
    case 'metadata': {
      const ticks = Math.ceil(durationSeconds / stage.rate.burstSeconds);
      const { level, levelSeconds, burst } = stage.rate;
      const units = Math.min(ticks, mean(level) * durationSeconds);
      const largestUnit = largest(level, durationSeconds / levelSeconds) * largest(burst, ticks);
      return { ...work, units, unitsAtOnce: units, arrivals: units, draws: ticks, largestUnit };
    }
    case 'editorial': {
      const units = expectedArrivals(stage.gestures, durationSeconds) * stage.seats;
      const reads = Math.max(1, meanOf(stage.readsPerGesture));
      const drawn = stage.bytesPerRead.kind === 'constant' ? 0 : reads;
      return {
        ...work,
        steps: steps.map(({ step, batch }) => ({ step, batch: { ...batch, readShape: stage.bytesPerRead } })),
        units,
        unitsAtOnce: stage.seats,
        arrivals: units,
        // The first of them is the start of the seat, once for all its gestures.
        arrivalEvents: arrivalEvents - 1,
        draws: units * drawn,
        largestUnit: largest(stage.readsPerGesture, units),
      };
    }
  }
}

/** The stage with a single unit of work, its quantities at their means. */
function averageOf(stage: StageDefinition): StageDefinition {
  switch (stage.kind) {
    case 'ingest':
      return {
        ...stage,
        arrivals: ONCE,
        cards: 1,
        cardsUnscaled: 1,
        bytesPerCard: average(stage.bytesPerCard),
      };
    case 'render':
      return {
        ...stage,
        release: ONCE,
        framesPerWave: 1,
        framesPerWaveUnscaled: 1,
        computeSeconds: average(stage.computeSeconds),
        reads: { ...stage.reads, bytes: average(stage.reads.bytes) },
        writes: { ...stage.writes, bytes: average(stage.writes.bytes) },
      };
    case 'metadata': {
      const { level, burstSeconds } = stage.rate;
      const operations = Math.min(OPERATIONS_MAX, Math.max(1, Math.round(mean(level) * burstSeconds)));
      return {
        ...stage,
        rate: {
          level: constant((operations + 0.5) / burstSeconds),
          levelSeconds: burstSeconds,
          burst: constant(1),
          burstSeconds,
        },
      };
    }
    case 'editorial':
      return {
        ...stage,
        seats: 1,
        gestures: ONCE,
        readsPerGesture: average(stage.readsPerGesture),
        bytesPerRead: average(stage.bytesPerRead),
      };
  }
}

function average(distribution: Distribution): Distribution {
  return constant(meanOf(distribution));
}

function meanOf(distribution: Distribution): number {
  return Math.min(MEAN_MAX, mean(distribution));
}

/** The largest of so many draws, as a multiple of the mean: the quantile that one of them exceeds on average. */
function largest(distribution: Distribution, draws: number): number {
  return quantile(distribution, draws / (draws + 1)) / mean(distribution);
}

/** Streams of the middle of every draw. */
const MIDDLE: StreamSource = { stream: () => ({ uniform: () => 0.5 }) };

/** A runtime in which nothing takes time and effects are only counted. */
class EffectCounter {
  readonly steps: Step[] = [];
  computeSeconds = 0;
  unitEvents = 0;
  arrivalEvents = 0;
  #inJob = false;

  run(stage: Stage<unknown>): void {
    let step = stage.next();
    while (step.done !== true) step = stage.next(this.#answer(step.value));
  }

  #answer(effect: Effect): unknown {
    switch (effect.kind) {
      case 'now':
        return 0;
      case 'observe':
      case 'count':
        return undefined;
      case 'wait':
      case 'wait-until':
      case 'join':
        this.#event();
        return undefined;
      case 'compute':
        this.#event();
        this.computeSeconds += effect.seconds;
        return undefined;
      case 'perform':
        this.steps.push(effect);
        return 0;
      case 'start':
        this.#event();
        this.run(effect.body);
        return { name: effect.name };
      case 'submit': {
        const { placement, body } = effect.submission;
        const lease: Lease = {
          farm: placement.farm,
          client: { kind: 'node', farm: placement.farm, node: 0 },
        };
        this.#inJob = true;
        this.#event();
        this.run(body(0, lease));
        this.#inJob = false;
        return { name: placement.farm };
      }
    }
  }

  #event(): void {
    if (this.#inJob) this.unitEvents++;
    else this.arrivalEvents++;
  }
}
