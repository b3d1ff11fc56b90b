import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PosixTarget } from '../../loadgen/targets/posix/posix-target.ts';
import { skipUnlessInstalled } from './installed.ts';
import { type Mounted, mountExt4, whyNoMounts } from './posix-mount.ts';
import { describeTarget } from './target-conformance.ts';

const WHY_NOT = whyNoMounts();

test('file systems can be mounted', ({ skip }) => {
  skipUnlessInstalled(skip, WHY_NOT);
  expect(WHY_NOT).toBeNull();
});

describe('the file system of this machine', () => {
  let root: string;

  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'headroom-posix-'));
  });

  afterAll(() => rmSync(root, { recursive: true }));

  describeTarget('a directory', async () => new PosixTarget(root));
});

describe.skipIf(WHY_NOT !== null)('ext4 on a loop device', () => {
  let mounted: Mounted;

  beforeAll(() => {
    mounted = mountExt4(64);
  });

  afterAll(() => mounted?.stop());

  describe('through the page cache', () => {
    describeTarget('its root', async () => new PosixTarget(mounted.path));
  });

  describe('past the page cache', () => {
    describeTarget('its root', async () => new PosixTarget(mounted.path, { direct: true }));
  });

  describe("by Node's own calls", () => {
    describeTarget('its root', async () => new PosixTarget(mounted.path, { nativeCalls: false }));
  });

  // By io_uring, where the machine has it; performed at once otherwise.
  describe('with a queue', () => {
    describe('through the page cache', () => {
      describeTarget('its root', async () => new PosixTarget(mounted.path, { queueDepth: 8 }));
    });

    describe('past the page cache', () => {
      describeTarget('its root', async () => new PosixTarget(mounted.path, { queueDepth: 64, direct: true }));
    });

    describe('with almost no descriptors', () => {
      describeTarget(
        'its root',
        async () => new PosixTarget(mounted.path, { queueDepth: 8, openMaximum: 1 }),
      );
    });
  });

  describe('with almost no descriptors', () => {
    describeTarget('its root', async () => new PosixTarget(mounted.path, { openMaximum: 1 }));
  });
});
