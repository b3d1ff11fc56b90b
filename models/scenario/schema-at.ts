/** The schema of one value of a scenario, found by its path. */

import * as z from 'zod';
import { unwrapped } from './defaults.ts';
import { type DocumentPath, type Located, plain, valueAt } from './located.ts';
import { scenarioSchema } from './schema.ts';
import { exampleOf } from './schema-example.ts';

/** Returns the schema of the value at a path, whether the document has that value or not; undefined where none can be. */
export function schemaAt(document: Located, path: DocumentPath): z.core.$ZodType | undefined {
  let schema: z.core.$ZodType | undefined = scenarioSchema();
  for (const [i, step] of path.entries()) {
    if (schema === undefined) return undefined;
    schema = schemaOfKey(schema, String(step), () => valueAt(document, path.slice(0, i)));
  }
  return schema;
}

/** Returns what the value at a path should be, with an example of it in the words of a scenario. */
export function withExample(document: Located, path: DocumentPath, expected: string): string {
  const schema = schemaAt(document, path);
  const example = schema && exampleOf(schema);
  return example === undefined ? expected : `${expected}, such as "${path.at(-1)}: ${example}"`;
}

function schemaOfKey(
  schema: z.core.$ZodType,
  key: string,
  section: () => Located | undefined,
): z.core.$ZodType | undefined {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) return Object.hasOwn(inner.shape, key) ? inner.shape[key] : undefined;
  if (inner instanceof z.ZodRecord) return inner.valueType;
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const { discriminator, options } = inner.def;
    const found = section();
    const kind = found && valueAt(found, [discriminator]);
    const option = options.find((each) => isOfKind(each, discriminator, kind && plain(kind)));
    return option && schemaOfKey(option, key, section);
  }
  if (inner instanceof z.ZodUnion) {
    const map = inner.options.find((option) => unwrapped(option) instanceof z.ZodObject);
    return map && schemaOfKey(map, key, section);
  }
  return undefined;
}

function isOfKind(option: z.core.$ZodType, discriminator: string, kind: unknown): boolean {
  if (!(option instanceof z.ZodObject)) return false;
  const literal = option.shape[discriminator];
  return literal instanceof z.ZodLiteral && literal.value === kind;
}

/** Whether a schema takes whole numbers only. */
export function takesWholeNumbers(schema: z.core.$ZodType): boolean {
  const { type } = z.globalRegistry.get(schema) ?? {};
  if (Array.isArray(type) && type.includes('integer')) return true;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return takesWholeNumbers(schema.unwrap());
  }
  if (schema instanceof z.ZodPipe) return takesWholeNumbers(schema.in);
  return schema instanceof z.ZodUnion && schema.options.some(takesWholeNumbers);
}
