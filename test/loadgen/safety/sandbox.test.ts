import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cleanTarget, listRuns } from '../../../loadgen/safety/clean-target.ts';
import { inspectTarget } from '../../../loadgen/safety/inspect-target.ts';
import { SafetyRefusal } from '../../../loadgen/safety/refusal.ts';
import { CONSENTS, type Folder, makeFolder, openOn, treeOf, writeRunFile } from './sandboxes.ts';

const PLANNED = [
  { directory: 'wave/assets', firstFile: 0, files: 10, versionsMax: 0, bytesMax: 10_000 },
  { directory: 'wave/frames', firstFile: 5, files: 5, versionsMax: 3, bytesMax: 5000 },
];

let folder: Folder;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder.remove());

describe('a sandbox', () => {
  test('says on the target what may come to be there, before it does', async () => {
    const { sandbox, target } = await openOn(folder.root, PLANNED);
    expect(sandbox.directory).toBe('runs/run-1/data');
    expect(Object.keys(treeOf(folder.root)).toSorted()).toEqual([
      '.headroom-sandbox',
      'runs',
      'runs/run-1',
      'runs/run-1/data',
      'runs/run-1/data/wave',
      'runs/run-1/data/wave/assets',
      'runs/run-1/data/wave/frames',
      'runs/run-1/manifest',
    ]);
    const marker = JSON.parse(readFileSync(path.join(folder.root, '.headroom-sandbox'), 'utf8'));
    expect(marker).toEqual({
      headroomSandbox: 1,
      nonce: expect.stringMatching(/^[0-9a-f]{32}$/),
      run: 'run-1',
      uid: process.getuid?.(),
      device: expect.any(String),
      inode: (await target.getattr('')).identity,
    });
  });

  test('is gone after the run, with all that the run made', async () => {
    const { sandbox, target } = await openOn(folder.root, PLANNED);
    const names = ['wave/assets/000000', 'wave/assets/000009', 'wave/assets/000003.done'];
    for (const name of names) {
      await writeRunFile(target, sandbox.directory, { name, file: name.replace('.done', ''), bytes: 9000 });
    }
    const version = {
      name: 'wave/frames/000007.v3.done',
      file: 'wave/frames/000007',
      bytes: 5000,
      version: 12,
    };
    await writeRunFile(target, sandbox.directory, version);
    await target.create(`${sandbox.directory}/wave/frames/000006`);
    expect(await sandbox.clean('remove')).toEqual({
      run: 'run-1',
      removedFiles: 5,
      removedBytes: 32_000,
      removedDirectories: 5,
      left: [],
      leftCount: 0,
      complete: true,
    });
    expect(treeOf(folder.root)).toEqual({});
  });

  test('can stay, for a next run', async () => {
    const { sandbox, target } = await openOn(folder.root, PLANNED);
    await sandbox.clean('keep');
    expect(readdirSync(folder.root)).toEqual(['.headroom-sandbox']);
    const { marker } = await inspectTarget({ url: folder.root }, target, CONSENTS);
    expect(marker?.run).toBe('run-1');
    await (await openOn(folder.root, PLANNED, 'run-2')).sandbox.clean('remove');
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test('holds two runs at once, each in its place', async () => {
    const one = await openOn(folder.root, PLANNED, 'run-1');
    const two = await openOn(folder.root, PLANNED, 'run-2');
    await writeRunFile(two.target, two.sandbox.directory, { name: 'wave/assets/000001', bytes: 100 });
    await one.sandbox.clean('remove');
    expect(readdirSync(path.join(folder.root, 'runs'))).toEqual(['run-2']);
    expect(existsSync(path.join(two.data, 'wave/assets/000001'))).toBe(true);
    await two.sandbox.clean('remove');
    expect(readdirSync(folder.root)).toEqual([]);
  });

  test('grows: what a later load may make is in the manifest, with its directories, and is cleaned with the rest', async () => {
    const { sandbox, target, data } = await openOn(folder.root, PLANNED);
    await writeRunFile(target, sandbox.directory, { name: 'wave/assets/000001', bytes: 9000 });
    const more = { directory: 'cut/media', firstFile: 0, files: 2, versionsMax: 9, bytesMax: 20_000 };
    await sandbox.grow([...PLANNED, more]);
    await writeRunFile(target, sandbox.directory, { name: 'cut/media/000000', bytes: 20_000 });
    expect(readdirSync(path.dirname(data)).toSorted()).toEqual(['data', 'manifest']);
    expect(await listRuns(target)).toMatchObject([{ run: 'run-1', state: 'running' }]);
    expect(await sandbox.clean('remove')).toMatchObject({ removedFiles: 2, complete: true });
    expect(treeOf(folder.root)).toEqual({});
  });

  test('is rid of the versions of its files between loads, and of nothing else', async () => {
    const { sandbox, target, data } = await openOn(folder.root, PLANNED);
    const stay = ['wave/assets/000001', 'wave/frames/000005'];
    const file = 'wave/frames/000005';
    for (const name of stay) await writeRunFile(target, sandbox.directory, { name, bytes: 4000 });
    for (const [version, end] of ['.v1', '.v2.done'].entries()) {
      await writeRunFile(target, sandbox.directory, { name: file + end, file, bytes: 5000, version });
    }
    await target.create(`${sandbox.directory}/wave/frames/000006.v1`);
    const theirs = ['wave/frames/000007.v1', 'wave/frames/000007.v9', 'wave/frames/note.txt'];
    for (const name of theirs) writeFileSync(path.join(data, name), 'precious');
    await sandbox.cleanVersions();
    const left = Object.entries(treeOf(data)).flatMap(([name, what]) => (what === 'directory' ? [] : [name]));
    expect(left.toSorted()).toEqual([...stay, ...theirs].toSorted());
    expect(await sandbox.clean('remove')).toMatchObject({ removedFiles: 2, leftCount: 3 });
  });

  test('is not made twice for one run', async () => {
    const { data } = await openOn(folder.root, PLANNED);
    writeFileSync(path.join(data, 'wave/assets/000000'), '');
    await expect(openOn(folder.root, PLANNED)).rejects.toThrow(SafetyRefusal);
    expect(existsSync(path.join(data, 'wave/assets/000000'))).toBe(true);
  });

  test('is taken back where it cannot be made', async () => {
    const impossible = [{ ...PLANNED[0]!, directory: `wave/${'n'.repeat(300)}` }];
    await expect(openOn(folder.root, impossible)).rejects.toMatchObject({ code: 'name-too-long' });
    expect(treeOf(folder.root)).toEqual({});
  });
});

describe('clean-up leaves', () => {
  async function leftBy(change: (data: string) => void) {
    const { sandbox, target, data } = await openOn(folder.root, PLANNED);
    await writeRunFile(target, sandbox.directory, { name: 'wave/assets/000004', bytes: 8000 });
    change(path.join(data, 'wave/assets'));
    const before = treeOf(data);
    const { left } = await sandbox.clean('remove');
    for (const { path: name } of left) {
      const relative = path.relative(sandbox.directory, name);
      expect(treeOf(data)[relative]).toBe(before[relative]);
    }
    return left
      .map(({ path: name, reason }) => [path.basename(name), reason])
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  }

  test.each<[string, (assets: string) => void, string[][]]>([
    ['a file that is not planned', (at) => writeFileSync(`${at}/000010`, 'x'), [['000010', 'not-planned']]],
    ['a note', (at) => writeFileSync(`${at}/note.txt`, 'x'), [['note.txt', 'not-planned']]],
    ['a directory', (at) => mkdirSync(`${at}/000003`), [['000003', 'another-kind']]],
    [
      'a link with a planned name',
      (at) => symlinkSync('000004', `${at}/000005`),
      [['000005', 'another-kind']],
    ],
    [
      'a link that leads nowhere',
      (at) => symlinkSync('nowhere', `${at}/000005`),
      [['000005', 'another-kind']],
    ],
    [
      'a file with another name',
      (at) => linkSync(`${at}/000004`, path.join(folder.folder, 'elsewhere')),
      [['000004', 'several-names']],
    ],
    [
      'both names of a file, where both are planned',
      (at) => linkSync(`${at}/000004`, `${at}/000004.done`),
      [
        ['000004', 'several-names'],
        ['000004.done', 'several-names'],
      ],
    ],
    [
      'a file that is larger than planned',
      (at) => truncateSync(`${at}/000004`, 10_001),
      [['000004', 'too-large']],
    ],
    [
      "somebody's file with a planned name",
      (at) => writeFileSync(`${at}/000006`, 'precious'),
      [['000006', 'other-content']],
    ],
    [
      'a file that has the content of another',
      (at) => renameSync(`${at}/000004`, `${at}/000006`),
      [['000006', 'other-content']],
    ],
    [
      'a file of zeros',
      (at) => writeFileSync(`${at}/000006`, Buffer.alloc(9000)),
      [['000006', 'other-content']],
    ],
  ])('%s', async (_name, change, left) => {
    expect(await leftBy(change)).toEqual(left);
  });

  test('what is behind a link that stands for a planned directory', async () => {
    const { sandbox, data } = await openOn(folder.root, PLANNED);
    const elsewhere = path.join(folder.folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(path.join(elsewhere, '000000'), '');
    rmSync(path.join(data, 'wave/assets'), { recursive: true });
    symlinkSync(elsewhere, path.join(data, 'wave/assets'));
    const { left } = await sandbox.clean('remove');
    expect(left).toEqual([{ path: 'runs/run-1/data/wave/assets', reason: 'another-kind', detail: '' }]);
    expect(readdirSync(elsewhere)).toEqual(['000000']);
  });

  test('nothing of what was cut off while it was written, whatever part of it was', async () => {
    const { sandbox, target, data } = await openOn(folder.root, PLANNED);
    for (const [index, [from = 0, to = 0]] of [
      [0, 1],
      [0, 30],
      [0, 5000],
      [4096, 10_000],
      [5000, 10_000],
      [40, 9000],
    ].entries()) {
      const name = `wave/assets/00000${index}`;
      await writeRunFile(target, sandbox.directory, { name, bytes: to, version: 7 });
      const file = path.join(data, name);
      writeFileSync(file, Buffer.concat([Buffer.alloc(from), readFileSync(file).subarray(from)]));
    }
    expect(await sandbox.clean('remove')).toMatchObject({ left: [], complete: true });
    expect(treeOf(folder.root)).toEqual({});
  });
});

describe('the next start', () => {
  /** As if the process had been killed: its manifest names one that no longer runs. */
  async function abandoned(run = 'run-1', change: (text: string) => string = (text) => text) {
    const opened = await openOn(folder.root, PLANNED, run);
    await writeRunFile(opened.target, opened.sandbox.directory, { name: 'wave/assets/000001', bytes: 5000 });
    const manifest = path.join(folder.root, 'runs', run, 'manifest');
    const lines = readFileSync(manifest, 'utf8').trimEnd().split('\n').slice(0, -1);
    const { crc32c } = await import('../../../loadgen/data/crc32c.ts');
    const body = `${change(lines.join('\n'))}\n`;
    writeFileSync(manifest, `${body}${JSON.stringify({ crc32c: crc32c(Buffer.from(body)) })}\n`);
    return opened;
  }
  const ended = (text: string) => text.replace(/"began":"\d+"/, '"began":"1"');

  test('finds the run that was killed, and cleans it', async () => {
    const { target, inspection } = await abandoned('run-1', ended);
    expect(await listRuns(target)).toMatchObject([{ run: 'run-1', state: 'ended' }]);
    const { marker } = await inspectTarget({ url: folder.root }, target, CONSENTS);
    const report = await cleanTarget(target, { ...inspection, marker });
    expect(report).toMatchObject({
      cleaned: [{ run: 'run-1', removedFiles: 1, complete: true }],
      ended: true,
    });
    expect(treeOf(folder.root)).toEqual({});
  });

  test('leaves a run alone that is still under way', async () => {
    const { target } = await abandoned();
    const inspection = await inspectTarget({ url: folder.root }, target, CONSENTS);
    expect(await listRuns(target)).toMatchObject([{ run: 'run-1', state: 'running' }]);
    const before = treeOf(folder.root);
    expect(await cleanTarget(target, inspection)).toMatchObject({ cleaned: [], ended: false });
    await expect(cleanTarget(target, inspection, 'run-1')).rejects.toMatchObject({ code: 'run-under-way' });
    expect(treeOf(folder.root)).toEqual(before);
  });

  test('leaves a run of another machine alone, unless it is named', async () => {
    const elsewhere = (text: string) => text.replace(/"host":"[^"]*"/, '"host":"render-07"');
    const { target } = await abandoned('run-1', elsewhere);
    const inspection = await inspectTarget({ url: folder.root }, target, CONSENTS);
    expect(await cleanTarget(target, inspection)).toMatchObject({
      cleaned: [],
      spared: [{ run: 'run-1', state: 'elsewhere', host: 'render-07' }],
    });
    expect(await cleanTarget(target, inspection, 'run-1')).toMatchObject({ ended: true });
    expect(treeOf(folder.root)).toEqual({});
  });

  test('is told of a run that is not there', async () => {
    const { target } = await abandoned();
    const inspection = await inspectTarget({ url: folder.root }, target, CONSENTS);
    await expect(cleanTarget(target, inspection, 'run-9')).rejects.toMatchObject({ code: 'no-such-run' });
  });

  test.each([
    ['of another run', (text: string) => ended(text).replace('"run":"run-1"', '"run":"run-2"')],
    ['of another sandbox', (text: string) => ended(text).replace(/"sandbox":"..../, '"sandbox":"zzzz')],
    ['that names what is outside', (text: string) => ended(text).replace('wave/assets', '../../elsewhere')],
    ['that is no manifest', () => 'something else'],
  ])('touches nothing where the manifest is one %s', async (_name, change) => {
    const { target } = await abandoned('run-1', change);
    const inspection = await inspectTarget({ url: folder.root }, target, CONSENTS);
    const before = treeOf(folder.root);
    const { cleaned } = await cleanTarget(target, inspection, 'run-1');
    expect(cleaned[0]).toMatchObject({ removedFiles: 0, complete: false });
    expect(treeOf(folder.root)).toEqual(before);
  });

  test('touches nothing where the manifest was changed', async () => {
    const { target } = await abandoned('run-1', ended);
    appendFileSync(path.join(folder.root, 'runs/run-1/manifest'), '\n');
    const inspection = await inspectTarget({ url: folder.root }, target, CONSENTS);
    const before = treeOf(folder.root);
    await cleanTarget(target, inspection);
    expect(treeOf(folder.root)).toEqual(before);
  });

  test.each([0, 1, 20, 100, 300])(
    'cleans a run that was killed with %i bytes of its manifest written',
    async (bytes) => {
      const { target, data } = await openOn(folder.root, PLANNED);
      rmSync(data, { recursive: true });
      truncateSync(path.join(folder.root, 'runs/run-1/manifest'), bytes);
      const inspection = await inspectTarget({ url: folder.root }, target, CONSENTS);
      expect(await cleanTarget(target, inspection)).toMatchObject({ ended: true });
      expect(treeOf(folder.root)).toEqual({});
    },
  );

  test('cleans a run that was killed in a manifest of many megabytes', async () => {
    const { target, data } = await openOn(folder.root, PLANNED);
    rmSync(data, { recursive: true });
    appendFileSync(path.join(folder.root, 'runs/run-1/manifest'), 'x'.repeat(3e6));
    const inspection = await inspectTarget({ url: folder.root }, target, CONSENTS);
    expect(await cleanTarget(target, inspection)).toMatchObject({ ended: true });
    expect(treeOf(folder.root)).toEqual({});
  });

  test.each([0, 1, 100, 300, 1e6])(
    'cleans a run that was killed with %i bytes of its next manifest written',
    async (bytes) => {
      const { target } = await abandoned('run-1', ended);
      const manifest = path.join(folder.root, 'runs/run-1/manifest');
      writeFileSync(`${manifest}.next`, readFileSync(manifest).subarray(0, bytes));
      const inspection = await inspectTarget({ url: folder.root }, target, CONSENTS);
      expect(await cleanTarget(target, inspection)).toMatchObject({
        cleaned: [{ removedFiles: 1, complete: true }],
        ended: true,
      });
      expect(treeOf(folder.root)).toEqual({});
    },
  );

  test('leaves what another put where the next manifest would have stood', async () => {
    const { target } = await abandoned('run-1', ended);
    const next = path.join(folder.root, 'runs/run-1/manifest.next');
    writeFileSync(next, 'precious');
    const inspection = await inspectTarget({ url: folder.root }, target, CONSENTS);
    expect(await cleanTarget(target, inspection)).toMatchObject({
      cleaned: [{ removedFiles: 1, left: [{ path: 'runs/run-1/manifest.next', reason: 'not-planned' }] }],
      ended: false,
    });
    expect(readFileSync(next, 'utf8')).toBe('precious');
  });

  test.each([0, 1, 25, 60])('cleans up where only %i bytes of the marker were written', async (bytes) => {
    const { target } = await openOn(folder.root, PLANNED);
    rmSync(path.join(folder.root, 'runs'), { recursive: true });
    truncateSync(path.join(folder.root, '.headroom-sandbox'), bytes);
    const inspection = await inspectTarget({ url: folder.root }, target, CONSENTS);
    expect(inspection.marker).toBeNull();
    expect(await cleanTarget(target, inspection)).toMatchObject({ ended: true });
    expect(treeOf(folder.root)).toEqual({});
  });
});
