/**
 * A device of exactly so many reads or bytes a second: a loop device that the block-I/O controller of cgroup v1 throttles for the
 * processes that are started under it. Only direct I/O meets the throttle; the page cache does not.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mountExt4, whyNoMounts } from './posix-mount.ts';

const CONTROLLER = '/sys/fs/cgroup/blkio';
const GROUP_PREFIX = 'headroom-test-';

export type Throttle =
  | { readonly kind: 'read_iops'; readonly perSecond: number }
  | { readonly kind: 'read_bps'; readonly perSecond: number };

export interface ThrottledDevice {
  /** An empty directory on it. */
  readonly path: string;
  /** The words that start a program under the throttle, to go before its own. */
  readonly under: readonly string[];
  stop(): void;
}

/** Why nothing can be throttled here; null where it can. */
export function whyNoThrottle(): string | null {
  const whyNot = whyNoMounts();
  if (whyNot !== null) return whyNot;
  if (!isController() && !mountController()) return 'there is no block-I/O controller of cgroup v1';
  for (const name of readdirSync(CONTROLLER)) {
    const pid = new RegExp(`^${GROUP_PREFIX}(\\d+)$`).exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) rmdirSync(path.join(CONTROLLER, name));
  }
  return null;
}

/** A new ext4 of so many MiB, behind a throttle. One at a time in a process. */
export function throttledDevice({ kind, perSecond }: Throttle, mebibytes: number): ThrottledDevice {
  const mounted = mountExt4(mebibytes);
  const group = path.join(CONTROLLER, GROUP_PREFIX + process.pid);
  // The root of a file system is no place for a load.
  const place = path.join(mounted.path, 'load');
  try {
    mkdirSync(place);
    mkdirSync(group);
    const limit = `${numbersOf(mounted.path)} ${perSecond}`;
    writeFileSync(path.join(group, `blkio.throttle.${kind}_device`), limit);
  } catch (error) {
    if (existsSync(group)) rmdirSync(group);
    mounted.stop();
    throw error;
  }
  return {
    path: place,
    under: ['setsid', '--wait', 'sh', '-c', startUnder(path.join(group, 'cgroup.procs')), 'sh'],
    stop: () => {
      rmdirSync(group);
      mounted.stop();
    },
  };
}

/**
 * A generator that has to wait for a processor is the limit itself, so it goes before all else on the machine; the scheduler weighs
 * sessions before it weighs processes.
 */
function startUnder(processes: string): string {
  const first = 'echo -20 > /proc/self/autogroup 2>/dev/null; renice -n -20 -p $$ >/dev/null';
  return `${first}; echo $$ > ${processes} && exec "$@"`;
}

function isController(): boolean {
  return existsSync(path.join(CONTROLLER, 'blkio.throttle.read_iops_device'));
}

function mountController(): boolean {
  if (!/^blkio\s/m.test(readFileSync('/proc/cgroups', 'utf8'))) return false;
  if (!existsSync(CONTROLLER) && spawnSync('mkdir', ['-p', CONTROLLER]).status !== 0) return false;
  spawnSync('mount', ['-t', 'cgroup', '-o', 'blkio', 'none', CONTROLLER]);
  return isController();
}

/** "7:3": Linux's numbers of the device that is mounted there. */
function numbersOf(mountPoint: string): string {
  for (const line of readFileSync('/proc/self/mountinfo', 'utf8').split('\n')) {
    const [, , numbers = '', , at] = line.split(' ');
    if (at === mountPoint) return numbers;
  }
  throw new Error(`nothing is mounted on ${mountPoint}`);
}
