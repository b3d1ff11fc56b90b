import type { Studio } from '../../models/studio.ts';
import { stageWork } from './average-unit.ts';
import { batchDemand } from './batch-demand.ts';
import { BYTES, SECONDS } from './figures.ts';

/** Cost of planning a load of a studio, which goes through every operation beforehand. */
export interface PlanCost {
  readonly operations: number;
  /** Processor time on the machine of figures.ts. */
  readonly seconds: number;
  readonly bytes: number;
}

/** Estimates what it takes to plan a load of a studio. */
export function planCost(studio: Studio): PlanCost {
  let operations = 0;
  let files = 0;
  let largestBatch = 0;
  for (const stage of studio.stages) {
    const { steps, units, largestUnit } = stageWork(stage, studio);
    for (const { batch } of steps) {
      const each = batchDemand(batch, studio).operations;
      const touched = units * Math.min(each, batch.distinctFiles);
      operations += units * each;
      // New files are those of their unit; what is only looked at is shared.
      files += batch.counts.create === batch.distinctFiles ? touched : Math.min(touched, batch.dataset.files);
      largestBatch = Math.max(largestBatch, each * largestUnit);
    }
  }
  return {
    operations,
    seconds: operations * SECONDS.plannedOperation,
    bytes: BYTES.program + files * BYTES.plannedFile + largestBatch * BYTES.weight,
  };
}
