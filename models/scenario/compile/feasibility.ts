/**
 * Limits that no run can change: a frame that fits no GPU, and objectives that are impossible. The latter are below the
 * time that remains when storage and network take none at all.
 */

import type { MetricDefinition } from '../../metrics.ts';
import type { Objective } from '../../objective.ts';
import type { Least } from '../../stages/stage-kind.ts';
import { kindOf, unitOf } from '../../stages/stage-kinds.ts';
import type { Farm, Network, StageDefinition } from '../../studio.ts';
import { formatQuantity } from '../../units.ts';
import * as problems from '../problems.ts';
import type { Place } from '../source.ts';
import type { Compilation } from './compilation.ts';

/** Reports stages whose units fit no GPU of their farm. */
export function checkGpuMemory(
  stages: readonly StageDefinition[],
  farms: readonly Farm[],
  compilation: Compilation,
): void {
  for (const stage of stages) {
    const need = kindOf(stage).traits(stage).farm;
    const farm = farms.find(({ name }) => name === need?.name);
    if (need === null || farm === undefined || need.gpuMemoryBytes <= farm.gpuMemoryBytes) continue;
    const problem = problems.unitTooLarge(
      unitOf(stage),
      binary(need.gpuMemoryBytes),
      binary(farm.gpuMemoryBytes),
      farm.name,
    );
    compilation.fault(['stages', stage.name, ...need.gpuMemoryKeys], problem);
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
  const kind = kindOf(stage);
  const least =
    kind.leastPossible?.(stage, metric, objective.statistic) ??
    roundTrip(kind.metrics[metric], studio.network);
  const limit = formatQuantity(objective.limit, 'seconds');
  if (least !== undefined && least.seconds > objective.limit) {
    compilation.faultAt(
      place,
      problems.unreachable(limit, `${least.what} takes ${formatQuantity(least.seconds, 'seconds')}`),
    );
    return;
  }
  const farm = studio.farms.find(({ name }) => name === kind.traits(stage).farm?.name);
  const alone = farm && kind.computeAloneSeconds?.(stage, metric, farm);
  if (alone !== undefined && alone > objective.limit)
    compilation.faultAt(place, problems.computeAlone(limit, formatQuantity(alone, 'seconds')));
}

/** The least that the response time of an operation can be. */
function roundTrip(metric: MetricDefinition | undefined, network: Network | undefined): Least | undefined {
  if (metric?.source.kind !== 'operations' || network === undefined) return undefined;
  return { seconds: network.roundTripSeconds, what: 'the round trip to the storage alone' };
}
