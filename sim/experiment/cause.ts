/** What an objective is missed for: of the parts that its value is made of, the largest. */

import type { Objective } from '../../models/objective.ts';
import type { Cause, CausePart, LoadCause, ObjectiveResult, TimeCause } from '../../models/result.ts';
import type { Studio } from '../../models/studio.ts';
import { formatQuantity } from '../../models/units.ts';
import { remedySentence, shareSentence } from './cause-sentence.ts';
import { remedyOf } from './remedy.ts';
import type { MeasuredPart, ReplicatedRun, StageMetric } from './replicated-run.ts';
import { linkBytesPerSecond } from './stage-facts.ts';

/** A second part of at least this share of the largest is named beside it. */
const NEARLY = 0.5;

/** Parts below this share of the value are rounding. */
const LEAST_SHARE = 1e-9;

const UTILIZATION_SUFFIX = ' utilization';

/** A utilization from which on a resource is full: what it was asked for beyond that is not known. */
const FULL = 0.98;

/**
 * The cause of an objective that has been judged: what it is missed for or, where it is met, what its value is mostly made of.
 * Null where nothing was observed, and for a limit from below.
 */
export function causeOf(objective: Objective, judged: ObjectiveResult, run: ReplicatedRun): Cause | null {
  if (judged.value === null || judged.comparison === '>=') return null;
  if (judged.metric.endsWith(UTILIZATION_SUFFIX)) return loadCause(judged, judged.value, run);
  for (const [name, where] of run.metrics()) {
    if (name !== judged.metric) continue;
    const measured = run.partsOf(where, objective.statistic);
    return measured === null ? null : timeCause(measured, judged.value, judged.limit, where, run);
  }
  return null;
}

function timeCause(
  measured: readonly MeasuredPart[],
  value: number,
  limit: number,
  where: StageMetric,
  { studio }: ReplicatedRun,
): TimeCause | null {
  const parts = byResource(measured).filter(({ seconds }) => seconds > LEAST_SHARE * value);
  const [largest] = parts;
  if (largest === undefined) return null;
  const share = sharesSentence(parts, value, where, studio);
  const cause = { ...withShare(largest, value), parts: parts.map((part) => withShare(part, value)) };
  if (value <= limit) return { ...cause, why: `${share}.` };
  const rest = value - largest.seconds;
  if (rest >= limit) {
    return {
      ...cause,
      why: `${share}. Without it ${formatQuantity(rest, 'seconds')} would be left, still over the limit.`,
    };
  }
  const remedy = remedyOf(largest, limit - rest, where, studio);
  if (remedy === undefined) return { ...cause, why: `${share}.` };
  return { ...cause, remedy, why: `${share}. ${remedySentence(remedy)}.` };
}

/** The share of the largest part, and that of the second where it is nearly as large. */
function sharesSentence(
  [largest, second]: readonly MeasuredPart[],
  value: number,
  where: StageMetric,
  studio: Studio,
): string {
  const share = shareSentence(largest!, value, where, studio);
  if (second === undefined || second.seconds < NEARLY * largest!.seconds) return share;
  return `${share}. Nearly as much, ${shareSentence(second, value, where, studio)}`;
}

/**
 * Parts that take any time, the largest first. Waiting for a resource and going at its pace are one: it is too slow for what
 * is asked of it. The greater of the two gives the name.
 */
function byResource(measured: readonly MeasuredPart[]): MeasuredPart[] {
  const parts: MeasuredPart[] = [];
  for (const part of measured) {
    if (!(part.seconds > 0)) continue;
    const isBusy = part.kind === 'queue' || part.kind === 'saturation';
    const other = isBusy
      ? parts.findIndex(
          ({ kind, resource }) => resource === part.resource && (kind === 'queue' || kind === 'saturation'),
        )
      : -1;
    if (other < 0) {
      parts.push(part);
      continue;
    }
    const { kind, resource, seconds } = parts[other]!;
    parts[other] = {
      kind: part.seconds > seconds ? part.kind : kind,
      resource,
      seconds: seconds + part.seconds,
    };
  }
  return parts.toSorted((one, another) => another.seconds - one.seconds);
}

function withShare({ kind, resource, seconds }: MeasuredPart, value: number): CausePart {
  return { kind, resource, seconds, share: seconds / value };
}

function loadCause(judged: ObjectiveResult, value: number, run: ReplicatedRun): LoadCause {
  const { studio } = run;
  const resource = run.answering(judged.metric.slice(0, -UTILIZATION_SUFFIX.length));
  const percent = (fraction: number) => formatQuantity(fraction, 'fraction');
  const standing = `its ${judged.statistic} utilization is ${percent(value)}, with a limit of ${percent(judged.limit)}`;
  if (value <= judged.limit) return { kind: 'load', resource, why: `${standing}.` };
  if (value >= FULL) {
    return {
      kind: 'load',
      resource,
      why: `${standing}. It is full, so that how much more it was asked for is not known.`,
    };
  }
  const factor = value / judged.limit;
  const farm = studio.farms.find(({ name }) => resource === `compute.${name}`);
  const remedy =
    farm !== undefined
      ? {
          figure: `the nodes of ${resource}`,
          unit: 'count' as const,
          now: farm.nodes,
          needed: Math.ceil(farm.nodes * factor),
        }
      : resource.startsWith('network.')
        ? {
            figure: `the bandwidth of ${resource}`,
            unit: 'bytes/s' as const,
            now: linkBytesPerSecond(resource, studio),
            needed: linkBytesPerSecond(resource, studio) * factor,
          }
        : { figure: `the capacity of ${resource}`, unit: 'fraction' as const, now: 1, needed: factor };
  return { kind: 'load', resource, remedy, why: `${standing}. ${remedySentence(remedy)}.` };
}
