/** Examples of values that a schema takes, as a scenario would write them: made of the keys that it needs. */

import * as z from 'zod';

/** Deeper sections are left to the reader. */
const DEPTH_MAX = 3;

/** Returns an example of a value in YAML on one line; undefined where the schema says too little for one. */
export function exampleOf(schema: z.core.$ZodType, depth = 0): string | undefined {
  const given = z.globalRegistry.get(schema)?.['examples'];
  if (Array.isArray(given) && given.length > 0) return flowOf(given[0]);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodLazy
  ) {
    return exampleOf(schema.unwrap(), depth);
  }
  if (schema instanceof z.ZodPipe) return exampleOf(schema.in, depth);
  if (schema instanceof z.ZodLiteral) return String(schema.value);
  if (schema instanceof z.ZodEnum) return String(schema.options[0]);
  if (schema instanceof z.ZodObject) return exampleOfMap(schema, depth);
  if (schema instanceof z.ZodRecord) return wrapped('name', exampleOf(schema.valueType, depth + 1));
  if (schema instanceof z.ZodArray) {
    const item = exampleOf(schema.element, depth + 1);
    return item && `[${item}]`;
  }
  if (schema instanceof z.ZodUnion) {
    for (const option of schema.options) {
      const example = exampleOf(option, depth);
      if (example !== undefined) return example;
    }
  }
  return undefined;
}

function exampleOfMap(schema: z.ZodObject, depth: number): string | undefined {
  if (depth >= DEPTH_MAX) return '{ ... }';
  const entries = Object.entries(schema.shape).flatMap(([key, field]: [string, z.core.$ZodType]) => {
    if (field instanceof z.ZodOptional || field instanceof z.ZodDefault || field instanceof z.ZodPrefault)
      return [];
    return [`${key}: ${exampleOf(field, depth + 1) ?? '...'}`];
  });
  return entries.length === 0 ? undefined : `{ ${entries.join(', ')} }`;
}

function wrapped(key: string, value: string | undefined): string | undefined {
  return value && `{ ${key}: ${value} }`;
}

/** A plain value in YAML's flow style. */
function flowOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowOf).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, each]) => `${key}: ${flowOf(each)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' && /[:,{}[\]]/.test(value) ? `"${value}"` : String(value);
}
