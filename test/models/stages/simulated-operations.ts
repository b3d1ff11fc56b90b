import type { Operation } from '../../../models/operations.ts';
import type { Studio } from '../../../models/studio.ts';
import { StreamSource } from '../../../sim/kernel/stream.ts';
import { OperationPerformer } from '../../../sim/studio/operation-performer.ts';
import { startSimulatedStages } from '../../../sim/studio/simulated-stages.ts';
import { StudioModel } from '../../../sim/studio/studio-model.ts';

/** An operation as a task issued it. */
export interface SimulatedOperation {
  readonly task: string;
  readonly step: string;
  readonly operation: Operation;
  /** Since the start of the run. */
  readonly atSeconds: number;
}

/** What a studio issues in virtual time, operation by operation, until all work that arrives is done. */
export function simulatedOperations(studio: Studio): readonly SimulatedOperation[] {
  const streams = new StreamSource(studio.run.seed, 0);
  const model = new StudioModel(studio, streams);
  const issued: SimulatedOperation[] = [];
  const performer = new OperationPerformer(model, studio.storage, streams, (task, step, operation) => {
    issued.push({ task, step, operation, atSeconds: model.simulation.now });
  });
  startSimulatedStages(studio, model, performer, { streams, horizonSeconds: studio.run.durationSeconds });
  model.simulation.run();
  return issued;
}
