/**
 * Building blocks of the scenario's schema. Each parses YAML values (texts, numbers, maps, lists) into SI numbers and
 * tagged unions. Each mistake is a `Problem` carried through zod in the `params` of a custom issue.
 */

import * as z from 'zod';
import { numberReadings } from '../../number-style.ts';
import {
  DIMENSIONS,
  type Dimension,
  formatQuantity,
  parseQuantity,
  type QuantityFault,
} from '../../units.ts';
import { type Problem, within } from '../problem.ts';
import * as problems from '../problems.ts';
import * as quantityProblems from '../quantity-problems.ts';
import { styledReadings } from '../quantity-suggestions.ts';

/** Contents of the `params` of our custom issues. */
interface ProblemParams {
  readonly problem: Problem;
  /** Expected value, in words; reported where the key is missing. */
  readonly expected: string | null;
}

/** The problem that one of our custom issues carries; undefined for an issue of zod's own. */
export function problemOf(issue: z.core.$ZodIssue): ProblemParams | undefined {
  if (issue.code !== 'custom') return undefined;
  return { problem: issue.params?.['problem'], expected: issue.params?.['expected'] };
}

type Refiner = Pick<z.RefinementCtx, 'addIssue'>;

/** Adds a problem with the value at `path` below the value being parsed. */
export function refuse(
  context: Refiner,
  problem: Problem,
  path: readonly (string | number)[] = [],
  expected: string | null = null,
): void {
  const params: ProblemParams = { problem, expected };
  context.addIssue({ code: 'custom', params: { ...params }, path: [...path] });
}

/** A map of known keys. Its `error` carries them to where an unknown key is reported: zod has no other way. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(KEY_SEPARATOR);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? known : undefined),
  });
}

/** The known keys of the section in which an unknown key was found. */
export function knownKeysOf(issue: z.core.$ZodIssueUnrecognizedKeys): string[] {
  return issue.message.split(KEY_SEPARATOR);
}

const KEY_SEPARATOR = ' ';

/** The default of an optional key. */
interface Absence {
  readonly meaning: string;
  /** Whether it holds beside the other keys of the section, as they are written. */
  readonly applies: (section: Readonly<Record<string, unknown>>) => boolean;
}

const ABSENCES = z.registry<Absence>();

/** A key that may be left out, with what holds then. Where that depends on other sections, compiling the scenario tells it. */
export function optionalOr<Schema extends z.ZodType>(
  schema: Schema,
  meaning: string,
  applies: Absence['applies'] = () => true,
): z.ZodOptional<Schema> {
  const optional = schema.optional();
  ABSENCES.add(optional, { meaning, applies });
  return optional;
}

/** Returns the default of a schema's key; undefined where the schema states none. */
export function absenceOf(schema: z.core.$ZodType): Absence | undefined {
  return ABSENCES.get(schema);
}

/** Names are words of objectives and folders of a load target. */
export const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_-]{0,63}$/u;

/** The name of a stage, a storage, a farm. */
export const sectionName = z.string().regex(NAME);

/** Values that a quantity may have. */
export interface Range {
  readonly text: string;
  readonly holds: (value: number) => boolean;
}

export const POSITIVE: Range = { text: 'above 0', holds: (value) => value > 0 };
export const NOT_NEGATIVE: Range = { text: 'at least 0', holds: (value) => value >= 0 };
export const SHARE: Range = { text: 'between 0% and 100%', holds: (value) => value >= 0 && value <= 1 };
export const POSITIVE_SHARE: Range = {
  text: 'above 0% and at most 100%',
  holds: (value) => value > 0 && value <= 1,
};

/** A quantity in the SI unit of its dimension. */
export function quantity(dimension: Dimension, range: Range, description: string) {
  const { name, example } = DIMENSIONS[dimension];
  const bare = dimension === 'count' || dimension === 'fraction';
  return z
    .unknown()
    .transform((input, context) => {
      const value = numberOf(input, dimension, context);
      if (value === null) return z.NEVER;
      if (!range.holds(value)) {
        const percent = dimension === 'fraction' && typeof input === 'number' && range.holds(value / 100);
        refuse(context, quantityProblems.outOfRange(String(input), range.text, percent ? `${input}%` : null));
      }
      return value;
    })
    .meta({
      type: bare ? ['number', 'string'] : 'string',
      examples: [example],
      description: dimension === 'count' ? description : `${description}; ${name} like "${example}"`,
    });
}

/** A whole number from `minimum` to `maximum`; "12k" and "2M" are understood. */
export function wholeNumber(minimum: number, maximum: number, description: string) {
  return z
    .unknown()
    .transform((input, context) => {
      // "12.000" is twelve thousand in half of the world, and a whole number has no use for decimals.
      if (typeof input === 'string' && numberReadings(input.trim()) !== null) {
        refuse(context, quantityProblems.numberUnclear(input, styledReadings(input)));
        return z.NEVER;
      }
      const value = numberOf(input, 'count', context);
      if (value === null) return z.NEVER;
      if (value < minimum) {
        refuse(
          context,
          quantityProblems.outOfRange(String(input), `at least ${formatQuantity(minimum, 'count')}`),
        );
      } else if (value > maximum) {
        refuse(
          context,
          quantityProblems.outOfRange(String(input), `at most ${formatQuantity(maximum, 'count')}`),
        );
      } else if (!Number.isInteger(value)) {
        refuse(context, quantityProblems.notWhole(String(input)));
      }
      return value;
    })
    .meta({ type: ['integer', 'string'], description, examples: [Math.min(Math.max(10, minimum), maximum)] });
}

/** A text or a number taken as one, such as a seed. */
export function textLike(description: string) {
  return z.union([z.string(), z.number()]).transform(String).meta({ description });
}

function numberOf(input: unknown, dimension: Dimension, context: Refiner): number | null {
  const { name } = DIMENSIONS[dimension];
  if (typeof input !== 'string' && typeof input !== 'number') {
    refuse(context, problems.wrongType(name, typeName(input)), [], name);
    return null;
  }
  const text = String(input);
  const parsed = parseQuantity(text, dimension);
  if (parsed.kind === 'quantity') {
    if (occurs(parsed.value)) return parsed.value;
    refuse(context, quantityProblems.outOfRange(text, OCCURRING_TEXT));
    return null;
  }
  refuse(context, quantityProblem(text, dimension, parsed.fault));
  return null;
}

/** Whether a quantity is of a size that occurs anywhere; what is computed from such quantities stays finite. */
function occurs(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-18 && size <= 1e24);
}

const OCCURRING_TEXT = 'of a size that occurs (10^-18 to 10^24 in SI units)';

/** The problem with a text that is no quantity of the wanted dimension. */
export function quantityProblem(text: string, dimension: Dimension, fault: QuantityFault): Problem {
  const part = text.slice(fault.start, fault.end);
  switch (fault.kind) {
    case 'unit-missing':
      return quantityProblems.unitMissing(text, dimension);
    case 'unit-unknown':
      return within(fault, quantityProblems.unitUnknown(text, part, dimension));
    case 'unit-of-another-dimension':
      return within(fault, quantityProblems.unitMismatch(text, part, dimension));
    case 'number-unclear':
      return quantityProblems.numberUnclear(text, styledReadings(text));
    case 'malformed':
      return quantityProblems.malformedQuantity(text, dimension);
    default:
      return fault.kind satisfies never;
  }
}

/** Returns the name of a value's type in messages. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'boolean' ? `"${value}"` : 'a map';
}
