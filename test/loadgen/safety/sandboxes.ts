/** Sandboxes of tests: on a directory in memory, where there is such a place. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BlockData } from '../../../loadgen/data/block-data.ts';
import { type Inspection, inspectTarget } from '../../../loadgen/safety/inspect-target.ts';
import type { PlannedFiles } from '../../../loadgen/safety/planned-files.ts';
import { openSandbox, type RunSandbox } from '../../../loadgen/safety/sandbox.ts';
import { PosixTarget } from '../../../loadgen/targets/posix/posix-target.ts';
import type { Target } from '../../../loadgen/targets/target.ts';

export const CONSENTS = { network: true, systemDevice: true };
export const RUN_KEY = 'crunch';
export const STARTED_AT_SECONDS = 1_767_225_600;

/** A directory of a test's own; `root` in it is empty, and a place for a target. */
export interface Folder {
  readonly folder: string;
  readonly root: string;
  remove(): void;
}

export function makeFolder(): Folder {
  const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'headroom-safety-'));
  const root = path.join(folder, 'root');
  mkdirSync(root);
  return { folder, root, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Everything below a directory: names, kinds, numbers of names, targets of links, content. */
export function treeOf(folder: string): Readonly<Record<string, string>> {
  const tree: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const at = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, at);
    if (entry.isSymbolicLink()) tree[name] = `link to ${readlinkSync(at)}`;
    else if (entry.isDirectory()) tree[name] = 'directory';
    else tree[name] = `${statSync(at).nlink} ${readFileSync(at).toString('base64')}`;
  }
  return tree;
}

export interface OpenedSandbox {
  readonly target: PosixTarget;
  readonly inspection: Inspection;
  readonly sandbox: RunSandbox;
  /** Of the run's files on this machine. */
  readonly data: string;
}

export async function openOn(
  root: string,
  planned: Iterable<PlannedFiles>,
  run = 'run-1',
): Promise<OpenedSandbox> {
  const target = new PosixTarget(root);
  const inspection = await inspectTarget({ url: root }, target, CONSENTS);
  const sandbox = await openSandbox(target, inspection, {
    run,
    runKey: RUN_KEY,
    planned,
    startedAtSeconds: STARTED_AT_SECONDS,
  });
  return { target, inspection, sandbox, data: path.join(root, sandbox.directory) };
}

/** Writes a file as a run would: `name` is what it is called, `file` what its blocks say. */
export async function writeRunFile(
  target: Target,
  directory: string,
  { name, file = name, bytes, version = 0 }: { name: string; file?: string; bytes: number; version?: number },
): Promise<void> {
  const content = new Uint8Array(bytes);
  new BlockData(RUN_KEY).generate(content, file, version, 0);
  await target.create(`${directory}/${name}`);
  if (bytes > 0) await target.write(`${directory}/${name}`, 0, content);
  await target.commit(`${directory}/${name}`);
}
