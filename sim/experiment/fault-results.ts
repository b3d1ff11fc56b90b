import type { FaultResult } from '../../models/fault-result.ts';
import { kindOfFault } from '../../models/faults/fault-kinds.ts';
import type { StageSummary, Warning } from '../../models/result.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import { formatQuantity } from '../../models/units.ts';
import type { ReplicatedRun } from './replicated-run.ts';

/** Returns what came of the faults of a studio over all replications; undefined where it has none. */
export function faultResults({ studio, outcomes }: ReplicatedRun): readonly FaultResult[] | undefined {
  return studio.faults?.map((fault, index) => {
    const { name, kind, target } = fault;
    const each = outcomes.map(({ faults }) => faults![index]!);
    const mean = (of: (outcome: (typeof each)[number]) => number) =>
      each.reduce((sum, outcome) => sum + of(outcome), 0) / each.length;
    const repaired = each.flatMap(({ repairedAtSeconds }) => repairedAtSeconds ?? []);
    return {
      name,
      kind,
      target,
      effect: kindOfFault(fault).effect(fault),
      atSeconds: fault.atSeconds,
      repairedAtSeconds: repaired.length === 0 ? null : Math.max(...repaired),
      killed: mean(({ killed }) => killed),
      retried: mean(({ retried }) => retried),
      lost: mean(({ lost }) => lost),
    };
  });
}

/** Warns of stages whose work was lost to faults. */
export function lostWarnings(run: ReplicatedRun, stages: readonly StageSummary[]): readonly Warning[] {
  const attempts = run.studio.scheduling?.attemptsMax ?? 1;
  return stages.flatMap(({ name, kind, lost = 0, arrived }) => {
    if (lost === 0) return [];
    const [one, several] = kindOf({ kind }).unit;
    const tries = attempts === 1 ? 'the only attempt' : `the last of ${attempts} attempts`;
    return [
      {
        code: 'lost-work',
        message: `${name}: ${formatQuantity(lost, 'count')} of ${formatQuantity(arrived, 'count')} ${arrived === 1 ? one : several} lost to faults, killed in ${tries}; a wave that has lost one has no makespan`,
      },
    ];
  });
}
