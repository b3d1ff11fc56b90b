import { mean, support } from '../../distributions/distribution.ts';
import type { Statistic } from '../../objective.ts';
import { isMetadata, type OperationKind } from '../../operations.ts';
import type { Farm } from '../../studio.ts';
import { leastStatistic } from '../least-possible.ts';
import { paceOf } from '../pace.ts';
import { scaledCount } from '../scaled-count.ts';
import type { Least, StageTraits } from '../stage-kind.ts';
import { transferCount } from '../transfer-size.ts';
import { type RenderStage, readsOf } from './definition.ts';

/** Returns what is asked about a stage: frames hold a GPU of its farm. */
export function renderTraits({ farm, release, gpuMemoryBytes, computeSeconds }: RenderStage): StageTraits {
  return {
    pace: paceOf(release),
    release,
    farm: {
      name: farm,
      gpuMemoryBytes,
      gpuMemoryKeys: ['frame', 'gpuMemory'],
      computeSecondsMean: mean(computeSeconds),
    },
    readerBytesPerSecond: null,
  };
}

/** Returns the stage with `factor` times the frames of a wave. */
export function scaleRender(stage: RenderStage, factor: number): RenderStage {
  const framesPerWaveUnscaled = stage.framesPerWaveUnscaled ?? stage.framesPerWave;
  return { ...stage, framesPerWave: scaledCount(stage.framesPerWave, factor), framesPerWaveUnscaled };
}

/** Returns the mean payload in bytes of one transfer of a frame. */
export function framePayloadBytes(stage: RenderStage, kind: 'read' | 'write'): number {
  let bytes = 0;
  let transfers = 0;
  for (const payload of kind === 'read' ? readsOf(stage) : [stage.writes]) {
    bytes += mean(payload.bytes);
    transfers += transferCount(mean(payload.bytes), payload.files);
  }
  return bytes / transfers;
}

/** Returns the number of metadata operations of a kind in one frame; reads and writes have a metric each. */
export function frameOperationWeight({ metadata }: RenderStage, kind: OperationKind): number {
  return isMetadata(kind) ? (metadata[kind] ?? 0) : 1;
}

/** Returns the least turnaround or makespan: every frame computes. */
export function leastOfRender(
  { computeSeconds }: RenderStage,
  metric: string,
  statistic: Statistic,
): Least | undefined {
  switch (metric) {
    case 'turnaround':
      return { seconds: leastStatistic(computeSeconds, statistic), what: 'the computation alone' };
    case 'makespan':
      return { seconds: support(computeSeconds)[0], what: 'the shortest frame alone' };
    default:
      return undefined;
  }
}

/** Returns the mean time in seconds for the frames of a wave to compute on all GPUs of the farm. */
export function waveComputeSeconds(
  { framesPerWave, computeSeconds }: RenderStage,
  metric: string,
  { nodes, gpusPerNode }: Farm,
): number | undefined {
  return metric === 'makespan' ? (framesPerWave * mean(computeSeconds)) / (nodes * gpusPerNode) : undefined;
}
