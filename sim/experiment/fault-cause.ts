import { changesOf } from '../../models/faults/fault-kinds.ts';
import { farmResource } from '../../models/resource-names.ts';
import type { LoadCause } from '../../models/result.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import type { StageDefinition } from '../../models/studio.ts';
import { formatQuantity } from '../../models/units.ts';
import { faultResults } from './fault-results.ts';
import type { ReplicatedRun } from './replicated-run.ts';

/**
 * Returns why nothing was observed of a stage that uses some resources, where it is for faults; null otherwise. Units of its work
 * were lost, or one of the resources was never repaired.
 */
export function faultCause(
  stage: StageDefinition,
  used: readonly string[],
  run: ReplicatedRun,
): LoadCause | null {
  const faults = faultResults(run) ?? [];
  const { farm } = kindOf(stage).traits(stage);
  const lost = run.stageMean(stage.name, ({ totals }) => totals.lost ?? 0);
  if (lost > 0 && farm !== null) {
    const arrived = run.stageMean(stage.name, ({ totals }) => totals.arrived);
    const by = faults.filter((fault) => fault.lost > 0).map(({ name }) => `“${name}”`);
    const share = `${formatQuantity(lost, 'count')} of ${formatQuantity(arrived, 'count')}`;
    const why = `${share} ${kindOf(stage).unit[1]} were lost, killed in their last attempt by ${by.join(', ')}; work that waits for all of them has no end.`;
    return { kind: 'load', resource: farmResource(farm.name), why };
  }
  for (const fault of run.studio.faults ?? []) {
    const { name, target } = fault;
    const stops = changesOf(fault).some(({ action }) => action.kind === 'fail');
    const outcome = faults.find((each) => each.name === name)!;
    if (!stops || outcome.repairedAtSeconds !== null || !used.includes(target)) continue;
    const why = `none of it came to its end: ${target} ${outcome.effect} and is not repaired while the run is simulated, by the fault “${name}”.`;
    return { kind: 'load', resource: target, why };
  }
  return null;
}
