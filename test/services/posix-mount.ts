/** File systems of a test's own: ext4 on a loop device, or in memory. Each is unmounted, and its device freed, by its `stop`. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { missingTool } from './child-process.ts';

export interface Mounted {
  /** Where it is mounted. */
  readonly path: string;
  remount(options: string): void;
  stop(): void;
}

const MEBIBYTE = 1024 * 1024;

/** Why file systems cannot be mounted here; null where they can. */
export function whyNoMounts(): string | null {
  const missing = missingTool(['mount', 'umount', 'losetup', 'mkfs.ext4']);
  if (missing !== undefined) return `${missing} is not installed`;
  if (process.getuid?.() !== 0) return 'mounting needs root';
  try {
    mountExt4(16).stop();
    return null;
  } catch (error) {
    return `a loop device cannot be mounted: ${error instanceof Error ? error.message.trim() : String(error)}`;
  }
}

/** A new ext4 in a file of so many MiB, behind a loop device. */
export function mountExt4(mebibytes: number): Mounted {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-ext4-'));
  const image = path.join(folder, 'image');
  let device: string | undefined;
  const discard = () => {
    if (device !== undefined) run('losetup', '--detach', device);
    rmSync(folder, { recursive: true });
  };
  try {
    writeFileSync(image, '');
    truncateSync(image, mebibytes * MEBIBYTE);
    run('mkfs.ext4', '-q', '-F', image);
    device = run('losetup', '--find', '--show', image);
    return mount(path.join(folder, 'mounted'), [device], discard);
  } catch (error) {
    discard();
    throw error;
  }
}

/** A new file system in memory: `tmpfs`, which can be limited, or `ramfs`, which takes no direct I/O. */
export function mountMemory(type: 'tmpfs' | 'ramfs', options: string): Mounted {
  const folder = mkdtempSync(path.join(tmpdir(), `headroom-${type}-`));
  const discard = () => rmSync(folder, { recursive: true });
  try {
    return mount(path.join(folder, 'mounted'), ['-t', type, '-o', options, 'none'], discard);
  } catch (error) {
    discard();
    throw error;
  }
}

function mount(at: string, what: readonly string[], discard: () => void): Mounted {
  mkdirSync(at);
  run('mount', ...what, at);
  return {
    path: at,
    remount: (options) => run('mount', '-o', `remount,${options}`, at),
    stop: () => {
      run('umount', at);
      discard();
    },
  };
}

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}
