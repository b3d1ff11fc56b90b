import type { Objective } from '../../models/objective.ts';
import type { ObjectiveResult } from '../../models/result.ts';
import { type Evidence, holds, judgeObjective } from '../../models/verdict.ts';
import type { MeasuredMetric, MeasuredRun } from './measured-run.ts';

const UTILIZATION_SUFFIX = ' utilization';

const NOTHING = { value: null, ci95: null, replicationValues: [null], count: 0, unfinished: false } as const;

/**
 * Judges one objective or headroom policy by what was measured. Operations that failed count as slower than any limit on a
 * percentile or a maximum. Where it hangs on what had no end when the run ended, on durations that were compressed, or on a
 * run whose limit was the generator, nothing is claimed.
 */
export function judgeLoad(
  objective: Objective,
  kind: ObjectiveResult['kind'],
  run: MeasuredRun,
): ObjectiveResult {
  return judgeObjective(objective, kind, evidenceFor(objective, run));
}

function evidenceFor(objective: Objective, run: MeasuredRun): Evidence {
  if (objective.metric.endsWith(UTILIZATION_SUFFIX)) {
    const unjudged =
      'a load run sees what the target answers, not how busy it is inside; simulate the scenario, or ask the target’s own monitoring';
    return { ...NOTHING, unit: 'fraction', unjudged };
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
    replicationValues: [value],
    count: measured.observations.count,
    unfinished: holding && !holdsWith(measured.failed, measured, objective),
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

/** Whether an upper limit would hold if so many more had taken longer than anything. A mean is not asked. */
function holdsWith(
  lost: number,
  { observations, definition }: MeasuredMetric,
  objective: Objective,
): boolean {
  const { comparison, statistic } = objective;
  if (lost === 0 || comparison === '>=' || definition.unit !== 'seconds') return true;
  switch (statistic.kind) {
    case 'percentile': {
      const fraction = (statistic.fraction * (observations.count + lost)) / observations.count;
      return fraction <= 1 && holds(observations.quantile(fraction), objective);
    }
    case 'max':
    case 'peak':
      return false;
    case 'mean':
    case 'min':
      return true;
  }
}
