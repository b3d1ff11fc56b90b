import { hitRateOf } from '../../models/caches/cache.ts';
import { isLowerBound } from '../../models/lower-bound.ts';
import type { Objective } from '../../models/objective.ts';
import { cacheOfMeasure, resourceOfMeasure } from '../../models/resource-names.ts';
import type { ObjectiveResult } from '../../models/result.ts';
import { type Evidence, holds, judgeObjective } from '../../models/verdict.ts';
import type { MeasuredMetric, MeasuredRun } from './measured-run.ts';

const NOTHING = {
  value: null,
  ci95: null,
  replicationValues: [null],
  count: 0,
  unfinished: [false],
} as const;

/**
 * Judges one objective or headroom policy by the measurements. Failed operations count as slower than any limit on a
 * percentile or a maximum. Returns no verdict where it depends on unfinished operations, on compressed durations, or on
 * a run limited by the generator.
 */
export function judgeLoad(
  objective: Objective,
  kind: ObjectiveResult['kind'],
  run: MeasuredRun,
): ObjectiveResult {
  return judgeObjective(objective, kind, evidenceFor(objective, run));
}

function evidenceFor(objective: Objective, run: MeasuredRun): Evidence {
  const { window } = run;
  if (resourceOfMeasure(objective.metric) !== undefined) {
    const unjudged =
      'a load run sees what the target answers, not how busy it is inside; simulate the scenario, or ask the target’s own monitoring';
    return { ...NOTHING, unit: 'fraction', window, unjudged };
  }
  const cache = cacheOfMeasure(objective.metric);
  if (cache !== undefined) {
    const totals = run.outcome.caches.find(({ name }) => name === cache)!;
    const value = hitRateOf(totals);
    const count = totals.bundlesHit + totals.bundlesMissed;
    return { ...NOTHING, unit: 'fraction', window, value, replicationValues: [value], count };
  }
  const measured = run.metrics.find(({ name }) => name === objective.metric);
  if (measured === undefined)
    throw new Error(`objective on a metric that no stage yields: ${objective.metric}`);
  const { unit } = measured.definition;
  const { value, ci95 } = measured.sections.estimate(objective.statistic, unit);
  const holding = value !== null && holds(value, objective);
  const unjudged = whyUnjudged(measured, run) ?? (holding ? whyOpen(objective, measured) : null);
  return {
    unit,
    value,
    ci95,
    window,
    replicationValues: [value],
    count: measured.observations.count,
    unfinished: [value !== null && isAtLeast(holding, measured, objective)],
    ...(unjudged === null ? {} : { unjudged }),
  };
}

function whyUnjudged(measured: MeasuredMetric, run: MeasuredRun): string | null {
  const { outcome } = run;
  const { stage, definition, observations, due } = measured;
  if (!run.performed(stage.name)) return `${stage.name} was not part of this run`;
  if (!outcome.generator.valid) {
    return `the generator was the limit, not the target: ${outcome.generator.reasons.join(' ')}`;
  }
  if (definition.source.kind === 'stage' && outcome.speed !== 1) {
    return `waiting and computing ran ${outcome.speed} times as fast as in the scenario, so durations of work are not those of the scenario`;
  }
  if (observations.count > 0) return null;
  return due === 0 ? 'nothing was observed' : `of ${due} that came due none was answered`;
}

/** For an objective that holds by what was observed: whether what had no end when the run ended could still break it. */
function whyOpen(objective: Objective, measured: MeasuredMetric): string | null {
  const { definition, due, failed, unanswered } = measured;
  const open = holdsWith(failed, measured, objective) && !holdsWith(failed + unanswered, measured, objective);
  const what = definition.source.kind === 'stage' ? 'units of work had no end' : 'operations had no answer';
  return open ? `${unanswered} of ${due} ${what} when the run ended, and it hangs on them` : null;
}

/** Whether the value lies among what failed or had no end, or holds only without it. */
function isAtLeast(holding: boolean, measured: MeasuredMetric, objective: Objective): boolean {
  const { failed, unanswered, observations } = measured;
  const lost = failed + unanswered;
  if (holding) return !holdsWith(lost, measured, objective);
  const fraction = upperFractionOf(measured, objective);
  return fraction !== null && isLowerBound(fraction, observations.count, lost);
}

/** Returns the fraction of operations that must keep an upper limit on a percentile or a maximum; null for a mean. */
function upperFractionOf(
  { definition }: MeasuredMetric,
  { comparison, statistic }: Objective,
): number | null {
  if (comparison === '>=' || definition.unit !== 'seconds') return null;
  switch (statistic.kind) {
    case 'percentile':
      return statistic.fraction;
    case 'max':
    case 'peak':
      return 1;
    case 'mean':
    case 'min':
      return null;
  }
}

/** Whether the limit would hold if so many more had taken longer than anything. */
function holdsWith(lost: number, measured: MeasuredMetric, objective: Objective): boolean {
  const fraction = upperFractionOf(measured, objective);
  if (lost === 0 || fraction === null) return true;
  const { observations } = measured;
  const rank = (fraction * (observations.count + lost)) / observations.count;
  return rank <= 1 && holds(observations.quantile(rank), objective);
}
