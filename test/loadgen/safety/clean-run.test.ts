/**
 * Whatever others put into a sandbox survives its clean-up, byte for byte, and nothing of the run does: in a thousand runs with
 * files, links and hard links of others anywhere in it, at planned names too.
 */

import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BlockData } from '../../../loadgen/data/block-data.ts';
import { byPatience } from '../../patience.ts';
import { makeFolder, openOn, RUN_KEY, treeOf } from './sandboxes.ts';

const PLANNED = [
  { directory: 'wave/assets', firstFile: 0, files: 6, versionsMax: 2, bytesMax: 9000 },
  { directory: 'wave/frames', firstFile: 3, files: 3, versionsMax: 0, bytesMax: 5000 },
];
const stranger = new BlockData('another run');
const data = new BlockData(RUN_KEY);

const number = fc.integer({ min: 0, max: 7 });
const suffix = fc.constantFrom('', '.v1', '.v2', '.v3', '.done', '.v1.done', '.bak', '~');
const name = fc.tuple(number, suffix).map(([file, end]) => `00000${file}${end}`);
const anyName = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constantFrom('wave/assets', 'wave/frames'), name).map((parts) => parts.join('/')),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('', 'wave/', '../', '../../'), name).map((parts) => parts.join('')),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('note.txt', 'wave/note.txt', '../note', '../../note', '../../../note'),
  },
);

/** What others did; each is undone by nothing. */
const plant = fc.record({
  at: anyName,
  kind: fc.constantFrom(
    'text',
    'empty-elsewhere',
    'link',
    'hard-link',
    'directory',
    'other-run',
    'other-file',
    'large',
  ),
});
/** What the run did: bytes of a file, from where on, by which of its names. */
const made = fc.record({
  directory: fc.constantFrom('wave/assets', 'wave/frames'),
  file: number,
  end: fc.constantFrom('', '.v1', '.v2', '.done', '.v2.done'),
  from: fc.constantFrom(0, 0, 0, 4096, 100),
  bytes: fc.integer({ min: 0, max: 5000 }),
  version: fc.integer({ min: 0, max: 5 }),
});

function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

/** Of the file at a path, to be found again: what it is, and what it holds. */
function stateOf(file: string): string {
  const stats = lstatSync(file);
  if (stats.isSymbolicLink()) return `link to ${readlinkSync(file)}`;
  if (stats.isDirectory()) return 'directory';
  return `${stats.ino} ${readFileSync(file).toString('base64')}`;
}

/** Puts something of somebody else's into the sandbox, unless the name is taken; answers whether it did. */
function planted(
  root: string,
  outside: string,
  { at, kind }: { at: string; kind: string },
  index: number,
): string | null {
  const file = path.join(root, at);
  if (exists(file) || !exists(path.dirname(file))) return null;
  switch (kind) {
    case 'text':
      writeFileSync(file, `precious ${index}`);
      break;
    case 'empty-elsewhere':
      // An empty file at a planned name is the run's: there is nothing in it to lose.
      if (/\/00000\d/.test(at)) return null;
      writeFileSync(file, '');
      break;
    case 'link':
      symlinkSync(outside, file);
      break;
    case 'hard-link':
      linkSync(path.join(outside, 'precious'), file);
      break;
    case 'directory':
      mkdirSync(file);
      writeFileSync(path.join(file, '000001'), 'precious');
      break;
    case 'other-run': {
      const bytes = new Uint8Array(4096);
      stranger.generate(bytes, at.replace(/\..*$/, ''), 0, 0);
      writeFileSync(file, bytes);
      break;
    }
    case 'other-file': {
      const bytes = new Uint8Array(4096);
      data.generate(bytes, 'wave/assets/000999', 0, 0);
      writeFileSync(file, bytes);
      break;
    }
    default:
      writeFileSync(file, Buffer.alloc(9001, 7));
  }
  return file;
}

