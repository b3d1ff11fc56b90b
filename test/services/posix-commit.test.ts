/** When bytes are on the device: seen from below the file system, in the file behind its loop device. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PosixFiles, type PosixOptions } from '../../loadgen/targets/posix/posix-files.ts';
import { type Mounted, mountExt4, whyNoMounts } from './posix-mount.ts';
import { patternOf } from './target-conformance.ts';

const BYTES = Buffer.from(patternOf(4096, 77));

describe.skipIf(whyNoMounts() !== null)('what was written', () => {
  let mounted: Mounted;
  let files: PosixFiles | undefined;

  beforeEach(() => {
    mounted = mountExt4(16);
  });

  afterEach(() => {
    files?.close();
    mounted.stop();
  });

  const isOnDevice = () => readFileSync(path.join(path.dirname(mounted.path), 'image')).includes(BYTES);

  function written(options: PosixOptions): PosixFiles {
    files = new PosixFiles(mounted.path, options);
    files.create('file');
    files.write('file', 0, BYTES);
    return files;
  }

  test('waits in the page cache until it is committed', () => {
    const on = written({});
    expect(isOnDevice()).toBe(false);
    on.commit('file');
    expect(isOnDevice()).toBe(true);
  });

  test('is committed by the handle too', () => {
    const file = written({}).open('file', 'write');
    file.commit();
    expect(isOnDevice()).toBe(true);
  });

  test('goes on waiting where a commit is told not to', () => {
    written({ syncOnCommit: false }).commit('file');
    expect(isOnDevice()).toBe(false);
  });

  test('past the page cache is there at once', () => {
    written({ direct: true });
    expect(isOnDevice()).toBe(true);
  });
});
