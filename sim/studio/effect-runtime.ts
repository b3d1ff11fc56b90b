/** The virtual-time runtime: performs the effects of a stage as commands of the kernel. */

import type { Effect, Stage, Submission } from '../../models/effects.ts';
import { farmResource } from '../../models/resource-names.ts';
import type { Body } from '../kernel/process.ts';
import type { FarmModel } from './farm-model.ts';
import { FarmPace } from './farm-pace.ts';
import type { History } from './history.ts';
import { PerformedStage, type VirtualTask } from './performed-stage.ts';
import type { Origin, Performer } from './performer.ts';
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
    return new PerformedStage(this, stage, task, recorder, recorder.newHistory(), null);
  }

  /** For PerformedStage: performs an effect that takes no time. */
  answer(effect: Immediate, origin: Origin): unknown {
    const { recorder, history } = origin;
    switch (effect.kind) {
      case 'now':
        return this.now;
      case 'observe':
        return recorder.observe(effect.metric, effect.value, this.now, history);
      case 'count':
        return recorder.count(effect.counter, effect.amount, this.now);
      case 'start': {
        const branch = history?.branch() ?? null;
        const body = new PerformedStage(this, effect.body, effect.name, recorder, branch, null);
        const process = this.#model.simulation.spawn(body, { name: effect.name });
        return { name: effect.name, ended: process, history: branch } satisfies VirtualTask;
      }
      case 'submit':
        return this.#submit(effect.submission, origin);
    }
  }

  #submit(submission: Submission, { recorder, history }: Origin): VirtualTask {
    const { farm } = submission.placement;
    const resource = farmResource(farm);
    let latest: History | null = null;
    const pace = history === null ? null : new FarmPace(recorder, this.performer, this.#model);
    const ended = this.farm(farm).submit(submission, (job, lease, waitedSeconds, release) => {
      recorder.lose(resource, waitedSeconds);
      const branch = history?.branch() ?? null;
      branch?.addQueued(waitedSeconds, pace?.resource ?? null);
      const end =
        branch === null
          ? release
          : () => {
              latest = branch;
              recorder.noteEndedJob(branch);
              release();
            };
      return new PerformedStage(
        this,
        submission.body(job, lease),
        submission.name(job),
        recorder,
        branch,
        end,
      );
    });
    return {
      name: farm,
      ended,
      get history() {
        return latest;
      },
    };
  }
}
