/** Law: the same seed and the same input give the same bytes, in every document and on disk, on any number of threads. */

import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY } from '../cli/run-process.ts';
import { type Folder, makeFolder } from '../loadgen/safety/sandboxes.ts';
import { byPatience } from '../patience.ts';
import { headroom } from './program.ts';

describe('P43: deterministic replays', () => {
  let folder: Folder;
  beforeAll(() => {
    folder = makeFolder();
  });
  afterAll(() => folder.remove());

  /** All that a run writes, byte for byte, by the name of the document. */
  async function written(...words: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const out = path.join(folder.folder, 'out');
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out);
    const { exitCode, stdout } = await headroom(...words, '--no-gate', '--quiet', '--out', out);
    expect(exitCode).toBe(0);
    const files = readdirSync(out).map((name) => [name, readFileSync(path.join(out, name), 'utf8')]);
    return { stdout, ...Object.fromEntries(files) };
  }

  const commands = [
    ['simulate', 6],
    ['compare', 5],
  ] as const;
  const tried = byPatience<readonly (typeof commands)[number][]>({
    fast: commands.slice(0, 1),
    slow: commands,
  });

  it.each(tried)(
    '%s writes the same documents again, on one thread and on two',
    async (command, documents) => {
      const one = await written(command, TINY, '--threads', '1');
      expect(Object.keys(one)).toHaveLength(documents);
      expect(await written(command, TINY, '--threads', '2')).toEqual(one);
    },
  );

  it('another seed gives other bytes', async () => {
    const asked = ['simulate', TINY, '--threads', '1', '--set', 'run.replications=1'];
    const [one, other] = [await written(...asked), await written(...asked, '--seed', 'other')];
    expect(other['metrics.csv']).not.toBe(one['metrics.csv']);
  });
});
