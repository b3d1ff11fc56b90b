import { leftUnfinished } from '../../models/left-unfinished.ts';
import type { Overrun, OverrunStage } from '../../models/overrun.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import type { StageDefinition } from '../../models/studio.ts';
import type { StageOutcome } from '../studio/replication.ts';
import type { ReplicatedRun } from './replicated-run.ts';

/** Less than this share of a stage's work, left over when the window ends, changes no measure of another stage. */
const NEGLIGIBLE_SHARE = 0.01;

/** Scenario and target: "Small studio on nfs://filer/export". */
export function overrunOf(run: ReplicatedRun): Overrun | undefined {
  const { studio } = run;
  if (studio.run.until !== undefined) return undefined;
  const windowSeconds = studio.run.durationSeconds;
  const all = studio.stages.map((stage) => ({ stage, ...stageOverrun(run, stage) }));
  const late = all.filter(({ endSeconds }) => endSeconds > windowSeconds + run.binSeconds);
  if (late.length === 0) return undefined;
  const missed = late.filter(
    ({ stage, unfinished, arrived }) =>
      kindOf(stage).traits(stage).pace === 'planned' && unfinished >= NEGLIGIBLE_SHARE * arrived,
  );
  const stopped = all.filter(({ stage, firstArrivalSeconds }) =>
    missed.some((other) => other.stage !== stage && firstArrivalSeconds < other.endSeconds - windowSeconds),
  );
  const untilSeconds = Math.max(...late.map(({ endSeconds }) => endSeconds));
  return {
    windowSeconds,
    untilSeconds: orNull(untilSeconds),
    stages: late.map(({ stage, unfinished, endSeconds }): OverrunStage => {
      return { name: stage.name, unfinished, untilSeconds: orNull(endSeconds) };
    }),
    stopped: stopped.map(({ stage }) => stage.name),
  };
}

/** Returns the unfinished work of a stage, and the span in which it was at work, over all replications. */
function stageOverrun(run: ReplicatedRun, { name }: StageDefinition) {
  const outcomes = run.stageOutcomes(name);
  return {
    unfinished: run.stageMean(name, ({ unfinishedAtEnd }) => unfinishedAtEnd),
    arrived: run.stageMean(name, ({ totals }) => totals.arrived),
    firstArrivalSeconds: Math.min(
      ...outcomes.map(({ firstArrivalSeconds }) => firstArrivalSeconds ?? Number.POSITIVE_INFINITY),
    ),
    endSeconds: Math.max(...outcomes.map(endOf)),
  };
}

/** When a stage ended; Infinity where it left work unfinished for good. */
function endOf({ totals, endSeconds }: StageOutcome): number {
  return leftUnfinished(totals) > 0 ? Number.POSITIVE_INFINITY : endSeconds;
}

function orNull(seconds: number): number | null {
  return Number.isFinite(seconds) ? seconds : null;
}
