/**
 * The average piece of a stage's work: one card, one frame, one gesture, one tick of churn, with every quantity at its
 * mean. It is found by running the stage itself with nothing behind it, so that a change of a stage changes its cost.
 */

import type { Effect, Lease, Stage } from '../../models/effects.ts';
import type { StreamSource } from '../../models/random.ts';
import type { Workload } from '../../models/stages/stage-kind.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';

/** A batch, and the name of the step that performs it. */
export type Step = Pick<Extract<Effect, { kind: 'perform' }>, 'step' | 'batch'>;

/** The work of a stage in one replication: so many units, all alike. */
export interface StageWork extends Workload {
  readonly stage: StageDefinition;
  /** Batches that one unit performs, one after the other. */
  readonly steps: readonly Step[];
  /** Time that one unit computes. */
  readonly computeSeconds: number;
  /** Waits and starts of one unit, each an event, beside its batches. */
  readonly unitEvents: number;
  /** Waits and starts of one arrival. */
  readonly arrivalEvents: number;
}

/** Describes the work of a stage of a studio; quick, whatever the numbers in it are. */
export function stageWork(stage: StageDefinition, studio: Studio): StageWork {
  const kind = kindOf(stage);
  const workload = kind.workload(stage, studio);
  const { averageUnit, averageUnitSeconds, readShape, clients } = workload;
  const counter = new EffectCounter();
  counter.run(kind.perform(averageUnit, { streams: MIDDLE, horizonSeconds: averageUnitSeconds }));
  const { steps, computeSeconds, unitEvents, arrivalEvents } = counter;
  return {
    ...workload,
    stage,
    steps:
      readShape === undefined
        ? steps
        : steps.map(({ step, batch }) => ({ step, batch: { ...batch, readShape } })),
    computeSeconds,
    unitEvents,
    // A client that is there all the time starts once for all its units.
    arrivalEvents: clients > 0 ? arrivalEvents - 1 : arrivalEvents,
  };
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
      case 'signal':
        return undefined;
      case 'until':
        this.#event();
        return { atSeconds: 0, outcome: 'done' };
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
          attempt: 1,
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
