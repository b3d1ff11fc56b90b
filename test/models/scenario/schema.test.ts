import { describe, expect, it } from 'vitest';
import { CAMERAS } from '../../../models/hardware/catalog/cameras.ts';
import { GPUS } from '../../../models/hardware/catalog/gpus.ts';
import { listStorage } from '../../../models/hardware/catalog.ts';
import { OPERATION_KINDS } from '../../../models/operations.ts';
import { ARRIVAL_KINDS } from '../../../models/scenario/schema/arrivals.ts';
import { DISTRIBUTION_KINDS } from '../../../models/scenario/schema/distribution.ts';
import { isName, scenarioJsonSchema, TOP_LEVEL_KEYS } from '../../../models/scenario/schema.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const schema: Json = JSON.parse(JSON.stringify(scenarioJsonSchema()));

/** Every schema of a property, with the path that leads to it. */
function* properties(node: Json, path = ''): Generator<[path: string, property: Json]> {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) yield* properties(item, path);
    return;
  }
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'properties' || typeof value !== 'object' || value === null) {
      yield* properties(value, path);
      continue;
    }
    for (const [name, property] of Object.entries(value)) {
      yield [`${path}.${name}`, property];
      yield* properties(property, `${path}.${name}`);
    }
  }
}

const all = [...properties(schema)];
const keys = (path: string) =>
  all.filter(([candidate]) => candidate === path).map(([, property]) => property);

describe('the JSON Schema', () => {
  it('is of the keys that a scenario may have', () => {
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(all.filter(([path]) => path.lastIndexOf('.') === 0).map(([path]) => path.slice(1))).toEqual(
      expect.arrayContaining([...TOP_LEVEL_KEYS]),
    );
  });

  it('describes every key, so that an editor can tell what it means', () => {
    const silent = all.filter(([, property]) => !JSON.stringify(property).includes('"description"'));
    expect(silent.map(([path]) => path)).toEqual([]);
    expect(all.length).toBeGreaterThan(100);
  });

  it('requires what has no default, and tells the defaults', () => {
    expect(schema).toMatchObject({ required: ['headroom', 'name', 'run', 'storage', 'network', 'stages'] });
    expect(keys('.run')).toMatchObject([{ required: ['duration'] }]);
    expect(keys('.run.replications')).toMatchObject([{ default: 10 }]);
    expect(keys('.run.warmup')).toMatchObject([{ default: 'auto' }]);
  });

  it('offers what the catalog holds', () => {
    const text = JSON.stringify(schema);
    for (const { id } of [...CAMERAS, ...GPUS, ...listStorage()]) expect(text).toContain(`"${id}"`);
  });

  it('knows every kind of distribution, arrivals and operation', () => {
    const names = new Set(all.map(([path]) => path.slice(path.lastIndexOf('.') + 1)));
    for (const kind of [...DISTRIBUTION_KINDS, ...ARRIVAL_KINDS, ...OPERATION_KINDS])
      expect(names).toContain(kind);
  });

  it('refers to nothing that it does not define', () => {
    const text = JSON.stringify(schema);
    const defined =
      typeof schema === 'object' && schema !== null && '$defs' in schema
        ? Object.keys(schema['$defs'] ?? {})
        : [];
    const referred = [...text.matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map((match) => match[1]);
    expect(referred.length).toBeGreaterThan(0);
    expect(referred.filter((name) => !defined.includes(name ?? ''))).toEqual([]);
  });
});

describe('a name', () => {
  it('is a word in any script', () => {
    for (const name of ['hot', 'render-2', '_x', '4k', '審査', '__proto__']) expect(isName(name)).toBe(true);
    for (const name of ['', '-x', 'a b', 'a.b', 'a/b', '..', 'x'.repeat(65), 'a\u001b', '🎬'])
      expect(isName(name)).toBe(false);
  });
});
