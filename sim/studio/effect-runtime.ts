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
      let answer: unknown;
      try {
        answer = yield* this.#perform(step.value, task, recorder);
      } catch (fault) {
        step = stage.throw(fault);
        continue;
      }
      step = stage.next(answer);
    }
    this.lastEndSeconds = this.#model.simulation.now;
    return step.value;
  }

  *#perform(effect: Effect, task: string, recorder: StageRecorder): Body<unknown> {
    const { simulation, farms } = this.#model;
    switch (effect.kind) {
      case 'now':
        return simulation.now;
      case 'wait-until':
        if (effect.atSeconds > simulation.now) yield effect.atSeconds - simulation.now;
        return undefined;
      case 'wait':
        yield effect.seconds;
        return undefined;
      case 'submit':
        return this.#submit(effect.submission, recorder);
      case 'compute':
        yield* farms.get(effect.lease.farm)!.compute(effect.seconds);
        return undefined;
      case 'perform': {
        const { batch, client, step } = effect;
        return yield* this.#performer.perform({ batch, client, step, task, recorder });
      }
      case 'observe':
        recorder.observe(effect.metric, effect.value, simulation.now);
        return undefined;
      case 'count':
        recorder.count(effect.counter, effect.amount);
        return undefined;
      case 'start': {
        const process = simulation.spawn(this.run(effect.body, effect.name, recorder), { name: effect.name });
        return { name: effect.name, ended: process } satisfies VirtualTask;
      }
      case 'join':
        return yield (effect.task as VirtualTask).ended;
    }
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
