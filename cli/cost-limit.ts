/** Limits of a simulation's cost, which is estimated before it starts; `--max-cost` raises them. */

import { type StudioProblem, tooCostly } from '../models/scenario/load.ts';
import type { Studio } from '../models/studio.ts';
import { parseQuantity } from '../models/units.ts';
import { planCost } from '../sim/cost/plan-cost.ts';
import { type PartCost, type RunCost, replicationCost, runCost } from '../sim/cost/run-cost.ts';
import type { OptionDefinition, OptionValues } from './command.ts';
import { eventsText, memoryText, timeText } from './cost-text.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';

/** Most that the simulation of a scenario may take: processor time of all threads together, and memory of one thread. */
export interface CostLimit {
  readonly seconds: number;
  readonly bytes: number;
}

const DEFAULT_LIMIT: CostLimit = { seconds: 2 * 3600, bytes: 4e9 };

export const COST_OPTIONS = {
  'max-cost': {
    type: 'string',
    value: 'COST',
    summary:
      'refuse what is estimated to take more processor time or more memory: 8h, 16GB, or "8h,16GB"; default: 2h,4GB',
  },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

/** The limit that was requested. Throws a Failure unless it is a time, an amount of memory, or both. */
export function costLimitOf({ 'max-cost': text }: OptionValues<typeof COST_OPTIONS>): CostLimit {
  let limit = DEFAULT_LIMIT;
  for (const part of text?.split(',') ?? []) {
    const time = parseQuantity(part, 'seconds');
    const memory = parseQuantity(part, 'bytes');
    if (time.kind === 'quantity' && time.value > 0) limit = { ...limit, seconds: time.value };
    else if (memory.kind === 'quantity' && memory.value > 0) limit = { ...limit, bytes: memory.value };
    else {
      throw new Failure(
        EXIT.usage,
        `--max-cost takes a processor time such as 8h, an amount of memory such as 16GB, or both with a comma, not "${text}"`,
      );
    }
  }
  return limit;
}

/** Finds what makes a scenario cost more than the limit: a problem with the part of it that costs most. */
export function costExaminer(limit: CostLimit): (studio: Studio) => readonly StudioProblem[] {
  return (studio) => {
    const cost = runCost([studio]);
    const excess = excessOf(cost, limit);
    if (excess === null) return [];
    const { parts } = replicationCost(studio);
    const measure = cost.seconds > limit.seconds ? 'seconds' : 'bytes';
    const cheaper =
      studio.run.fidelity === 'operations'
        ? 'less work, a shorter run or "fidelity: flows" costs less'
        : 'less work or a shorter run costs less';
    const help = [raisedLimit(cost, limit), cheaper].filter((each) => each !== null).join('; ');
    return [{ path: costliest(parts, measure).path, problem: tooCostly(excess.cost, excess.limit, help) }];
  };
}

/** Throws a Failure when several studios that are each within the limit are not so together. */
export function requireAffordable(studios: readonly Studio[], limit: CostLimit): void {
  const cost = runCost(studios);
  const excess = excessOf(cost, limit);
  if (excess === null) return;
  throw new Failure(
    EXIT.invalid,
    `too costly to simulate together: about ${excess.cost}, and at most ${excess.limit} is allowed`,
    { hint: raisedLimit(cost, limit) ?? 'compare fewer candidates' },
  );
}

/** Throws a Failure when to plan a load, every operation of it beforehand, takes more than the limit. */
export function requirePlannable(studio: Studio, limit: CostLimit): void {
  const { operations, seconds, bytes } = planCost(studio);
  if (seconds <= limit.seconds && bytes <= limit.bytes) return;
  throw new Failure(
    EXIT.invalid,
    `too much to plan: about ${eventsText(operations)} operations, which take ${timeText(seconds)} of processor time and ${memoryText(bytes)} of memory before the load begins`,
    { hint: '--duration, --scale and --stages take a part of it; --max-cost raises the limit' },
  );
}

interface Excess {
  readonly cost: string;
  readonly limit: string;
}

/** Names the resource of which a run takes more than it may; null if it is within the limit. */
function excessOf(cost: RunCost, limit: CostLimit): Excess | null {
  if (cost.seconds > limit.seconds) {
    return {
      cost: `${timeText(cost.seconds)} of processor time for ${eventsText(cost.events)} events`,
      limit: timeText(limit.seconds),
    };
  }
  const bytes = memoryOf(cost);
  if (bytes > limit.bytes) {
    return { cost: `${memoryText(bytes)} of memory`, limit: memoryText(limit.bytes) };
  }
  return null;
}

function memoryOf({ programBytes, threadBytes }: RunCost): number {
  return programBytes + threadBytes;
}

/** A limit that lets a run through; null for one that nobody will wait for. */
function raisedLimit(cost: RunCost, limit: CostLimit): string | null {
  if (cost.seconds > SENSIBLE.seconds || memoryOf(cost) > SENSIBLE.bytes) return null;
  const hours = `${Math.ceil((cost.seconds * 1.2) / 3600)}h`;
  const gigabytes = `${Math.ceil((memoryOf(cost) * 1.2) / 1e9)}GB`;
  const parts = [
    ...(cost.seconds > limit.seconds ? [hours] : []),
    ...(memoryOf(cost) > limit.bytes ? [gigabytes] : []),
  ];
  return `--max-cost ${parts.join(',')} allows it`;
}

const SENSIBLE: CostLimit = { seconds: 100 * 86_400, bytes: 1e12 };

function costliest(parts: readonly PartCost[], measure: 'seconds' | 'bytes'): PartCost {
  return parts.reduce((most, part) => (part[measure] > most[measure] ? part : most));
}
