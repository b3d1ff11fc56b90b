/**
 * The virtual-time runtime: performs the effects of a stage as commands of the kernel. A fault or an interrupt that
 * arrives while an effect is performed is thrown into the stage at that effect.
 */

import type { Effect, Stage, Submission, Task } from '../../models/effects.ts';
import type { Body, Waitable } from '../kernel/process.ts';
import type { Performer } from './performer.ts';
import type { StageRecorder } from './recorder.ts';
import type { StudioModel } from './studio-model.ts';

/** A child stage, or submitted jobs, in virtual time. */
interface VirtualTask extends Task {
  readonly ended: Waitable;
}

/** Effects that are answered at once; the others take time. */
type Immediate = Extract<Effect, { kind: 'now' | 'observe' | 'count' | 'start' | 'submit' }>;

export class EffectRuntime {
  readonly #model: StudioModel;
  readonly #performer: Performer;
  /** When the last stage, or part of one, ended. */
  lastEndSeconds = 0;

  constructor(model: StudioModel, performer: Performer) {
    this.#model = model;
    this.#performer = performer;
  }

  /** The process that performs a stage, or a part of one under the name `task`, recording what it observes. */
  *run(stage: Stage<unknown>, task: string, recorder: StageRecorder): Body<unknown> {
    let step = stage.next();
    while (step.done !== true) {
      const effect = step.value;
      let answer: unknown;
      try {
        // What a frame asks for is performed here: a generator of its own for every wait would be garbage by the million.
        switch (effect.kind) {
          case 'perform': {
            const { batch, client } = effect;
            answer = yield* this.#performer.perform({ batch, client, step: effect.step, task, recorder });
            break;
          }
          case 'compute':
            answer = yield* this.#model.farms.get(effect.lease.farm)!.compute(effect.seconds);
            break;
          case 'wait':
          case 'wait-until': {
            const seconds = this.#secondsOf(effect);
            if (seconds > 0) yield seconds;
            break;
          }
          case 'join':
            answer = yield (effect.task as VirtualTask).ended;
            break;
          case 'now':
          case 'observe':
          case 'count':
          case 'start':
          case 'submit':
            answer = this.#answer(effect, recorder);
        }
      } catch (fault) {
        step = stage.throw(fault);
        continue;
      }
      step = stage.next(answer);
    }
    this.lastEndSeconds = this.#model.simulation.now;
    return step.value;
  }

  #answer(effect: Immediate, recorder: StageRecorder): unknown {
    const { simulation } = this.#model;
    switch (effect.kind) {
      case 'now':
        return simulation.now;
      case 'observe':
        return recorder.observe(effect.metric, effect.value, simulation.now);
      case 'count':
        return recorder.count(effect.counter, effect.amount);
      case 'start': {
        const process = simulation.spawn(this.run(effect.body, effect.name, recorder), { name: effect.name });
        return { name: effect.name, ended: process } satisfies VirtualTask;
      }
      case 'submit':
        return this.#submit(effect.submission, recorder);
    }
  }

  #secondsOf(effect: Extract<Effect, { kind: 'wait' | 'wait-until' }>): number {
    return effect.kind === 'wait'
      ? effect.seconds
      : Math.max(0, effect.atSeconds - this.#model.simulation.now);
  }

  #submit(submission: Submission, recorder: StageRecorder): VirtualTask {
    const { farm } = submission.placement;
    const ended = this.#model.farms.get(farm)!.submit(submission, (job, lease, waitedSeconds) => {
      recorder.lose(`compute.${farm}`, waitedSeconds);
      return this.run(submission.body(job, lease), submission.name(job), recorder);
    });
    return { name: farm, ended };
  }
}
