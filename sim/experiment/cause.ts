/** Cause of a missed objective: the largest of the parts that make up its value. */

import type { Objective, Statistic } from '../../models/objective.ts';
import {
  CORE,
  farmResource,
  resourceOfMeasure,
  serviceResource,
  UPLINKS,
} from '../../models/resource-names.ts';
import type { Cause, CausePart, LoadCause, ObjectiveResult, Remedy, TimeCause } from '../../models/result.ts';
import { kindOf, systemsOf } from '../../models/stages/stage-kinds.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';
import type { ResourceFacts } from '../../models/studio-resources.ts';
import { formatQuantity } from '../../models/units.ts';
import { remedySentence, shareSentence } from './cause-text.ts';
import { faultCause } from './fault-cause.ts';
import { remedyOf } from './remedy.ts';
import type { MeasuredPart, ReplicatedRun, StageMetric } from './replicated-run.ts';

/** A second part of at least this share of the largest is named beside it. */
const NEARLY = 0.5;

/** Parts below this share of the value are rounding. */
const LEAST_SHARE = 1e-9;

/** A utilization from which on a resource is full: what it was asked for beyond that is not known. */
const FULL = 0.98;

/**
 * Returns the cause of an objective that has been judged. That is the cause of its miss or, where an upper limit is
 * met, the largest part of its value. Null for a lower limit that is met, and where nothing was observed although no
 * work is left.
 */
export function causeOf(objective: Objective, judged: ObjectiveResult, run: ReplicatedRun): Cause | null {
  const { value, metric, comparison, met } = judged;
  if (comparison === '>=' && met) return null;
  const limited = resourceOfMeasure(metric);
  if (value !== null && limited !== undefined) {
    const resource = run.resource(limited);
    return comparison === '<='
      ? loadCause(judged, resource, value)
      : idlenessCause(objective, { judged, resource, value }, run);
  }
  for (const [name, where] of run.metrics()) {
    if (name !== metric) continue;
    if (value === null) {
      if (judged.unfinished !== true) return null;
      return faultCause(where.stage, usedResources(where.stage, run), run) ?? endlessCause(where.stage, run);
    }
    const measured = run.partsOf(where, objective.statistic);
    return measured === null ? null : timeCause(measured, value, judged, where, run.studio);
  }
  return null;
}

