/** Places that a load does not get, each for its reason and with what to do instead; and those that it does. */

import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inspectTarget } from '../../../loadgen/safety/inspect-target.ts';
import { SafetyRefusal } from '../../../loadgen/safety/refusal.ts';
import type { Consents } from '../../../loadgen/targets/consents.ts';
import { checkLocalPlace } from '../../../loadgen/targets/posix/local-place.ts';
import { isNetwork, readMounts } from '../../../loadgen/targets/posix/mounts.ts';
import { PosixTarget } from '../../../loadgen/targets/posix/posix-target.ts';
import { CONSENTS, type Folder, makeFolder, openOn, treeOf } from './sandboxes.ts';

let folder: Folder;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

async function inspect(root: string, consents: Consents = CONSENTS) {
  const target = new PosixTarget(root);
  try {
    return await inspectTarget({ url: root }, target, consents);
  } finally {
    await target.close();
  }
}

async function refusalOf(inspection: Promise<unknown>): Promise<SafetyRefusal> {
  const outcome = await inspection.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(SafetyRefusal);
  return outcome as SafetyRefusal;
}

/** One line for people, that says what to do. */
function expectAdvice({ message }: SafetyRefusal): void {
  expect(message).not.toContain('\n');
  expect(message).toMatch(/\b(name|make|add|clean|give|change|stop)\b/);
}

describe('an empty directory is taken', () => {
  test('and nothing is done to it yet', async () => {
    expect(await inspect(folder.root)).toMatchObject({ marker: null, place: { uid: process.getuid?.() } });
    expect(treeOf(folder.root)).toEqual({});
  });

  test('by a relative path too', async () => {
    expect(await inspect(path.relative(process.cwd(), folder.root))).toMatchObject({ marker: null });
  });

  test('and a sandbox is, while it is where it was made', async () => {
    const { sandbox } = await openOn(folder.root, []);
    await sandbox.clean('keep');
    expect(await inspect(folder.root)).toMatchObject({ marker: { run: 'run-1' } });
    writeFileSync(path.join(folder.root, 'note.txt'), 'of the user of the sandbox');
    expect(await inspect(folder.root)).toMatchObject({ marker: { run: 'run-1' } });
    const renamed = path.join(folder.folder, 'renamed');
    renameSync(folder.root, renamed);
    expect(await inspect(renamed)).toMatchObject({ marker: { run: 'run-1' } });
  });
});

describe('the system is not', () => {
  test.each([
    ['/', 'system-directory'],
    ['/.', 'system-directory'],
    ['/etc', 'system-directory'],
    ['/usr/lib', 'system-directory'],
    ['/dev', 'system-directory'],
    ['/proc/self/task', 'symbolic-link'],
    ['/proc/sys', 'system-directory'],
    ['/sys/kernel', 'system-directory'],
    ['/home', 'system-directory'],
    ['/var', 'system-directory'],
    ['/tmp', 'shared-directory'],
  ])('%s', async (root, code) => {
    const refusal = await refusalOf(inspect(root));
    // The files for temporary use are the system's too.
    expect([code, 'system-directory']).toContain(refusal.code);
    expectAdvice(refusal);
  });
});

