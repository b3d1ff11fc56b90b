/** The effect runtime as a load and its plan use it: in the time of the scenario, `speed` times as fast as the clock. */

import { performStage } from '../../models/stages/perform-stage.ts';
import type { Studio } from '../../models/studio.ts';
import type { Simulation } from '../../sim/kernel/simulation.ts';
import type { StreamSource } from '../../sim/kernel/stream.ts';
import { EffectRuntime } from '../../sim/runtime/effect-runtime.ts';
import { FarmModel } from '../../sim/runtime/farm-model.ts';
import { JobLost } from '../../sim/runtime/node-failure.ts';
import type { RuntimeClock } from '../../sim/runtime/runtime-clock.ts';
import type { Share } from '../../sim/runtime/share.ts';
import type { Signals } from '../../sim/runtime/signals.ts';
import type { WorkPerformer } from '../../sim/runtime/work-performer.ts';
import type { RuntimeRecorder } from '../measure/runtime-recorder.ts';
import { TargetError } from '../targets/target.ts';
import { LoadTask } from './load-task.ts';

export interface LoadRuntimeOptions {
  readonly simulation: Simulation;
  readonly clock: RuntimeClock;
  readonly share: Share;
  readonly streams: StreamSource;
  readonly performer: WorkPerformer<LoadTask>;
  readonly recorder: RuntimeRecorder;
  readonly signals: Signals;
}

/** Starts the stages of a studio, which go on as the simulation runs. An operation that the target fails for good fails its task. */
export function startLoadStages(
  studio: Studio,
  { simulation, clock, share, streams, performer, recorder, signals }: LoadRuntimeOptions,
): void {
  const runtime = new EffectRuntime<LoadTask>({
    simulation,
    clock,
    share,
    farms: new Map(
      studio.farms.map((farm) => [
        farm.name,
        new FarmModel(simulation, farm, share, studio.scheduling?.policy, studio.scheduling?.attemptsMax),
      ]),
    ),
    performer,
    signals,
    failsTask: (error) => error instanceof TargetError || error instanceof JobLost,
  });
  const surroundings = { recorder, speaksForAll: share.isFirst };
  const horizonSeconds = studio.run.durationSeconds;
  for (const stage of studio.stages) {
    const { name } = stage;
    const record = new LoadTask(surroundings, name, name, true);
    runtime.start(performStage(stage, studio, { streams, horizonSeconds }), record);
  }
}
