/** The virtual-time runtime: performs the effects of a stage as commands of the kernel. */

import type { Effect, Stage, Submission } from '../../models/effects.ts';
import type { Body } from '../kernel/process.ts';
import type { FarmModel } from './farm-model.ts';
import { PerformedStage, type VirtualTask } from './performed-stage.ts';
import type { Performer } from './performer.ts';
import type { StageRecorder } from './recorder.ts';
import type { StudioModel } from './studio-model.ts';

/** Effects that are answered at once; the others take time. */
type Immediate = Extract<Effect, { kind: 'now' | 'observe' | 'count' | 'start' | 'submit' }>;

export class EffectRuntime {
  readonly performer: Performer;
  readonly #model: StudioModel;

  constructor(model: StudioModel, performer: Performer) {
    this.#model = model;
    this.performer = performer;
  }

  get now(): number {
    return this.#model.simulation.now;
  }

  /** The farm of this name. */
  farm(name: string): FarmModel {
    return this.#model.farms.get(name)!;
  }

  /** What performs a stage, or a part of one under the name `task`, recording what it observes. */
  run(stage: Stage<unknown>, task: string, recorder: StageRecorder): Body<unknown> {
    return new PerformedStage(this, stage, task, recorder, null);
  }

  /** For PerformedStage: performs an effect that takes no time. */
  answer(effect: Immediate, recorder: StageRecorder): unknown {
    switch (effect.kind) {
      case 'now':
        return this.now;
      case 'observe':
        return recorder.observe(effect.metric, effect.value, this.now);
      case 'count':
        return recorder.count(effect.counter, effect.amount, this.now);
      case 'start': {
        const body = this.run(effect.body, effect.name, recorder);
        const process = this.#model.simulation.spawn(body, { name: effect.name });
        return { name: effect.name, ended: process } satisfies VirtualTask;
      }
      case 'submit':
        return this.#submit(effect.submission, recorder);
    }
  }

  #submit(submission: Submission, recorder: StageRecorder): VirtualTask {
    const { farm } = submission.placement;
    const ended = this.farm(farm).submit(submission, (job, lease, waitedSeconds, release) => {
      recorder.lose(`compute.${farm}`, waitedSeconds);
      return new PerformedStage(this, submission.body(job, lease), submission.name(job), recorder, release);
    });
    return { name: farm, ended };
  }
}
