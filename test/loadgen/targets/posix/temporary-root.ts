/** A directory of a test's own, and one beside it that no target below the first may touch. */

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TemporaryRoot {
  readonly root: string;
  readonly outside: string;
  remove(): void;
}

export function temporaryRoot(): TemporaryRoot {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-posix-'));
  const root = path.join(folder, 'root');
  const outside = path.join(folder, 'outside');
  mkdirSync(root);
  mkdirSync(outside);
  return { root, outside, remove: () => rmSync(folder, { recursive: true }) };
}

/** How many descriptors this process has open. */
export function openDescriptorCount(): number {
  return readdirSync('/proc/self/fd').length;
}