function timeCause(
  measured: readonly MeasuredPart[],
  value: number,
  { comparison, limit }: ObjectiveResult,
  where: StageMetric,
  studio: Studio,
): TimeCause | null {
  const parts = byResource(measured).filter(({ seconds }) => seconds > LEAST_SHARE * value);
  const [largest] = parts;
  if (largest === undefined) return null;
  const share = sharesSentence(parts, value, where, studio);
  const cause = { ...withShare(largest, value), parts: parts.map((part) => withShare(part, value)) };
  if (comparison === '<=' && value <= limit) return { ...cause, why: `${share}.` };
  const rest = value - largest.seconds;
  if (comparison === '<=' && rest >= limit) {
    return {
      ...cause,
      why: `${share}. Without it ${formatQuantity(rest, 'seconds')} would be left, still over the limit.`,
    };
  }
  const told = comparison === '<=' ? share : `${share}. Nothing else makes it as long as the limit asks`;
  const remedy = remedyOf(largest, limit - rest, where, studio);
  if (remedy === undefined) return { ...cause, why: `${told}.` };
  return { ...cause, remedy, why: `${told}. ${remedySentence(remedy)}.` };
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

/** A resource that is busier than a policy allows. */
function loadCause(judged: ObjectiveResult, facts: ResourceFacts, value: number): LoadCause {
  const resource = facts.name;
  const standing = `its ${judged.statistic} utilization is ${percent(value)}, with a limit of ${percent(judged.limit)}`;
  if (value <= judged.limit) return { kind: 'load', resource, why: `${standing}.` };
  if (value >= FULL) {
    return {
      kind: 'load',
      resource,
      why: `${standing}. It is full, so that how much more it was asked for is not known.`,
    };
  }
  const remedy = capacityRemedy(facts, value / judged.limit, Math.ceil);
  return { kind: 'load', resource, remedy, why: `${standing}. ${remedySentence(remedy)}.` };
}

/**
 * Returns a resource that is less busy than an objective asks for as the cause. Either another one is full, for which
 * its work waits, or there is too much of it for its work.
 */
function idlenessCause(
  { statistic }: Objective,
  {
    judged,
    resource: facts,
    value,
  }: { readonly judged: ObjectiveResult; readonly resource: ResourceFacts; readonly value: number },
  run: ReplicatedRun,
): LoadCause {
  const resource = facts.name;
  const standing = `the ${judged.statistic} utilization of ${resource} is ${percent(value)}, with at least ${percent(judged.limit)} asked for`;
  const users = run.studio.stages.filter((stage) => usedResources(stage, run).includes(resource));
  const beside = users.flatMap((stage) => usedResources(stage, run)).filter((name) => name !== resource);
  const busiest = busiestOf(new Set(beside), statistic, run);
  if (busiest !== null && busiest.utilization >= FULL) {
    const why = `${standing}. Its work waits for ${busiest.name}, whose ${judged.statistic} utilization is ${percent(busiest.utilization)}.`;
    return { kind: 'load', resource: busiest.name, why };
  }
  if (!(value > 0)) return { kind: 'load', resource, why: `${standing}. No work uses it.` };
  const remedy = capacityRemedy(facts, value / judged.limit, Math.floor);
  const idle = `${standing}. Its work asks for no more of it`;
  return remedy.unit === 'count' && remedy.needed < 1
    ? { kind: 'load', resource, why: `${idle}.` }
    : { kind: 'load', resource, remedy, why: `${idle}. ${remedySentence(remedy)}.` };
}

/** The busiest of what a stage uses, none of whose work came to its end. */
function endlessCause(stage: StageDefinition, run: ReplicatedRun): LoadCause | null {
  const busiest = busiestOf(new Set(usedResources(stage, run)), { kind: 'mean' }, run);
  if (busiest === null) return null;
  const why = `none of its work came to its end. Of what ${stage.name} uses, ${busiest.name} is the busiest: its mean utilization is ${percent(busiest.utilization)}.`;
  return { kind: 'load', resource: busiest.name, why };
}

/** Resources that work of a stage uses, by their names in results. */
function usedResources(stage: StageDefinition, run: ReplicatedRun): readonly string[] {
  const { farm } = kindOf(stage).traits(stage);
  return [
    ...(farm === null ? [] : [farmResource(farm.name), UPLINKS]),
    ...systemsOf(stage).flatMap((system) =>
      run.servicesOf(system).map(({ name }) => serviceResource(name, system)),
    ),
    CORE,
  ];
}

/** The busiest of some resources by a statistic, mean over replications; null where there are none. */
function busiestOf(
  names: ReadonlySet<string>,
  statistic: Statistic,
  run: ReplicatedRun,
): { readonly name: string; readonly utilization: number } | null {
  let busiest = null;
  for (const name of names) {
    let sum = 0;
    for (const utilization of run.utilizations(name)) sum += utilization.statistic(statistic);
    const utilization = sum / run.outcomes.length;
    if (busiest === null || utilization > busiest.utilization) busiest = { name, utilization };
  }
  return busiest;
}

/** The capacity of a resource times a factor; of a farm in whole nodes. */
function capacityRemedy(resource: ResourceFacts, factor: number, whole: (nodes: number) => number): Remedy {
  const { name } = resource;
  switch (resource.kind) {
    case 'farm': {
      const { nodes } = resource.farm;
      return { figure: `the nodes of ${name}`, unit: 'count', now: nodes, needed: whole(nodes * factor) };
    }
    case 'link': {
      const now = resource.capacity;
      return { figure: `the bandwidth of ${name}`, unit: 'bytes/s', now, needed: now * factor };
    }
    case 'storage-data':
    case 'storage-metadata':
      return { figure: `the capacity of ${name}`, unit: 'fraction', now: 1, needed: factor };
  }
}

function percent(fraction: number): string {
  return formatQuantity(fraction, 'fraction');
}