describe('clean-up', () => {
  test('deletes what the run made, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(made, { maxLength: 8 }),
        fc.array(plant, { maxLength: 12 }),
        async (files, plants) => {
          const folder = makeFolder();
          const outside = path.join(folder.folder, 'outside');
          mkdirSync(outside);
          writeFileSync(path.join(outside, 'precious'), 'precious');
          const { sandbox, target, data: root } = await openOn(folder.root, PLANNED);
          const others = plants.flatMap((each, index) => planted(root, outside, each, index) ?? []);
          const ours: string[] = [];
          for (const { directory, file, end, from, bytes, version } of files) {
            const at = path.join(root, directory, `00000${file}${end}`);
            const range = PLANNED.find((each) => each.directory === directory)!;
            const isPlanned = file >= range.firstFile && file < range.firstFile + range.files;
            if (!isPlanned || (range.versionsMax === 0 && end.includes('v')) || exists(at)) continue;
            const content = new Uint8Array(bytes);
            data.generate(content, `${directory}/00000${file}`, version, 0);
            // As it is while it is written: what comes before is not there yet. At least a part of a block is.
            if (bytes >= from + 32) content.fill(0, 0, from);
            writeFileSync(at, content);
            ours.push(at);
          }
          const before = new Map(others.map((file) => [file, stateOf(file)]));
          const outsideBefore = treeOf(outside);

          const report = await sandbox.clean('remove');

          for (const [file, state] of before) expect(stateOf(file)).toBe(state);
          for (const file of ours) expect(exists(file)).toBe(false);
          expect(treeOf(outside)).toEqual(outsideBefore);
          expect(report.removedFiles).toBe(ours.length);
          const within = others.filter((file) => !path.relative(path.dirname(root), file).startsWith('..'));
          expect(report.leftCount > 0).toBe(within.length > 0);
          expect(readdirSync(folder.root).length > 0).toBe(others.length > 0);
          await target.close();
          folder.remove();
        },
      ),
      { numRuns: byPatience({ fast: 150, slow: 1000 }) },
    );
  });

  test('leaves 200 things of others in one sandbox as they are', async () => {
    const folder = makeFolder();
    const outside = path.join(folder.folder, 'outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'precious'), 'precious');
    const planned = [{ directory: 'wave', firstFile: 0, files: 300, versionsMax: 0, bytesMax: 9000 }];
    const { sandbox, data: root } = await openOn(folder.root, planned);
    const kinds = ['text', 'link', 'hard-link', 'directory', 'other-run', 'other-file', 'large'];
    const others = Array.from({ length: 200 }, (_, index) => {
      const at = `wave/${String(index).padStart(6, '0')}${index % 3 === 0 ? '.theirs' : ''}`;
      return planted(root, outside, { at, kind: kinds[index % kinds.length]! }, index)!;
    });
    for (let file = 200; file < 300; file++) {
      const content = new Uint8Array(6000);
      data.generate(content, `wave/000${file}`, 0, 0);
      writeFileSync(path.join(root, `wave/000${file}`), content);
    }
    const before = new Map(others.map((file) => [file, stateOf(file)]));
    const report = await sandbox.clean('remove');
    expect(report).toMatchObject({ removedFiles: 100, leftCount: 200 });
    for (const [file, state] of before) expect(stateOf(file)).toBe(state);
    expect(treeOf(outside)).toEqual({ precious: expect.stringMatching(/ cHJlY2lvdXM=$/) });
    folder.remove();
  });

  test('bears a directory that is replaced by a link while it goes on', async () => {
    const folder = makeFolder();
    const outside = path.join(folder.folder, 'outside');
    mkdirSync(outside);
    const planned = [{ directory: 'wave', firstFile: 0, files: 400, versionsMax: 0, bytesMax: 9000 }];
    const { sandbox, data: root } = await openOn(folder.root, planned);
    for (let file = 0; file < 400; file++) {
      const text = `wave/${String(file).padStart(6, '0')}`;
      const content = new Uint8Array(5000);
      data.generate(content, text, 0, 0);
      writeFileSync(path.join(root, text), content);
      // The same names and content, but not in the sandbox.
      writeFileSync(path.join(outside, path.basename(text)), content);
    }
    const wave = path.join(root, 'wave');
    const cleaning = sandbox.clean('remove');
    renameSync(wave, `${wave}-elsewhere`);
    symlinkSync(outside, wave);
    await cleaning.catch(() => undefined);
    expect(readdirSync(outside)).toHaveLength(400);
    folder.remove();
  });
});
