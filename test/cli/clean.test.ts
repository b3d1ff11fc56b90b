/** `headroom clean` as its users meet it: what it says, and with which exit code. */

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { crc32c } from '../../loadgen/data/crc32c.ts';
import { headroom } from '../capabilities/program.ts';
import { type Folder, makeFolder, openOn, treeOf, writeRunFile } from '../loadgen/safety/sandboxes.ts';

const PLANNED = [{ directory: 'wave', firstFile: 0, files: 4, versionsMax: 0, bytesMax: 9000 }];

let folder: Folder;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder.remove());

/** A run with two files; `change` is made to its manifest, such as that it is of a process that is gone. */
async function leftRun(change: (text: string) => string): Promise<string> {
  const { sandbox, target, data } = await openOn(folder.root, PLANNED);
  for (const name of ['wave/000000', 'wave/000001']) {
    await writeRunFile(target, sandbox.directory, { name, bytes: 9000 });
  }
  const manifest = path.join(folder.root, 'runs/run-1/manifest');
  const body = change(readFileSync(manifest, 'utf8')).replace(/\{"crc32c.*\n$/, '');
  writeFileSync(manifest, `${body}{"crc32c":${crc32c(Buffer.from(body))}}\n`);
  return data;
}

const ended = (text: string) => text.replace(/"began":"\d+"/, '"began":"1"');
const elsewhere = (text: string) => text.replace(/"host":"[^"]*"/, '"host":"render-07"');
const clean = (...words: readonly string[]) => headroom('clean', '--target', folder.root, ...words);

describe('clean', () => {
  test('deletes what a run has left, and says so', async () => {
    await leftRun(ended);
    expect(await clean()).toEqual({
      exitCode: 0,
      stdout: `Run run-1: deleted 2 files, 18 kB.\n${folder.root} is as it was before its first run.\n`,
      stderr: '',
    });
    expect(treeOf(folder.root)).toEqual({});
    expect(await clean()).toEqual({
      exitCode: 0,
      stdout: `There is nothing of Headroom's in ${folder.root}.\n`,
      stderr: '',
    });
  });

  test.each([
    ['begins', 0],
    ['goes on', 8192 - 1],
    ['ends', 9000 - 1],
  ])('leaves a file that somebody else changed where it %s, and names it', async (_name, place) => {
    const file = path.join(await leftRun(ended), 'wave/000001');
    const content = readFileSync(file);
    content[place]! ^= 255;
    writeFileSync(file, content);
    const { exitCode, stdout } = await clean();
    expect(exitCode).toBe(5);
    expect(stdout).toContain('Run run-1: deleted 1 files, 9 kB; left 1:\n');
    expect(stdout).toContain('runs/run-1/data/wave/000001: it does not hold what the run wrote');
    expect(readFileSync(file)).toEqual(content);
  });

  test('says what it has left and why, with names written out that would disturb a terminal', async () => {
    const data = await leftRun(ended);
    writeFileSync(path.join(data, 'wave/note\u001b[2J.txt'), 'precious');
    writeFileSync(path.join(data, 'wave/000002'), 'precious');
    symlinkSync('000000', path.join(data, 'wave/000003'));
    const { exitCode, stdout, stderr } = await clean();
    expect({ exitCode, stderr }).toEqual({ exitCode: 5, stderr: '' });
    expect(stdout).toContain('Run run-1: deleted 2 files, 18 kB; left 3:\n');
    expect(stdout).toContain(String.raw`wave/note\x1b[2J.txt: no file that the run could have made`);
    expect(stdout).toContain('runs/run-1/data/wave/000002: it does not hold what the run wrote');
    expect(stdout).toContain('runs/run-1/data/wave/000003: neither a file nor a directory');
  });

  test('--json prints one JSON document', async () => {
    await leftRun(ended);
    const { exitCode, stdout } = await clean('--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      target: folder.root,
      cleaned: [{ run: 'run-1', removedFiles: 2, left: [], complete: true }],
      spared: [],
      ended: true,
    });
  });

  test('leaves a run alone that is under way', async () => {
    await leftRun((text) => text);
    const before = treeOf(folder.root);
    expect(await clean()).toMatchObject({ exitCode: 0, stdout: 'Run run-1 is in progress: left alone.\n' });
    expect(await clean('--run', 'run-1')).toMatchObject({
      exitCode: 5,
      stderr: 'headroom: run run-1 is in progress: stop it first\n',
    });
    expect(treeOf(folder.root)).toEqual(before);
  });

  test('wants the name of a run that another machine started', async () => {
    await leftRun(elsewhere);
    expect((await clean()).stdout).toBe(
      'Run run-1 was started on render-07: if it has ended, add --run run-1.\n',
    );
    expect(await clean('--run', 'run-2')).toMatchObject({ exitCode: 5 });
    expect(await clean('--run', 'run-1')).toMatchObject({ exitCode: 0 });
    expect(treeOf(folder.root)).toEqual({});
  });

  test('touches nothing that is no sandbox', async () => {
    mkdirSync(path.join(folder.root, 'runs'));
    writeFileSync(path.join(folder.root, 'runs/scene.ma'), 'precious');
    const before = treeOf(folder.root);
    const { exitCode, stdout, stderr } = await clean();
    expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' });
    expect(stderr).toBe(`headroom: ${folder.root} is not empty, it holds "runs": name an empty directory\n`);
    expect(treeOf(folder.root)).toEqual(before);
  });

  test.each([
    ['a directory that is not there', 'nowhere', 3],
    ['a scheme that is none of a target', 'ftp://filer/show', 3],
    ['the system', '/etc', 5],
  ])('refuses %s in one line', async (_name, url, exitCode) => {
    const run = await headroom('clean', '--target', url);
    expect(run).toMatchObject({ exitCode, stdout: '' });
    expect(run.stderr).toMatch(/^headroom: [^\n]+\n$/);
  });

  test('needs a target', async () => {
    expect(await headroom('clean')).toMatchObject({ exitCode: 2 });
  });
});
