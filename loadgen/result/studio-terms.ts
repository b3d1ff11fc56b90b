import type { StudioTerm } from '../../models/load-section.ts';
import type { OperationKind } from '../../models/operations.ts';
import type { MeasuredOperations, MeasuredStage } from '../../models/stages/measured-stage.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import { type MeasuredRun, mergedResponses, sum } from './measured-run.ts';

/** Returns what the target gave each stage that was performed, in the words of a studio and in the order of the stages. */
export function studioTerms(run: MeasuredRun): readonly StudioTerm[] {
  return run.studio.stages
    .filter(({ name }) => run.performed(name))
    .flatMap((stage) => {
      const terms = kindOf(stage).terms?.(measuredStage(stage.name, run)) ?? [];
      return terms.map((term) => ({ stage: stage.name, ...term }));
    });
}

function measuredStage(stage: string, { outcome }: MeasuredRun): MeasuredStage {
  const { arrived, finished } = outcome.work.find((each) => each.stage === stage) ?? NO_WORK;
  const operations = (step: string, kind: OperationKind): MeasuredOperations => {
    const tallies = outcome.tallies.filter(
      (each) => each.stage === stage && each.step === step && each.kind === kind,
    );
    return {
      offered: sum(tallies, ({ offered }) => offered),
      answered: sum(tallies, ({ answered }) => answered),
      bytes: sum(tallies, ({ bytes }) => bytes),
      answeredWithin: (seconds) => mergedResponses(tallies).countAtMost(seconds),
    };
  };
  return { elapsedSeconds: outcome.elapsedSeconds, arrived, finished, operations };
}

const NO_WORK = { arrived: 0, finished: 0 };
