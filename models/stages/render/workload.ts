import { expectedArrivals, expectedPhases } from '../../arrivals/expected-arrivals.ts';
import type { Studio } from '../../studio.ts';
import { averaged, ONCE } from '../average.ts';
import type { Workload } from '../stage-kind.ts';
import type { RenderStage } from './definition.ts';

/** Counts the work of a stage in frames. */
export function renderWorkload(
  stage: RenderStage,
  { run: { durationSeconds }, farms }: Pick<Studio, 'run' | 'farms'>,
): Workload<RenderStage> {
  const waves = expectedArrivals(stage.release, durationSeconds);
  const farm = farms.find(({ name }) => name === stage.farm)!;
  const { reads, writes } = stage;
  return {
    averageUnit: {
      ...stage,
      release: ONCE,
      framesPerWave: 1,
      framesPerWaveUnscaled: 1,
      computeSeconds: averaged(stage.computeSeconds),
      reads:
        'assets' in reads
          ? { assets: reads.assets.map((read) => ({ ...read, bytes: averaged(read.bytes) })) }
          : { ...reads, bytes: averaged(reads.bytes) },
      writes: { ...writes, bytes: averaged(writes.bytes) },
    },
    averageUnitSeconds: 1,
    units: waves * stage.framesPerWave,
    unitsAtOnce: farm.nodes * farm.gpusPerNode,
    arrivals: waves,
    clients: 0,
    draws: expectedPhases(stage.release, durationSeconds),
    largestUnit: 1,
  };
}
