/**
 * What no run can change: a frame that fits no GPU, and objectives below what is possible with storage and network that
 * take no time at all.
 */

import { type Distribution, mean, quantile, support } from '../../distributions/distribution.ts';
import { STAGE_METRICS } from '../../metrics.ts';
import type { Objective, Statistic } from '../../objective.ts';
import type { Farm, Network, RenderStage, StageDefinition } from '../../studio.ts';
import { formatQuantity } from '../../units.ts';
import * as problems from '../problems.ts';
import type { Place } from '../source.ts';
import type { Compilation } from './compilation.ts';

/** Reports render stages whose frames fit no GPU of their farm. */
export function checkFrames(
  stages: readonly StageDefinition[],
  farms: readonly Farm[],
  compilation: Compilation,
): void {
  for (const stage of stages) {
    if (stage.kind !== 'render') continue;
    const farm = farms.find(({ name }) => name === stage.farm);
    if (farm === undefined || stage.gpuMemoryBytes <= farm.gpuMemoryBytes) continue;
    const problem = problems.frameTooLarge(
      binary(stage.gpuMemoryBytes),
      binary(farm.gpuMemoryBytes),
      farm.name,
    );
    compilation.fault(['stages', stage.name, 'frame', 'gpuMemory'], problem);
  }
}

/** Memory is told in the binary units in which it is written. */
function binary(bytes: number): string {
  return `${Number((bytes / 2 ** 30).toPrecision(3))} GiB`;
}

/** Reports an objective that cannot be met, and one that a farm cannot meet by computing alone. */
export function checkReach(
  objective: Objective,
  place: Place,
  studio: {
    readonly stages: readonly StageDefinition[];
    readonly farms: readonly Farm[];
    readonly network: Network | undefined;
  },
  compilation: Compilation,
): void {
  if (objective.comparison !== '<=') return;
  const stage = studio.stages.find(({ name }) => objective.metric.startsWith(`${name}.`));
  if (stage === undefined) return;
  const metric = objective.metric.slice(stage.name.length + 1);
  const least = leastPossible(stage, metric, objective.statistic, studio.network);
  const limit = formatQuantity(objective.limit, 'seconds');
  if (least !== undefined && least.seconds > objective.limit) {
    compilation.faultAt(
      place,
      problems.unreachable(limit, `${least.what} takes ${formatQuantity(least.seconds, 'seconds')}`),
    );
  } else if (stage.kind === 'render' && metric === 'makespan') {
    const alone = computeAloneSeconds(stage, studio.farms);
    if (alone > objective.limit)
      compilation.faultAt(place, problems.computeAlone(limit, formatQuantity(alone, 'seconds')));
  }
}

interface Least {
  readonly seconds: number;
  readonly what: string;
}

/** A lower bound of a statistic of a stage's metric, whatever storage, network and queues do. */
function leastPossible(
  stage: StageDefinition,
  metric: string,
  statistic: Statistic,
  network: Network | undefined,
): Least | undefined {
  if (stage.kind === 'render' && metric === 'turnaround') {
    return { seconds: statisticOf(stage.computeSeconds, statistic), what: 'the computation alone' };
  }
  if (stage.kind === 'render' && metric === 'makespan') {
    return { seconds: support(stage.computeSeconds)[0], what: 'the shortest frame alone' };
  }
  if (stage.kind === 'ingest' && metric === 'completion') {
    return {
      seconds: statisticOf(stage.bytesPerCard, statistic) / stage.readerBytesPerSecond,
      what: 'reading one card alone',
    };
  }
  if (STAGE_METRICS[stage.kind][metric]?.source.kind === 'operations' && network !== undefined) {
    return { seconds: network.roundTripSeconds, what: 'the round trip to the storage alone' };
  }
  return undefined;
}

/** The least value of a statistic of observations that are each at least a draw of a distribution. */
function statisticOf(distribution: Distribution, statistic: Statistic): number {
  switch (statistic.kind) {
    case 'mean':
      return mean(distribution);
    case 'percentile':
      return quantile(distribution, statistic.fraction);
    // How large the largest of some draws is depends on how many there are; none is below the smallest.
    case 'max':
    case 'min':
    case 'peak':
      return support(distribution)[0];
    default:
      return statistic satisfies never;
  }
}

/** Time for the frames of a wave to compute on all GPUs of the farm, on average. */
function computeAloneSeconds(stage: RenderStage, farms: readonly Farm[]): number {
  const farm = farms.find(({ name }) => name === stage.farm);
  if (farm === undefined) return 0;
  return (stage.framesPerWave * mean(stage.computeSeconds)) / (farm.nodes * farm.gpusPerNode);
}
