/** Whether a directory of this machine may be the root of a target, and which it is. */

import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { SafetyRefusal } from '../../safety/refusal.ts';
import type { Consents } from '../consents.ts';
import { isKernels, isNetwork, isWithin, type Mount, mountOf, readMounts } from './mounts.ts';

/** The system's own; nothing below them is for a load, whatever is mounted there. */
const SYSTEM = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib32',
  '/lib64',
  '/proc',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
];
/** Except there: memory, which is limited. */
const NOT_SYSTEM = ['/dev/shm', '/run/user', '/run/media'];
/** Themselves, not what is below them. */
const STANDARD = [
  '/',
  '/home',
  '/lost+found',
  '/media',
  '/mnt',
  '/opt',
  '/root',
  '/srv',
  '/tmp',
  '/var',
  '/usr/local',
];
const STICKY = 0o1000;

/** The mount that `url`, a path, is on. Throws a SafetyRefusal. */
export function checkLocalPlace(
  url: string,
  consents: Consents,
  mounts: readonly Mount[] = readMounts(),
): Mount {
  const path = resolve(url);
  refuseLinks(path);
  refuseSystem(path);
  refuseHomes(path);
  const stats = statSync(path);
  if ((stats.mode & STICKY) !== 0) {
    throw new SafetyRefusal(
      'shared-directory',
      `${path} is for the temporary files of everybody: make a directory of your own in it and name that`,
    );
  }
  const mount = mountOf(path, mounts);
  if (mount === undefined || isKernels(mount)) {
    throw new SafetyRefusal('system-directory', `${path} belongs to the kernel: name an empty directory`);
  }
  if (mounts.some((each) => each.path === path)) {
    throw new SafetyRefusal(
      'mount-root',
      `${path} is the root of a file system: make a directory in it and name that`,
    );
  }
  const inside = mounts.find((each) => isWithin(each.path, path));
  if (inside !== undefined) {
    throw new SafetyRefusal(
      'other-device',
      `another file system is mounted at ${inside.path}, within ${path}: name a directory without`,
    );
  }
  if (isNetwork(mount) && !consents.network) {
    throw new SafetyRefusal(
      'network-mount',
      `${path} is on ${mount.source} (${mount.type}), which others may be using: add --allow-network if that is meant`,
    );
  }
  if (isSystemDevice(path, mount, mounts) && !consents.systemDevice) {
    throw new SafetyRefusal(
      'system-device',
      `${path} is on the device that this machine itself runs from: add --allow-system-device if that is meant`,
    );
  }
  if (mount.readOnly) {
    throw new SafetyRefusal(
      'read-only',
      `${path} is mounted read-only: name a directory that can be written`,
    );
  }
  return mount;
}

function refuseLinks(path: string): void {
  if (lstatSync(path).isSymbolicLink()) {
    throw new SafetyRefusal(
      'symbolic-link',
      `${path} is a symbolic link: name the directory itself, ${realpathSync(path)}`,
    );
  }
  const real = realpathSync(path);
  if (real !== path) {
    throw new SafetyRefusal('symbolic-link', `${path} leads through a symbolic link: name ${real} itself`);
  }
}

function refuseSystem(path: string): void {
  const isOfSystem =
    SYSTEM.some((each) => isWithin(path, each)) && !NOT_SYSTEM.some((each) => isWithin(path, each));
  if (isOfSystem || STANDARD.includes(path)) {
    throw new SafetyRefusal(
      'system-directory',
      `${path} belongs to the system: name an empty directory of your own`,
    );
  }
}

function refuseHomes(path: string): void {
  const homes = [homedir(), process.env['HOME'] ?? '', ...homesOfAll()];
  if (homes.some((home) => home !== '' && home !== '/' && resolve(home) === path)) {
    throw new SafetyRefusal(
      'home-directory',
      `${path} is somebody's home: make a directory in it and name that`,
    );
  }
}

/** The homes that passwd(5) names. */
function homesOfAll(): readonly string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':')[5] ?? '');
  } catch {
    return [];
  }
}

/** Compares by number, and by name: the parts of some file systems have numbers of their own. */
function isSystemDevice(path: string, mount: Mount, mounts: readonly Mount[]): boolean {
  if (statSync(path).dev === statSync('/').dev) return true;
  const root = mountOf('/', mounts);
  return mount.source.startsWith('/dev/') && mount.source === root?.source;
}
