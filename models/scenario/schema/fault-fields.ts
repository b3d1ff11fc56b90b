/** Fields that sections of faults share. */

import * as z from 'zod';
import { parseQuantity } from '../../units.ts';
import * as faultProblems from '../fault-problems.ts';
import { type Problem, within } from '../problem.ts';
import * as problems from '../problems.ts';
import * as quantityProblems from '../quantity-problems.ts';
import { NOT_NEGATIVE, POSITIVE, quantity, quantityProblem, refuse, section, typeName } from './fields.ts';

/**
 * Time at which a fault begins: after the start of the run, or at a time of day. With `day` 1 it is a time of the first
 * day.
 */
export type FaultTime =
  | { readonly kind: 'elapsed'; readonly seconds: number }
  | { readonly kind: 'clock'; readonly day: number | null; readonly secondsOfDay: number };

/** Keys that every fault has. */
export interface FaultSection {
  readonly at: FaultTime;
  /** In seconds since the fault began. */
  readonly repair: number | 'never';
}

/** Returns the section of a kind of fault: when it begins, when it is repaired, and the keys of the kind's own. */
export function faultSection<Shape extends z.ZodRawShape>(description: string, shape: Shape) {
  return section({ at: faultTime, repair, ...shape }).describe(description);
}

const EXPECTED_TIME = 'a duration, a time of day, or a day and a time, such as "day 3 23:00"';

const faultTime = z
  .unknown()
  .transform((input, context): FaultTime => {
    if (typeof input !== 'string') {
      refuse(context, problems.wrongType(EXPECTED_TIME, typeName(input)), [], EXPECTED_TIME);
      return z.NEVER;
    }
    const time = parseTime(input);
    if ('code' in time) {
      refuse(context, time);
      return z.NEVER;
    }
    return time;
  })
  .meta({
    type: 'string',
    description: `when it begins: ${EXPECTED_TIME}; day 1 is the day on which the run starts`,
  });

const DAY = /^\s*day\s+(\d+)\s+/i;
const DAY_MAX = 367;

function parseTime(text: string): FaultTime | Problem {
  const day = DAY.exec(text);
  const from = day?.[0].length ?? 0;
  const dimension = day !== null || text.includes(':') ? 'time of day' : 'seconds';
  const rest = text.slice(from);
  if (/^\s*day\b/i.test(text) && day === null) {
    return faultProblems.malformedFaultTime(text);
  }
  const parsed = parseQuantity(rest, dimension);
  if (parsed.kind === 'fault') {
    const problem = quantityProblem(rest, dimension, parsed.fault);
    const { start, end } = problem.within ?? { start: 0, end: rest.length };
    return within({ start: from + start, end: from + end }, problem);
  }
  if (dimension === 'seconds') {
    return NOT_NEGATIVE.holds(parsed.value)
      ? { kind: 'elapsed', seconds: parsed.value }
      : quantityProblems.outOfRange(text, NOT_NEGATIVE.text);
  }
  if (day === null) return { kind: 'clock', day: null, secondsOfDay: parsed.value };
  const number = Number(day[1]);
  if (number < 1 || number > DAY_MAX) {
    const start = text.indexOf(day[1]!);
    const range = number < 1 ? 'at least 1, the day on which the run starts' : `at most ${DAY_MAX}`;
    return within({ start, end: start + day[1]!.length }, quantityProblems.outOfRange(day[1]!, range));
  }
  return { kind: 'clock', day: number, secondsOfDay: parsed.value };
}

const repair = z
  .union([quantity('seconds', POSITIVE, 'how long after it began'), z.literal('never')])
  .describe('how long after it began it is repaired, or "never"');
