/**
 * File systems of a test's own: ext4 on a loop device, or in memory. Each is unmounted, and its device freed, by its `stop`; those
 * of a test that was killed, by the next that asks whether it may mount.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
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
    clearLeftovers();
    mountExt4(16).stop();
    return null;
  } catch (error) {
    return `a loop device cannot be mounted: ${error instanceof Error ? error.message.trim() : String(error)}`;
  }
}

/** A new ext4 in a file of so many MiB, behind a loop device. */
export function mountExt4(mebibytes: number): Mounted {
  const folder = newFolder();
  try {
    const image = path.join(folder, 'image');
    writeFileSync(image, '');
    truncateSync(image, mebibytes * MEBIBYTE);
    run('mkfs.ext4', '-q', '-F', image);
    const device = run('losetup', '--find', '--show', image);
    try {
      return mount(folder, device);
    } finally {
      // While it is mounted, this means: once it no longer is.
      run('losetup', '--detach', device);
    }
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
}

/** A new file system in memory: `tmpfs`, which can be limited, or `ramfs`, which takes no direct I/O. */
export function mountMemory(type: 'tmpfs' | 'ramfs', options: string): Mounted {
  const folder = newFolder();
  try {
    return mount(folder, '-t', type, '-o', options, 'none');
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
}

/** Named by this process, so that what it leaves behind is known to be nobody's. */
function newFolder(): string {
  return mkdtempSync(path.join(tmpdir(), `headroom-mount-${process.pid}-`));
}

function mount(folder: string, ...what: readonly string[]): Mounted {
  const at = path.join(folder, 'mounted');
  mkdirSync(at);
  run('mount', ...what, at);
  return {
    path: at,
    remount: (options) => run('mount', '-o', `remount,${options}`, at),
    stop: () => {
      run('umount', at);
      rmSync(folder, { recursive: true });
    },
  };
}

function clearLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^headroom-mount-(\d+)-/.exec(name)?.[1];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    const folder = path.join(tmpdir(), name);
    spawnSync('umount', [path.join(folder, 'mounted')]);
    rmSync(folder, { recursive: true });
  }
}

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}
