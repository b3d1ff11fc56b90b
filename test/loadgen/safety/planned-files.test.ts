import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileName, parseFileName } from '../../../loadgen/safety/file-names.ts';
import { parseManifest } from '../../../loadgen/safety/manifest.ts';
import { type PlannedFiles, PlannedSet, plannedFilesOf } from '../../../loadgen/safety/planned-files.ts';

const range = fc.record({
  directory: fc.constantFrom('wave/assets', 'wave', 'other'),
  firstFile: fc.integer({ min: 0, max: 60 }),
  files: fc.integer({ min: 0, max: 9 }),
  versionsMax: fc.integer({ min: 0, max: 3 }),
  bytesMax: fc.integer({ min: 0, max: 3 }),
});

describe('names of files', () => {
  test.each([
    ['000017', { number: 17, version: 0, done: false }],
    ['000017.v2', { number: 17, version: 2, done: false }],
    ['000017.done', { number: 17, version: 0, done: true }],
    ['1234567.v12.done', { number: 1_234_567, version: 12, done: true }],
  ])('%s', (text, name) => {
    expect(parseFileName(text)).toEqual(name);
    expect(fileName(name)).toBe(text);
  });

  test.each([
    '17',
    '0000017',
    '000017.v0',
    '000017.v01',
    '000017.done.v1',
    '000017.',
    'x000017',
    '000017\n',
    '-00017',
    '',
  ])('%j is none', (text) => {
    expect(parseFileName(text)).toBeUndefined();
  });
});

describe('planned files', () => {
  test('are found by each of their names, and no others are', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 20 }), (planned) => {
        const set = PlannedSet.of(planned);
        for (const directory of ['wave/assets', 'wave', 'other', 'none']) {
          for (let number = 0; number < 72; number++) {
            const those = planned.filter(
              (each) =>
                each.directory === directory &&
                number >= each.firstFile &&
                number < each.firstFile + each.files,
            );
            const found = set.find(directory, fileName({ number, version: 0, done: false }));
            expect(found !== undefined).toBe(those.length > 0);
            if (found === undefined) continue;
            // Bounds are never tighter than planned, and no looser than those of some range that touches.
            expect(found.bytesMax).toBeGreaterThanOrEqual(Math.max(...those.map((each) => each.bytesMax)));
            const versions = Math.max(...those.map((each) => each.versionsMax));
            expect(found.versionsMax).toBeGreaterThanOrEqual(versions);
            expect(found.file).toBe(`${directory}/${String(number).padStart(6, '0')}`);
          }
        }
      }),
    );
  });

  test('are one range where a million follow each other', () => {
    const each = (firstFile: number): PlannedFiles => ({
      directory: 'wave/frames',
      firstFile,
      files: 1,
      versionsMax: 1,
      bytesMax: 5,
    });
    const set = PlannedSet.of(
      (function* () {
        for (let file = 0; file < 1e6; file++) yield each(file);
      })(),
    );
    expect([...set.ranges()]).toEqual([{ ...each(0), files: 1_000_000 }]);
  });

  test('of a million sizes are few ranges, with the largest as the bound', () => {
    const set = PlannedSet.of(
      (function* () {
        for (let file = 0; file < 100_000; file++) {
          yield { directory: 'wave', firstFile: file, files: 1, versionsMax: 0, bytesMax: 1 + (file % 977) };
        }
      })(),
    );
    expect([...set.ranges()].length).toBeLessThanOrEqual(4096 + 1);
    expect(set.find('wave', '000000')?.bytesMax).toBe(977);
  });

  test('come from what a plan makes', () => {
    const planned = plannedFilesOf(
      new Map([['wave/assets/000003', 700]]),
      new Map([['wave/assets/000003', { versions: 2, bytesMax: 900 }]]),
    );
    const set = PlannedSet.of(planned);
    expect(set.find('wave/assets', '000003.v2.done')).toMatchObject({ bytesMax: 900, versionsMax: 2 });
    expect(set.find('wave/assets', '000003.v3')).toBeUndefined();
    expect(set.directories()).toEqual(['wave', 'wave/assets']);
    expect(() => [...plannedFilesOf(new Map([['wave/note.txt', 1]]), new Map())]).toThrow(RangeError);
  });
});

test('a manifest is none unless it is whole', () => {
  expect(parseManifest('')).toBeNull();
  expect(parseManifest('{}')).toBeNull();
  expect(parseManifest('{"crc32c":0}\n')).toBeNull();
});
