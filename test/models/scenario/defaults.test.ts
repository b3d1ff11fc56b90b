import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { OPERATION_KINDS } from '../../../models/operations.ts';
import { unwrapped } from '../../../models/scenario/defaults.ts';
import { ARRIVAL_KINDS } from '../../../models/scenario/schema/arrivals.ts';
import { DISTRIBUTION_KINDS } from '../../../models/scenario/schema/distribution.ts';
import { scenarioSchema } from '../../../models/scenario/schema.ts';
import { studioOf, studioText } from './studio-text.ts';

/** Names of sections in the scenarios below, by the section of the language that holds them. */
const NAMES: Readonly<Record<string, string>> = {
  storage: 'hot',
  compute: 'farm',
  assets: 'textures',
  caches: 'scratch',
};

/**
 * The keys that a scenario may leave out, each as the path that it has in the scenarios below: sections by the names in
 * NAMES, stages by their kind. Every schema that can hold a key is walked.
 */
function* optionalKeys(schema: z.core.$ZodType, path: readonly string[] = []): Generator<string> {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) {
    for (const [key, field] of Object.entries(inner.shape)) {
      if (field.safeParse(undefined).success) yield [...path, key].join('.');
      yield* optionalKeys(field, [...path, key]);
    }
  } else if (inner instanceof z.ZodRecord) {
    yield* optionalKeys(inner.valueType, path[0] === 'stages' ? path : [...path, NAMES[path[0]!] ?? '*']);
  } else if (inner instanceof z.ZodDiscriminatedUnion) {
    for (const option of inner.options) yield* optionalKeys(option, [...path, kindOf(option)]);
  } else if (inner instanceof z.ZodUnion) {
    for (const option of inner.options) yield* optionalKeys(option, path);
  } else if (inner instanceof z.ZodArray) {
    if (!path.includes('mixture')) yield* optionalKeys(inner.element, path);
  } else if (inner instanceof z.ZodTuple) {
    for (const item of inner.def.items) yield* optionalKeys(item, path);
  }
}

function kindOf(option: z.core.$ZodType): string {
  return option instanceof z.ZodObject ? String(option.shape['kind'].value) : '';
}

/** Keys that may be left out and have no default, with the reason. */
const WITHOUT_DEFAULT: readonly (readonly [RegExp, reason: string])[] = [
  [/^(extends|description|variants|vary)$/, 'changes nothing in the scenario as it is written'],
  [/^storage\.hot\.services$/, 'a system has the services of data and metadata alone'],
  [/^caches$/, 'a scenario without caches has none'],
  [/^assets$/, 'a scenario without assets has none'],
  [/^assets\.textures\.storage$/, 'where there are several it must be given'],
  [/^compute$/, 'a scenario without farms has none'],
  [/^scheduling$/, 'its keys have defaults of their own'],
  [/^faults$/, 'a scenario without faults has none'],
  [/^faults\.\*\.(fail|degrade|to)$/, 'what happens to which target must be given'],
  [/^(objectives|policies)$/, 'what is not asked for is not judged'],
  [oneOf(String.raw`\.(arrivals|release)\.`, ARRIVAL_KINDS), 'one of the kinds must be given'],
  [oneOf(String.raw`\.`, DISTRIBUTION_KINDS), 'one of the kinds must be given'],
  [/\.lognormal\.(median|sigma|mean|p95)$/, 'one of two pairs must be given'],
  [oneOf(String.raw`\.(mix|metadata)\.`, OPERATION_KINDS), 'a kind that is not named does not occur'],
  [/^compute\.farm\.gpu$/, 'the memory of a GPU must be given without it'],
  [/^stages\.\w+\.after$/, 'work that comes at times of its own waits for nothing'],
  [/^stages\.ingest\.arrivals$/, 'it is needed without "after"'],
  [/^stages\.ingest\.from$/, 'cards are read from their own readers'],
  [/^stages\.ingest\.camera$/, 'the data of a card must be given without it'],
  [/^stages\.ingest\.from$/, 'what is ingested comes from cards unless it is copied'],
  [/^stages\.ingest\.footage$/, 'a camera needs it, and nothing else has it'],
  [/^stages\.metadata\.(read|write)Bytes$/, 'a mix with such operations needs it'],
  [/^storage\.hot\.curve$/, 'a system without one follows the typical law'],
  [/^stages\.\w+\.(storage|farm)$/, 'where there are several it must be given'],
];

function oneOf(before: string, names: readonly string[]): RegExp {
  return new RegExp(`${before}(${names.join('|')})$`);
}

const STAGES = `ingest: { kind: ingest, arrivals: { every: 2h }, camera: arri-alexa-xt-16x9, footage: 30min }
  render: { kind: render, release: { every: 12h, frames: 10 }, frame: { time: 20min, gpuMemory: 18GiB, reads: { bytes: 2GiB, files: 40 }, writes: { bytes: 180MB, files: 6 } } }
  metadata: { kind: metadata, rate: { level: 10/s }, mix: { getattr: 100% }, files: 1k, clients: 4 }
  editorial: { kind: editorial, seats: 4, gestures: 3/min, readsPerGesture: 12, bytesPerRead: 1MiB, files: 400 }`;

