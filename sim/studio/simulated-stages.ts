import { performStage } from '../../models/stages/perform-stage.ts';
import type { StageContext } from '../../models/stages/stage-context.ts';
import type { Studio } from '../../models/studio.ts';
import { EffectRuntime } from '../runtime/effect-runtime.ts';
import { JobLost } from '../runtime/node-failure.ts';
import { VirtualClock } from '../runtime/runtime-clock.ts';
import { WHOLE } from '../runtime/share.ts';
import { LocalSignals } from '../runtime/signals.ts';
import type { Performer } from './performer.ts';
import { SimulatedTask } from './simulated-task.ts';
import type { StudioModel } from './studio-model.ts';

/** Starts the stages of a studio in virtual time; they go on as the simulation of the model runs. */
export function startSimulatedStages(
  studio: Studio,
  model: StudioModel,
  performer: Performer,
  context: StageContext,
  onIdle?: () => void,
): void {
  const { simulation, farms, recorders } = model;
  const runtime = new EffectRuntime<SimulatedTask>({
    simulation,
    clock: new VirtualClock(simulation),
    share: WHOLE,
    farms,
    performer,
    signals: new LocalSignals(simulation),
    failsTask: (error) => error instanceof JobLost,
    ...(onIdle === undefined ? {} : { onIdle }),
  });
  for (const stage of studio.stages) {
    const recorder = recorders.get(stage.name)!;
    const record = new SimulatedTask({ model, performer }, stage.name, recorder, recorder.newHistory());
    runtime.start(performStage(stage, studio, context), record);
  }
}
