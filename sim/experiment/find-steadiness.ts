import type { Interval } from '../../models/result.ts';
import { meanInterval } from '../../models/statistics/mean-interval.ts';
import type { Backlog, Steadiness } from '../../models/steadiness.ts';
import type { Studio } from '../../models/studio.ts';
import type { ReplicationOutcome, StageDay } from '../studio/replication.ts';

/**
 * Apparent growth of a backlog that is negligible, as a share of the work of a day, where its interval includes zero.
 */
const NEGLIGIBLE_GROWTH = 0.01;
/** Days differ by nothing that matters where a mean differs by less than this share of itself. */
const NEGLIGIBLE_CHANGE = 0.01;
/** That all measures lie within their noise at once, where nothing changes. */
const CONFIDENCE = 0.95;

/**
 * Whether the days of a studio, run one after the other, have become alike. The law, over independent replications:
 *
 * 1. No backlog grows. The growth of a stage's backlog is its increase a day over the later half of the days. It grows
 *    unless that is zero or less, or its 95% interval holds zero and it is below 1% of the work of a day. In a single
 *    replication, which has no interval, it grows where it did so on each of these days.
 * 2. The mean of every metric is that of the day before, replication by replication: the difference is below 1%, or its
 *    interval holds zero. The intervals hold together with 95% confidence (Bonferroni), however many metrics there are.
 *
 * Where the first holds a day begins as the one before it did, so that it measures the same but for what it draws.
 */
export function steadinessOf(
  studio: Studio,
  outcomes: readonly ReplicationOutcome[],
): Steadiness | undefined {
  const runs = outcomes.map(({ days = [] }) => days);
  const days = runs[0]!.length;
  if (studio.run.until === undefined || days === 0) return undefined;
  const backlogs = studio.stages.map(({ name }) =>
    backlogOf(
      name,
      runs.map((run) => run.map((day) => day[name]!)),
    ),
  );
  const changing = changingMetrics(runs);
  const unstable = backlogs.some(({ growing }) => growing);
  return {
    kind: unstable ? 'unstable' : changing.length === 0 ? 'steady' : 'unsettled',
    daySeconds: studio.run.durationSeconds,
    days,
    backlogs,
    changing,
  };
}

/** The days of one stage in each replication to its backlog. */
function backlogOf(stage: string, runs: readonly (readonly StageDay[])[]): Backlog {
  const days = runs[0]!.length;
  const from = Math.floor(days / 2);
  const unfinishedAt = (run: readonly StageDay[], day: number) => (day === 0 ? 0 : run[day - 1]!.unfinished);
  const growths = runs.map((run) => (unfinishedAt(run, days) - unfinishedAt(run, from)) / (days - from));
  const arrivedPerDay = meanOf(runs.map((run) => meanOf(run.map(({ arrived }) => arrived))));
  const { mean: growthPerDay, low, high } = meanInterval(growths);
  const ci95: Interval = runs.length < 2 ? null : [low, high];
  const single = runs[0]!;
  const grewEveryDay = Array.from({ length: days - from }, (_, index) => from + index).every(
    (day) => unfinishedAt(single, day + 1) > unfinishedAt(single, day),
  );
  const certain = ci95 === null ? grewEveryDay : ci95[0] > 0;
  const negligible = ci95 !== null && growthPerDay < NEGLIGIBLE_GROWTH * arrivedPerDay;
  return {
    stage,
    unfinished: Array.from({ length: days }, (_, day) => meanOf(runs.map((run) => run[day]!.unfinished))),
    growthPerDay,
    ci95,
    growing: growthPerDay > 0 && (certain || (ci95 !== null && !negligible)),
  };
}

/** Metrics whose means differ between the last two days. */
function changingMetrics(runs: readonly (readonly Readonly<Record<string, StageDay>>[])[]): string[] {
  const pairs = [...pairsOfMeans(runs)];
  const confidence = 1 - (1 - CONFIDENCE) / Math.max(1, pairs.length);
  return pairs.flatMap(([metric, before, after]) => {
    const differences = after.map((value, index) => value - before[index]!);
    const { mean, low, high } = meanInterval(differences, confidence);
    const alike = (low <= 0 && high >= 0) || Math.abs(mean) < NEGLIGIBLE_CHANGE * Math.abs(meanOf(before));
    return alike ? [] : [metric];
  });
}

/** The means of each metric in the last day but one and in the last, of the replications that have both. */
function* pairsOfMeans(
  runs: readonly (readonly Readonly<Record<string, StageDay>>[])[],
): Generator<readonly [metric: string, before: readonly number[], after: readonly number[]]> {
  const last = runs[0]!.at(-1)!;
  for (const [stage, { means }] of Object.entries(last)) {
    for (const metric of Object.keys(means)) {
      const known = runs.flatMap((run) => {
        const [before, after] = [run.at(-2)?.[stage]?.means[metric], run.at(-1)?.[stage]?.means[metric]];
        return typeof before === 'number' && typeof after === 'number' ? [[before, after] as const] : [];
      });
      if (known.length === 0) continue;
      yield [`${stage}.${metric}`, known.map(([before]) => before), known.map(([, after]) => after)];
    }
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
