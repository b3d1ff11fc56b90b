import type { PairedDifference } from '../../models/comparison.ts';
import { overrunSeconds } from '../../models/overrun.ts';
import type { ResultDocument } from '../../models/result.ts';
import { growingBacklogs } from '../../models/steadiness.ts';
import { formatQuantity } from '../../models/units.ts';
import type { NamedResult } from './compare.ts';

/** Overruns whose lengths differ by less than this share of the window are alike. */
const NEGLIGIBLE_SHARE = 0.01;

/**
 * Returns a difference without the parts that cannot be known, and with the reason.
 *
 * Work that outlives the window delays no stage that stops with the window. The more of it there is, the better
 * everything else looks. The measures of stages that had stopped are therefore withheld wherever one result has more of
 * such work than the other. So is any other difference that favours the result with more of it.
 */
export function withheldDifference(
  difference: PairedDifference,
  baseline: NamedResult,
  other: NamedResult,
): PairedDifference {
  const reason = reasonFor(difference, baseline, other);
  if (reason === null) return difference;
  const { candidate, subject, kind, basis, unit, baseline: before, value } = difference;
  const figures = { baseline: before, value, difference: null, ci95: null };
  return { candidate, subject, kind, basis, unit, ...figures, verdict: 'withheld', withheld: reason };
}

function reasonFor(
  { subject, kind, verdict }: PairedDifference,
  baseline: NamedResult,
  other: NamedResult,
): string | null {
  const metric = subject.slice(0, subject.lastIndexOf(' '));
  const objective = baseline.result.objectives.find(
    (each) => each.kind === kind && `${each.metric} ${each.statistic}` === subject,
  );
  // Every metric of a stage is a time.
  const better = objective?.comparison === '>=' ? 'higher' : 'lower';
  const stage = metric.includes(' ') ? '' : metric.slice(0, metric.lastIndexOf('.'));
  for (const { name, result } of [baseline, other]) {
    const growing = growingBacklogs(result.steadiness).some((backlog) => backlog.stage === stage);
    if (growing)
      return `the backlog of ${stage} grows from day to day in ${name}, so it has no steady value there`;
  }
  const [before, after] = [missedSeconds(baseline.result), missedSeconds(other.result)];
  if (haveAlike(baseline.result, other.result, before, after)) return null;
  const greater = after >= before ? other : baseline;
  const { overrun } = greater.result;
  const names = overrun?.stages.map(({ name }) => name) ?? [];
  const late = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const longest = Math.max(before, after);
  const span = Number.isFinite(longest) ? `for ${formatQuantity(longest, 'seconds')}` : 'without an end';
  const stopped = [baseline, other].some(({ result }) => result.overrun?.stopped.includes(stage) === true);
  if (stopped) return `work of ${late} went on ${span} in ${greater.name} after this stage had stopped`;
  const favoured = verdict === (greater === other ? better : better === 'lower' ? 'higher' : 'lower');
  return favoured
    ? `work of ${late} went on ${span} in ${greater.name} after other stages had stopped`
    : null;
}

/** How long work that other stages missed went on after the window; 0 where none did. */
function missedSeconds({ overrun }: ResultDocument): number {
  return overrun === undefined || overrun.stopped.length === 0 ? 0 : overrunSeconds(overrun);
}

/** Whether as much work outlives the window in one result as in the other, stage by stage. */
function haveAlike(one: ResultDocument, other: ResultDocument, before: number, after: number): boolean {
  if (before === after && before === 0) return true;
  const window = one.scenario.durationSeconds;
  if (!(Math.abs(before - after) < NEGLIGIBLE_SHARE * window)) return false;
  return one.stages.every(({ name, arrived }) => {
    const difference = leftOver(one, name) - leftOver(other, name);
    return Math.abs(difference) <= NEGLIGIBLE_SHARE * arrived;
  });
}

function leftOver({ overrun }: ResultDocument, stage: string): number {
  return overrun?.stages.find(({ name }) => name === stage)?.unfinished ?? 0;
}
