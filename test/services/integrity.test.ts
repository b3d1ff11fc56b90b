/** That wrong data is found where it lies: in the store of a real server, flipped behind its back; and that right data is right. */

import { closeSync, fsyncSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alignedBytes } from '../../loadgen/data/aligned-memory.ts';
import { BlockData } from '../../loadgen/data/block-data.ts';
import { readHeader } from '../../loadgen/data/block-header.ts';
import { openNfsTarget } from '../../loadgen/targets/nfs/nfs-target.ts';
import { PosixTarget } from '../../loadgen/targets/posix/posix-target.ts';
import { openS3Target } from '../../loadgen/targets/s3/open-s3-target.ts';
import { type Target, TargetError } from '../../loadgen/targets/target.ts';
import type { CorruptRegion } from '../../models/load-section.ts';
import { type Ganesha, startGanesha, whyNoGanesha } from './ganesha.ts';
import { skipUnlessInstalled } from './installed.ts';
import { type Mounted, mountExt4, whyNoMounts } from './posix-mount.ts';
import { Radosgw, whyNoRadosgw } from './radosgw.ts';
import { environmentOf, makeBucket } from './s3-bucket.ts';

const data = new BlockData('integrity');
const FLIPS = 100;
const FILE_BYTES = 300_000;

test('what is needed is installed', ({ skip }) => {
  for (const whyNot of [whyNoMounts(), whyNoGanesha(), whyNoRadosgw()]) {
    skipUnlessInstalled(skip, whyNot);
    expect(whyNot).toBeNull();
  }
});

function contentOf(file: string, version: number, bytes = FILE_BYTES): Uint8Array {
  const content = new Uint8Array(bytes);
  data.generate(content, file, version, 0);
  return content;
}

async function write(target: Target, name: string, content: Uint8Array): Promise<void> {
  await target.create(name);
  await target.write(name, 0, content);
  await target.commit(name);
}

