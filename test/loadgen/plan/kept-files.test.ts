import { describe, expect, test } from 'vitest';
import { KeptFiles } from '../../../loadgen/plan/kept-files.ts';
import { type LoadPlan, planLoad } from '../../../loadgen/plan/load-plan.ts';
import { PlannedSet } from '../../../loadgen/safety/planned-files.ts';
import { scaleStudio } from '../../../models/scale-studio.ts';
import { SMALL_STAGES, smallLoad } from '../runtime/small-load.ts';

const PLAN: LoadPlan = {
  stages: [],
  bases: new Map([
    ['wave/assets/000000', 5000],
    ['wave/assets/000001', 0],
    ['wave/assets/000002', 100],
  ]),
  baseBytes: 5100,
  versions: new Map([['wave/assets/000002', { versions: 3, empty: [1, 3], bytesMax: 700, renamed: true }]]),
  directories: ['wave', 'wave/assets'],
  numberMax: 8,
  operations: 0,
  readBytes: 0,
  writeBytes: 0,
};
const planOf = (bases: Readonly<Record<string, number>>): LoadPlan => ({
  ...PLAN,
  bases: new Map(Object.entries(bases)),
  versions: new Map(),
});

/** After a load of `PLAN` that came to its end, or did not. */
function after(finished: boolean): KeptFiles {
  const files = new KeptFiles();
  files.plan(PLAN);
  files.end(PLAN, finished);
  return files;
}

describe('what a load has to make', () => {
  test('is all that it needs, where it is the first', () => {
    expect(new KeptFiles().missing(PLAN, true)).toEqual({
      bases: [
        ['wave/assets/000000', 0, 5000],
        ['wave/assets/000001', 0, 0],
        ['wave/assets/000002', 0, 100],
      ],
      empty: ['wave/assets/000002.v1', 'wave/assets/000002.v3'],
      bytes: 5100,
    });
  });

  test('are after one like it only the files that are changed, with numbers that were not given', () => {
    const files = after(true);
    expect(files.numbersBefore).toBe(8);
    expect(files.missing(PLAN, true)).toEqual({
      bases: [],
      empty: ['wave/assets/000002.v9', 'wave/assets/000002.v11'],
      bytes: 0,
    });
  });

  test('is what goes beyond what is there, from the block on in which that ends', () => {
    const files = after(true);
    const more = planOf({ 'wave/assets/000000': 9000, 'wave/assets/000001': 0, 'wave/assets/000003': 40 });
    expect(files.missing(more, true)).toEqual({
      bases: [
        ['wave/assets/000000', 4096, 9000],
        ['wave/assets/000003', 0, 40],
      ],
      empty: [],
      bytes: 4944,
    });
  });

  test('is all of a file that is too short, on a target that cannot lengthen it', () => {
    expect(after(true).missing(planOf({ 'wave/assets/000000': 9000 }), false)).toEqual({
      bases: [['wave/assets/000000', 0, 9000]],
      empty: [],
      bytes: 9000,
    });
  });

  test('is nothing after a larger load, whatever a smaller one between them asked for', () => {
    const files = after(true);
    files.end(planOf({ 'wave/assets/000000': 10 }), true);
    expect(files.missing(planOf({ 'wave/assets/000000': 5000 }), true)).toMatchObject({ bases: [] });
  });

  test('is all that it needs after one that was broken off', () => {
    const files = after(false);
    expect(files.missing(PLAN, true)).toMatchObject({
      bases: [...PLAN.bases].map(([path, bytes]) => [path, 0, bytes]),
    });
    expect(files.numbersBefore).toBe(8);
  });

  test('is in a whole ramp little more than its largest load needs, where it was made anew for each', async () => {
    const studio = smallLoad(SMALL_STAGES, 8);
    const plans: LoadPlan[] = [];
    for (const multiple of [1, 2, 4, 3.9, 4.1, 3])
      plans.push(await planLoad(scaleStudio(studio, multiple), 100));
    const files = new KeptFiles();
    const made = plans.map((plan) => {
      const { bases, bytes } = files.missing(plan, true);
      files.plan(plan);
      files.end(plan, true);
      return { bases: bases.length, bytes };
    });
    const anew = plans.map(({ bases, baseBytes }) => ({ bases: bases.size, bytes: baseBytes }));
    expect(made[0]).toEqual(anew[0]);
    expect(made[1]!.bases).toBeLessThan(0.6 * anew[1]!.bases);
    expect(made[1]!.bytes).toBeLessThan(0.2 * anew[1]!.bytes);
    const bytesOf = (loads: typeof made) => loads.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(bytesOf(made)).toBeLessThan(1.05 * Math.max(...anew.map(({ bytes }) => bytes)));
    expect(bytesOf(anew)).toBeGreaterThan(5 * bytesOf(made));
  });
});

test('a manifest has what the loads before may have made beside what the next may', () => {
  const files = new KeptFiles();
  const found = (set: PlannedSet, name: string) => {
    const file = set.find('wave/assets', name);
    return file === undefined ? null : file.bytesMax;
  };
  const first = PlannedSet.of(files.plan(PLAN));
  expect(['000000', '000002.v3.done', '000002.v4', '000003'].map((name) => found(first, name))).toEqual([
    5000,
    700,
    null,
    null,
  ]);
  files.end(PLAN, true);
  const second = PlannedSet.of(
    files.plan({ ...PLAN, bases: new Map([['wave/assets/000003', 40]]), directories: ['other'] }),
  );
  expect(
    ['000000', '000002.v1', '000002.v11', '000002.v12', '000003'].map((name) => found(second, name)),
  ).toEqual([5000, 700, 700, null, 40]);
  expect(second.directories()).toEqual(['other', 'wave', 'wave/assets']);
});
