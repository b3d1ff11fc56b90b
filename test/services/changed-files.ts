import { expect } from 'vitest';
import { cleanRun } from '../../loadgen/safety/clean-run.ts';
import type { RunSandbox } from '../../loadgen/safety/sandbox.ts';
import type { Target } from '../../loadgen/targets/target.ts';
import { writeRunFile } from '../loadgen/safety/sandboxes.ts';
import { get, put } from './target-conformance.ts';

/** Leaves a run to a later clean-up whose files somebody has changed, but not their lengths; returns how many it kept. */
export async function changedFilesKept(target: Target, sandbox: RunSandbox, nonce: string): Promise<number> {
  const at = (file: number) => `${sandbox.directory}/wave/assets/00000${file}`;
  const places = [0, 8192, 8999];
  for (let file = 0; file <= places.length; file++) {
    await writeRunFile(target, sandbox.directory, { name: `wave/assets/00000${file}`, bytes: 9000 });
  }
  const changed: Uint8Array[] = [];
  for (const [file, place] of places.entries()) {
    const bytes = Uint8Array.from(await get(target, at(file)));
    bytes[place]! ^= 1;
    changed.push(bytes);
    await put(target, at(file), bytes);
  }
  const report = await cleanRun(target, 'run-1', nonce);
  expect(report).toMatchObject({ removedFiles: 1, complete: false });
  expect(report.left.map(({ path: name, reason }) => `${name} ${reason}`).toSorted()).toEqual(
    changed.map((_, file) => `${at(file)} other-content`),
  );
  for (const [file, bytes] of changed.entries()) expect(await get(target, at(file))).toEqual(bytes);
  for (const file of changed.keys()) await target.remove(at(file));
  expect(await cleanRun(target, 'run-1', nonce)).toMatchObject({ leftCount: 0, complete: true });
  return report.leftCount;
}