describe('what is somebody else’s is not', () => {
  const CASES: readonly (readonly [string, (root: string) => void, SafetyRefusal['code']])[] = [
    ['a directory with a file', (root) => writeFileSync(path.join(root, 'scene.ma'), 'x'), 'not-empty'],
    [
      'a directory with a hidden file',
      (root) => writeFileSync(path.join(root, '.snapshot'), ''),
      'not-empty',
    ],
    ['a directory with an empty directory', (root) => mkdirSync(path.join(root, 'runs')), 'not-empty'],
    ['a directory with a link', (root) => symlinkSync('nowhere', path.join(root, 'link')), 'not-empty'],
    ['a directory for temporary files', (root) => chmodSync(root, 0o1777), 'shared-directory'],
    ['a home', (root) => vi.stubEnv('HOME', root), 'home-directory'],
    ['a marker that is a directory', (root) => mkdirSync(marker(root)), 'marker-unreadable'],
    ['a marker that is a link', (root) => symlinkSync('/etc/hostname', marker(root)), 'marker-unreadable'],
    ['a marker that is no marker', (root) => writeFileSync(marker(root), 'hello\n'), 'marker-unreadable'],
    [
      'a marker without its facts',
      (root) => writeFileSync(marker(root), '{"headroomSandbox":1}\n'),
      'marker-unreadable',
    ],
    [
      'a marker that is too large',
      (root) => writeFileSync(marker(root), ' '.repeat(20_000)),
      'marker-unreadable',
    ],
    [
      'a marker of a later version',
      (root) => writeFileSync(marker(root), '{"headroomSandbox":2,"x":1}\n'),
      'marker-of-another-version',
    ],
  ];
  const marker = (root: string) => path.join(root, '.headroom-sandbox');

  test.each(CASES)('%s', async (_name, change, code) => {
    change(folder.root);
    const before = treeOf(folder.root);
    const refusal = await refusalOf(inspect(folder.root));
    expect(refusal.code).toBe(code);
    expectAdvice(refusal);
    expect(treeOf(folder.root)).toEqual(before);
  });

  async function sandboxWith(change: (text: string) => string) {
    const { sandbox } = await openOn(folder.root, []);
    await sandbox.clean('keep');
    writeFileSync(marker(folder.root), change(readFileSync(marker(folder.root), 'utf8')));
  }

  test('the sandbox of another user', async () => {
    await sandboxWith((text) => text.replace(/"uid":\d+/, '"uid":4242'));
    const refusal = await refusalOf(inspect(folder.root));
    expect(refusal.code).toBe('marker-of-another-user');
    expectAdvice(refusal);
  });

  test('a marker that was copied from another directory', async () => {
    await sandboxWith((text) => text);
    const copy = path.join(folder.folder, 'copy');
    mkdirSync(copy);
    copyFileSync(marker(folder.root), marker(copy));
    const refusal = await refusalOf(inspect(copy));
    expect(refusal.code).toBe('marker-elsewhere');
    expectAdvice(refusal);
  });

  test('a marker of another device', async () => {
    await sandboxWith((text) => text.replace(/"device":"/, '"device":"ext4 /dev/'));
    expect((await refusalOf(inspect(folder.root))).code).toBe('marker-elsewhere');
  });

  test('a marker that has another name too', async () => {
    await sandboxWith((text) => text);
    linkSync(marker(folder.root), path.join(folder.folder, 'another'));
    expect((await refusalOf(inspect(folder.root))).code).toBe('marker-unreadable');
  });
});

describe('a way that is not plain is not', () => {
  test('a link', async () => {
    const link = path.join(folder.folder, 'link');
    symlinkSync(folder.root, link);
    const refusal = await refusalOf(inspect(link));
    expect(refusal.code).toBe('symbolic-link');
    expect(refusal.message).toContain(readlinkSync(link));
  });

  test('a path that leads through a link', async () => {
    symlinkSync(folder.folder, path.join(folder.folder, 'link'));
    const refusal = await refusalOf(inspect(path.join(folder.folder, 'link/root')));
    expect(refusal.code).toBe('symbolic-link');
    expect(refusal.message).toContain(folder.root);
  });

  test('a name that is not printable', async () => {
    const odd = path.join(folder.folder, 'line\nbreak');
    mkdirSync(odd);
    await expect(inspect(odd)).rejects.toThrow(/^a target is a directory, .* of printable text$/);
  });
});

describe('what is mounted where', () => {
  /** Lines of /proc/self/mountinfo, as Linux writes them. */
  const mounted = (at: string, type: string, source: string, options = 'rw,relatime') =>
    `36 25 0:32 / ${at.replaceAll(' ', '\\040')} ${options} shared:1 - ${type} ${source} rw,vers=4.2`;
  const ROOT = mounted('/', 'ext4', '/dev/sda1');

  function codeOf(lines: readonly string[], consents: Consents = CONSENTS): SafetyRefusal['code'] | null {
    try {
      checkLocalPlace(folder.root, consents, readMounts([ROOT, ...lines].join('\n')));
      return null;
    } catch (error) {
      if (!(error instanceof SafetyRefusal)) throw error;
      expectAdvice(error);
      return error.code;
    }
  }

  test('is asked of the kernel', () => {
    expect(readMounts().some((each) => each.path === '/')).toBe(true);
    expect(readMounts(mounted('/mnt/with space', 'nfs4', 'filer:/show', 'ro,nosuid'))).toEqual([
      { path: '/mnt/with space', type: 'nfs4', source: 'filer:/show', readOnly: true },
    ]);
  });

  test('the root of a file system is refused, even if it is empty', () => {
    expect(codeOf([mounted(folder.root, 'xfs', '/dev/sdb1')])).toBe('mount-root');
  });

  test('so is a directory in which another is mounted', () => {
    expect(codeOf([mounted(`${folder.root}/runs/data`, 'xfs', '/dev/sdb1')])).toBe('other-device');
    expect(codeOf([mounted(`${folder.root}-beside`, 'xfs', '/dev/sdb1')])).toBeNull();
  });

  test.each([
    'nfs',
    'nfs4',
    'cifs',
    'smb3',
    'ceph',
    'lustre',
    'beegfs',
    'gpfs',
    'wekafs',
    'fuse.sshfs',
    '9p',
  ])('a mount of type %s needs consent', (type) => {
    const lines = [mounted(folder.folder, type, 'filer:/show')];
    expect(codeOf(lines, { ...CONSENTS, network: false })).toBe('network-mount');
    expect(codeOf(lines)).toBeNull();
    expect(isNetwork(readMounts(lines[0])[0]!)).toBe(true);
  });

  test('the file systems of this machine do not', () => {
    for (const type of ['ext4', 'xfs', 'btrfs', 'zfs', 'tmpfs', 'f2fs', 'overlay']) {
      expect(codeOf([mounted(folder.folder, type, '/dev/sdb1')], { ...CONSENTS, network: false })).toBeNull();
    }
  });

  test('the later of two mounts at one place counts', () => {
    const [local, network] = [
      mounted(folder.folder, 'xfs', '/dev/sdb1'),
      mounted(folder.folder, 'nfs4', 'filer:/x'),
    ];
    expect(codeOf([local, network], { ...CONSENTS, network: false })).toBe('network-mount');
    expect(codeOf([network, local], { ...CONSENTS, network: false })).toBeNull();
  });

  test('a mount that is read-only is refused', () => {
    expect(codeOf([mounted(folder.folder, 'xfs', '/dev/sdb1', 'ro,relatime')])).toBe('read-only');
  });

  test('a file system of the kernel is refused', () => {
    expect(codeOf([mounted(folder.folder, 'cgroup2', 'cgroup2')])).toBe('system-directory');
  });

  test('the device of the machine itself needs consent', () => {
    const without = { ...CONSENTS, systemDevice: false };
    // By its name, where a part of it has a number of its own.
    expect(codeOf([mounted(folder.folder, 'btrfs', '/dev/sda1')], without)).toBe('system-device');
    expect(codeOf([mounted(folder.folder, 'btrfs', '/dev/sda1')])).toBeNull();
    expect(codeOf([mounted(folder.folder, 'xfs', '/dev/sdb1')], without)).toBe(
      existsSync('/dev/shm') ? null : 'system-device',
    );
  });
});
