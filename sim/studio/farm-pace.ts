import { systemsOf } from '../../models/stages/stage-kinds.ts';
import type { Performer } from './performer.ts';
import type { StageRecorder } from './recorder.ts';
import { SaturationWatch } from './saturation-watch.ts';
import type { StudioModel } from './studio-model.ts';

/**
 * Share of the jobs' waiting time in which a resource must be busy to set the pace of the farm. It is less than what
 * counts as saturated, because frames come to it in waves. Even so, more nodes could bring a quarter more work to an
 * end at most.
 */
const LEAST_BUSY = 0.8;

/** A resource sets the pace of a farm where jobs hold their nodes at least this share of the time at its pace. */
const LEAST_SHARE = 0.1;

/**
 * Tells at whose pace the queue of a farm moves while submitted jobs wait in it. Where storage or a link is saturated all the
 * while, and jobs hold their nodes for it, more nodes would only wait for it too.
 */
export class FarmPace {
  readonly #recorder: StageRecorder;
  readonly #model: StudioModel;
  readonly #watch: SaturationWatch;

  constructor(recorder: StageRecorder, { services }: Performer, model: StudioModel) {
    this.#recorder = recorder;
    this.#model = model;
    const systems = systemsOf(recorder.stage);
    this.#watch = new SaturationWatch(
      [
        ...services.filter(({ owner }) => owner !== null && systems.includes(owner)),
        model.network.core,
        ...model.network.uplinks,
      ],
      model.simulation.now,
    );
  }

  /** The saturated resource that sets the pace since the submission; null where the farm itself does. */
  get resource(): string | null {
    const saturated = this.#watch.saturated(this.#model.simulation.now, LEAST_BUSY);
    if (saturated === null) return null;
    return this.#recorder.shareAtPaceOf(saturated) >= LEAST_SHARE ? saturated : null;
  }
}
