/** Faults as scenarios write them: the section of any kind that is registered. */

import * as z from 'zod';
import { faultKindOf, faultKinds, faultVerbs } from '../../faults/fault-kinds.ts';
import * as problems from '../problems.ts';
import { refuse, section } from './fields.ts';

/** Returns the schema of any fault, for editors. */
export function faultSchema() {
  return z.union(faultKinds().map(({ schema }) => schema)).describe('something that fails during the run');
}

/** Returns the schema by which a section is read: that of the kind that its target chooses. */
export function schemaOfFault(written: unknown): z.ZodType {
  const found = verbsIn(written);
  const [verb] = found;
  if (verb === undefined || found.length > 1) return withoutKind(found);
  const kind = faultKindOf(verb, String(targetIn(written, verb)));
  // A verb that the kind does not have is told by what compiles it, with what can be said instead.
  return kind === undefined ? withoutKind([]) : withVerb(kind.schema, kind.verbs, verb);
}

/** Returns the verbs that a section has, in the order of the registry. */
export function verbsIn(written: unknown): readonly string[] {
  return isMap(written) ? faultVerbs().filter((verb) => Object.hasOwn(written, verb)) : [];
}

function targetIn(written: unknown, verb: string): unknown {
  return isMap(written) ? written[verb] : undefined;
}

/** A schema that knows the keys of all kinds, and refuses what has not one verb. */
function withoutKind(found: readonly string[]): z.ZodType {
  const shapes = faultKinds().map(({ schema }) => schema.shape);
  const keys = new Set(shapes.flatMap((shape) => Object.keys(shape)));
  return section(Object.fromEntries([...keys].map((key) => [key, z.unknown().optional()]))).transform(
    (_, context) => {
      refuse(context, problems.notOneKind('a fault', found, faultVerbs()));
      return z.NEVER;
    },
  );
}

function withVerb(schema: z.ZodObject, verbs: readonly string[], verb: string): z.ZodType {
  if (verbs.includes(verb)) return schema;
  const others = Object.entries(schema.shape).filter(([key]) => !verbs.includes(key));
  return section({ ...Object.fromEntries(others), [verb]: z.string(), to: z.unknown().optional() });
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
