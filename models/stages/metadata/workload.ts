import { constant } from '../../distributions/constant.ts';
import { mean } from '../../distributions/distribution.ts';
import type { Studio } from '../../studio.ts';
import { largestOf } from '../average.ts';
import type { Workload } from '../stage-kind.ts';
import type { MetadataStage } from './definition.ts';

/** Whole numbers up to here can be divided over kinds of operations without loss. */
const OPERATIONS_MAX = 2 ** 50;

/** Counts the work of a stage in ticks of churn that have operations. */
export function metadataWorkload(
  stage: MetadataStage,
  { run: { durationSeconds } }: Pick<Studio, 'run'>,
): Workload<MetadataStage> {
  const { level, levelSeconds, burst, burstSeconds } = stage.rate;
  const ticks = Math.ceil(durationSeconds / burstSeconds);
  const units = Math.min(ticks, mean(level) * durationSeconds);
  return {
    averageUnit: averageTick(stage),
    averageUnitSeconds: burstSeconds,
    units,
    unitsAtOnce: units,
    arrivals: units,
    clients: 0,
    draws: ticks,
    largestUnit: largestOf(level, durationSeconds / levelSeconds) * largestOf(burst, ticks),
  };
}

function averageTick(stage: MetadataStage): MetadataStage {
  const { level, burstSeconds } = stage.rate;
  const operations = Math.min(OPERATIONS_MAX, Math.max(1, Math.round(mean(level) * burstSeconds)));
  return {
    ...stage,
    rate: {
      level: constant((operations + 0.5) / burstSeconds),
      levelSeconds: burstSeconds,
      burst: constant(1),
      burstSeconds,
    },
  };
}
