/**
 * Law: a load touches nothing but what it names beforehand, in a place that was given to it, within the bounds that were
 * asked for; it stops when others suffer; and what it made can be taken away by its manifest.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { ROOT, runProcess } from '../cli/run-process.ts';
import { type Folder, makeFolder, treeOf } from '../loadgen/safety/sandboxes.ts';
import { headroom } from './program.ts';

const LOAD = path.join(ROOT, 'test/cli/tiny-load.yaml');
const MARKER = '.headroom-sandbox';

let folder: Folder;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder.remove());

const HERE = ['--allow-system-device', '--keep-free', '0B', '--threads', '1', '--quiet', '--no-gate'];
const load = (target: string, ...words: readonly string[]) =>
  headroom('loadgen', LOAD, '--target', target, ...HERE, ...words);
const sentBy = (stdout: string): number =>
  JSON.parse(stdout).load.operations.reduce((sum: number, { sent }: { sent: number }) => sum + sent, 0);

describe('P20: safety rails of the load generator', () => {
  it('a dry run says what would be done, and does nothing', async () => {
    const { exitCode, stdout } = await load(folder.root, '--dry-run', '--json');
    expect(exitCode).toBe(EXIT.done);
    expect(JSON.parse(stdout).load.operations).toBeGreaterThan(200);
    expect(treeOf(folder.root)).toEqual({});
  });

  it('a place is used only after it was allowed once, which its marker remembers', async () => {
    const asked = await load(folder.root, '--no-victim');
    expect(asked).toMatchObject({ exitCode: EXIT.refused, stderr: expect.stringContaining('--yes') });
    expect(treeOf(folder.root)).toEqual({});
    expect((await load(folder.root, '--no-victim', '--yes')).exitCode).toBe(EXIT.done);
    expect(readdirSync(folder.root)).toEqual([MARKER]);
    expect((await load(folder.root, '--no-victim')).exitCode).toBe(EXIT.done);
  });

  it.each<[string, (root: string) => string]>([
    [
      'a directory with files of others',
      (root) => (writeFileSync(path.join(root, 'scene.ma'), 'mine'), root),
    ],
    ['a place above one that was given, by dots', (root) => `${root}/..`],
    ['the system', () => '/etc'],
  ])('%s is refused, and stays as it is', async (_, targetOf) => {
    const target = targetOf(folder.root);
    const before = treeOf(folder.root);
    expect((await load(target, '--no-victim', '--yes')).exitCode).toBe(EXIT.refused);
    expect(treeOf(folder.root)).toEqual(before);
  });

  it.each([
    ['operations', ['--max-operations', '150'], 150],
    ['bytes', ['--max-bytes', '2MB'], Number.POSITIVE_INFINITY],
  ])('a cap on %s ends it, told as what ended it', async (_, cap, sentMost) => {
    const { exitCode, stdout } = await load(folder.root, '--no-victim', '--yes', '--json', ...cap);
    expect(exitCode).toBe(EXIT.guarded);
    expect(JSON.parse(stdout).load.ending).toMatchObject({ kind: 'guard', guard: 'budget' });
    expect(sentBy(stdout)).toBeLessThanOrEqual(sentMost);
    expect(readdirSync(folder.root)).toEqual([MARKER]);
  });

  it('a load stops once somebody else has no answer any more', async () => {
    const victim = path.join(folder.folder, 'theirs');
    writeFileSync(victim, 'theirs');
    const words = [
      '--victim',
      victim,
      '--at',
      '200ms',
      `rm '${victim}'`,
      '--duration',
      '60s',
      '--yes',
      '--json',
    ];
    const { exitCode, stdout } = await load(folder.root, ...words);
    expect(exitCode).toBe(EXIT.guarded);
    expect(JSON.parse(stdout).load.ending).toMatchObject({ kind: 'guard', guard: 'victim' });
  });

  it('every file is named in a manifest, by which clean takes away just those', async () => {
    // A process of its own: a run is under way as long as its process lives.
    const words = ['loadgen', LOAD, '--target', folder.root, ...HERE, '--no-victim', '--yes', '--keep-files'];
    expect((await runProcess(words)).exitCode).toBe(EXIT.done);
    const [run = ''] = readdirSync(path.join(folder.root, 'runs'));
    const manifest = readFileSync(path.join(folder.root, 'runs', run, 'manifest'), 'utf8');
    const stages = readdirSync(path.join(folder.root, 'runs', run, 'data'));
    for (const stage of stages) expect(manifest).toContain(stage);
    const others = path.join(folder.root, 'runs', run, 'data', 'of others');
    writeFileSync(others, 'theirs');
    const { stdout } = await headroom('clean', '--target', folder.root);
    expect(stdout).toContain('of others: no file that the run could have made');
    const left = Object.entries(treeOf(path.join(folder.root, 'runs', run, 'data')));
    expect(left.filter(([, what]) => what !== 'directory').map(([name]) => path.basename(name))).toEqual([
      'of others',
    ]);
  });
});