/** Numbers below a bound, the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Changes one bit of a file on this machine. */
function flip(file: string, offsetBytes: number, bit: number): void {
  const descriptor = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(descriptor, byte, 0, 1, offsetBytes);
  byte[0]! ^= 1 << bit;
  writeSync(descriptor, byte, 0, 1, offsetBytes);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** Flips a bit in each of a hundred files below `store`, and reads them through the target: how many were found in their place. */
async function foundOf(target: Target, store: string): Promise<number> {
  const random = numbers(7);
  const into = alignedBytes(FILE_BYTES);
  let found = 0;
  for (let turn = 0; turn < FLIPS; turn++) {
    const name = `file-${turn}`;
    await write(target, name, contentOf(name, turn));
    const at = random(FILE_BYTES);
    flip(path.join(store, name), at, random(8));
    const length = await target.read(name, 0, into);
    const region = data.verify(into.subarray(0, length), name, 0, { oldest: turn, newest: turn });
    const expected: Partial<CorruptRegion> = { file: name, offsetBytes: at, bytes: 1, finding: 'corrupt' };
    expect(region).toMatchObject(expected);
    found++;
    await target.remove(name);
  }
  return found;
}

/**
 * Publishes version after version of a file, while others read it without pause: what they read is whole, none that was not begun,
 * and none older than what had been published when they began. Answers how many reads saw a file.
 */
async function readsWhilePublishing(
  writer: Target,
  readers: readonly Target[],
  publish: (content: Uint8Array, version: number) => Promise<void>,
  versions: number,
): Promise<number> {
  const name = 'published';
  const state = { begun: 0, published: 0, ended: false, reads: 0 };
  const readOnce = async (reader: Target, into: Uint8Array) => {
    const oldest = state.published;
    const length = await reader.read(name, 0, into).catch((error: unknown) => {
      if (error instanceof TargetError && (error.retryable || error.code === 'not-found')) return error;
      throw error;
    });
    if (length instanceof TargetError) {
      // Replaced while it was read: that, the server may say. That there is no such file, only before the first.
      if (length.retryable || oldest === 0) return;
      throw length;
    }
    expect(length).toBe(FILE_BYTES);
    // One version, whole: nothing of the one before it, or after it.
    const version = readHeader(into)?.version ?? -1;
    expect(version).toBeGreaterThanOrEqual(Math.max(1, oldest));
    expect(version).toBeLessThanOrEqual(state.begun);
    expect(data.verify(into.subarray(0, length), name, 0, { oldest: version, newest: version })).toBeNull();
    state.reads++;
  };
  const read = async (reader: Target) => {
    const into = new Uint8Array(FILE_BYTES + 1);
    while (!state.ended) await readOnce(reader, into);
  };
  const publishAll = async () => {
    for (let version = 1; version <= versions; version++) {
      state.begun = version;
      await publish(contentOf(name, version), version);
      state.published = version;
      // What was written is what is read, by whoever reads next.
      const into = new Uint8Array(FILE_BYTES);
      await writer.read(name, 0, into);
      expect(data.verify(into, name, 0, { oldest: version, newest: version })).toBeNull();
    }
    state.ended = true;
  };
  await Promise.all(
    [publishAll(), ...readers.map(read)].map((each) => each.finally(() => (state.ended = true))),
  );
  return state.reads;
}

const byRename = (target: Target) => async (content: Uint8Array) => {
  await write(target, 'staged', content);
  await target.rename('staged', 'published');
};

describe.skipIf(whyNoMounts() !== null)('on ext4, past the page cache', () => {
  let mounted: Mounted;
  let root: string;
  let target: Target;

  beforeAll(() => {
    mounted = mountExt4(64);
    root = path.join(mounted.path, 'target');
    mkdirSync(root);
    target = new PosixTarget(root, { direct: true });
  });
  afterAll(async () => {
    await target?.close();
    mounted?.stop();
  });

  test('a flipped bit is found where it lies, each time', async () => {
    expect(await foundOf(target, root)).toBe(FLIPS);
  });
});

describe.skipIf(whyNoGanesha() !== null)('over NFS', () => {
  let server: Ganesha;
  let targets: readonly Target[] = [];

  beforeAll(async () => {
    server = await startGanesha();
    const open = () => openNfsTarget(`${server.url}?${server.options}`);
    targets = [await open(), await open(), await open()];
  });
  afterAll(async () => {
    for (const target of targets) await target.close();
    await server?.stop();
  });

  test('a flipped bit is found where it lies, each time', async () => {
    expect(await foundOf(targets[0]!, server.folder)).toBe(FLIPS);
  });

  test('a file that is published by its renaming is never seen in part', async () => {
    const [writer, ...readers] = targets;
    const reads = await readsWhilePublishing(writer!, readers, byRename(writer!), 100);
    expect(reads).toBeGreaterThan(50);
  });
});

describe.skipIf(whyNoRadosgw() !== null)('on S3', () => {
  let server: Radosgw;
  let targets: readonly Target[] = [];

  beforeAll(async () => {
    server = await Radosgw.start();
    const user = await server.addUser('artist');
    await makeBucket(server.endpoint, user, 'show');
    const open = (prefix: string) =>
      openS3Target(`s3://show/${prefix}?endpoint=${server.endpoint}`, { environment: environmentOf(user) });
    targets = [open('place'), open('place'), open('place')];
  });
  afterAll(async () => {
    for (const target of targets) await target.close();
    await server?.stop();
  });

  test('an object that was replaced by one with a flipped bit is found out', async () => {
    const [target, other] = targets;
    const random = numbers(3);
    const into = new Uint8Array(FILE_BYTES);
    for (let turn = 0; turn < FLIPS; turn++) {
      const content = contentOf('object', 2);
      const at = random(FILE_BYTES);
      content[at]! ^= 1 << random(8);
      await other!.write('object', 0, content);
      await other!.commit('object');
      await target!.read('object', 0, into);
      expect(data.verify(into, 'object', 0, { oldest: 2, newest: 2 })).toMatchObject({
        offsetBytes: at,
        bytes: 1,
      });
    }
  });

  test('an object is never seen in part while it is written over', async () => {
    const [writer, ...readers] = targets;
    const publish = async (content: Uint8Array) => {
      await writer!.write('published', 0, content);
      await writer!.commit('published');
    };
    const reads = await readsWhilePublishing(writer!, readers, publish, 100);
    expect(reads).toBeGreaterThan(50);
  });
});
