/**
 * Defaults of a studio for keys that the scenario leaves out, for reports and `check`. The language's own are read off
 * the schema, so that no default can be forgotten. Those that depend on the catalog or on names, such as the nodes of a
 * system, come from the compilation.
 */

import * as z from 'zod';
import { type DefaultInUse, LANGUAGE_DEFAULT } from '../studio.ts';
import { absenceOf } from './schema/fields.ts';

/** The keys that a value leaves out where its schema says what holds then, in the order of the schema. */
export function schemaDefaults(schema: z.core.$ZodType, value: unknown, path = ''): DefaultInUse[] {
  const inner = unwrapped(schema);
  if (!isMap(value)) return [];
  if (inner instanceof z.ZodObject) {
    return Object.entries(inner.shape).flatMap(([key, field]) =>
      value[key] === undefined
        ? defaultOf(field, value, path + key)
        : schemaDefaults(field, value[key], `${path}${key}.`),
    );
  }
  if (inner instanceof z.ZodRecord) {
    return Object.entries(value).flatMap(([name, section]) =>
      schemaDefaults(inner.valueType, section, `${path}${name}.`),
    );
  }
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = inner.def;
    const option = inner.options.find((each) => accepts(each, discriminator, value[discriminator]));
    return option === undefined ? [] : schemaDefaults(option, value, path);
  }
  if (inner instanceof z.ZodUnion) {
    const map = inner.options.find((option) => unwrapped(option) instanceof z.ZodObject);
    return map === undefined ? [] : schemaDefaults(map, value, path);
  }
  return [];
}

/** The schema of what is written, without what may be left out and what is made of it. */
export function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodLazy
  ) {
    return unwrapped(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? unwrapped(schema.in) : schema;
}

function defaultOf(
  field: z.core.$ZodType,
  section: Readonly<Record<string, unknown>>,
  key: string,
): DefaultInUse[] {
  if (field instanceof z.ZodDefault || field instanceof z.ZodPrefault) {
    return [{ key, value: textOf(field.def.defaultValue), source: LANGUAGE_DEFAULT }];
  }
  const absence = absenceOf(field);
  if (absence === undefined || !absence.applies(section)) return [];
  return [{ key, value: absence.meaning, source: LANGUAGE_DEFAULT }];
}

/** A default as a scenario would write it. */
function textOf(value: unknown): string {
  return isMap(value) ? 'none' : String(value);
}

function accepts(option: z.core.$ZodType, discriminator: string, kind: unknown): boolean {
  if (!(option instanceof z.ZodObject)) return false;
  const literal = option.shape[discriminator];
  return literal instanceof z.ZodLiteral && literal.value === kind;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Defaults in the order of the language's sections, and within one in the order in which names come first. */
export function bySection(defaults: readonly DefaultInUse[]): DefaultInUse[] {
  const named = Map.groupBy(defaults, ({ key }) => key.split('.', 2).join('.'));
  return [...named.values()]
    .flat()
    .toSorted((one, other) => SECTIONS.indexOf(sectionOf(one)) - SECTIONS.indexOf(sectionOf(other)));
}

const SECTIONS = ['run', 'storage', 'network', 'compute', 'scheduling', 'faults', 'stages'];

function sectionOf({ key }: DefaultInUse): string {
  return key.split('.', 1)[0]!;
}