const LEAST = {
  run: 'run: { duration: 24h }',
  storage: 'hot: { device: weka-supermicro-8n }',
  compute: 'farm: { nodes: 20, gpu: l40s }',
  stages: STAGES,
  tail: '',
};

/** Two storage systems, one of which the stage names. */
const TWO_SYSTEMS = {
  ...LEAST,
  storage: 'hot: { device: weka-supermicro-8n }\n  archive: { device: weka-supermicro-8n }',
  stages:
    'render: { kind: render, storage: hot, release: { every: 12h, frames: 10 }, frame: { time: 20min, gpuMemory: 18GiB, reads: { bytes: 2GiB, files: 40 }, writes: { bytes: 180MB, files: 6 } } }',
};

/** Scenarios that say as little as they may, each about something else. */
const SCENARIOS = [
  studioText(LEAST),
  studioText({ ...LEAST, run: 'run: { duration: 24h, until: steady, replications: { precision: 5% } }' }),
  studioText({
    ...LEAST,
    storage:
      'hot: { device: custom, read: 10GB/s, write: 5GB/s, readRate: 1M IOPS, writeRate: 1M IOPS, metadataRate: 1M IOPS }',
    stages: STAGES.replaceAll(/every: \d+h/g, 'trace: [0s, 1h]'),
  }),
  studioText(TWO_SYSTEMS),
  studioText({ ...LEAST, tail: 'faults: { cut: { at: 1h, fail: network.core, repair: 1h } }' }),
  studioText({
    ...LEAST,
    stages: STAGES.replace('reads: {', 'reads: [{ from: textures,').replace('files: 40 }', 'files: 40 }]'),
    tail: 'assets: { textures: { bytes: 40TB, bundles: 4000 } }\ncaches: { scratch: { at: nodes, size: 1TB, read: 1GB/s } }',
  }),
  studioText({
    ...LEAST,
    storage:
      'hot: { device: weka-supermicro-8n, services: { hot: { operations: [write, commit], rate: 1k ops/s } } }',
  }),
];

function defaultsOf(text: string): ReadonlyMap<string, string> {
  return new Map((studioOf(text).defaults ?? []).map(({ key, value }) => [key, value]));
}

describe('what holds where a scenario says nothing', () => {
  test('is told for every key that may be left out, or the key has no default', () => {
    const optional = new Set(optionalKeys(scenarioSchema()));
    const keys = SCENARIOS.flatMap((text) => [...defaultsOf(text).keys()]);
    const told = new Set(keys.filter((key) => !key.startsWith('storage.archive.')));
    const hasNone = (key: string) => WITHOUT_DEFAULT.some(([pattern]) => pattern.test(key));
    expect(optional.size).toBeGreaterThan(80);
    expect([...optional].filter((key) => !told.has(key) && !hasNone(key))).toEqual([]);
    expect([...told].filter((key) => !optional.has(key) || hasNone(key))).toEqual([]);
    const idle = WITHOUT_DEFAULT.filter(([pattern]) => ![...optional].some((key) => pattern.test(key)));
    expect(idle).toEqual([]);
  });

  test('is the value that the studio has', () => {
    const [least = ''] = SCENARIOS;
    const { run, storage } = studioOf(least);
    const told = defaultsOf(least);
    expect(told.get('run.replications')).toBe(String(run.replications));
    expect(told.get('run.fidelity')).toBe(run.fidelity);
    expect(told.get('storage.hot.nodes')).toBe(String(storage[0]?.configuration?.nodes?.value));
    expect(told.get('storage.hot.derate')).toBe('100%');
    expect(told.get('storage.hot.metadataIsolated')).toBe(String(storage[0]?.envelope.metadataIsolated));
    expect(told.get('stages.ingest.outstanding')).toBe('8');
    expect(told.get('stages.render.frame.verify')).toBe('true');
    expect(told.get('run.days')).toBeUndefined();
    expect(defaultsOf(SCENARIOS[1]!).get('run.days')).toBe(
      String(studioOf(SCENARIOS[1]!).run.until?.daysMax),
    );
  });

  test('is not told for what is stated, by the scenario or from the command line', () => {
    const sets = ['run.replications=10', 'storage.hot.nodes=8', 'stages.ingest.verify=true'];
    const stated = new Map(
      (studioOf(SCENARIOS[0]!, { sets }).defaults ?? []).map(({ key, value }) => [key, value]),
    );
    const least = defaultsOf(SCENARIOS[0]!);
    expect([...least.keys()].filter((key) => !stated.has(key))).toEqual(sets.map((set) => set.split('=')[0]));
  });

  test('goes section by section, in the order of the language', () => {
    const sections = [...defaultsOf(SCENARIOS[0]!).keys()].map((key) => key.split('.', 2).join('.'));
    const once = sections.filter((section, i) => section !== sections[i - 1]);
    expect(new Set(once).size).toBe(once.length);
    const order = ['run', 'storage', 'compute', 'scheduling', 'stages'];
    const top = once.map((section) => order.indexOf(section.split('.', 1)[0]!));
    expect(top).toEqual(top.toSorted((one, other) => one - other));
  });
});
