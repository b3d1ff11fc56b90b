import { closeSync, constants, openSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errnoOf } from '../../../../../loadgen/targets/posix/errno.ts';
import { PosixTarget } from '../../../../../loadgen/targets/posix/posix-target.ts';
import { openQueue, type UringQueue } from '../../../../../loadgen/targets/posix/uring/uring-queue.ts';
import { type TemporaryRoot, temporaryRoot } from '../temporary-root.ts';

const DEPTH = 4;
const EBADF = 9;

/** Null where the machine has no io_uring: what the target then does, the tests of files without a queue say. */
const probe = openQueue(DEPTH);
await probe?.close();

if (probe !== null)
  describe('operations by io_uring', () => {
    let place: TemporaryRoot;
    let queue: UringQueue;
    let descriptor: number;
    const file = () => path.join(place.root, 'file');

    beforeEach(() => {
      place = temporaryRoot();
      queue = openQueue(DEPTH) as UringQueue;
      descriptor = openSync(file(), constants.O_RDWR | constants.O_CREAT);
    });

    afterEach(async () => {
      await queue.close();
      closeSync(descriptor);
      place.remove();
    });

    test('may be many more than are under way at once, each with its own bytes', async () => {
      await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          queue.write(descriptor, new Uint8Array(10).fill(index), index * 10),
        ),
      );
      const whole = readFileSync(file());
      expect(whole).toHaveLength(1000);
      expect(whole.every((byte, at) => byte === Math.floor(at / 10))).toBe(true);
      const buffers = Array.from({ length: 100 }, () => new Uint8Array(10));
      const counts = await Promise.all(
        buffers.map((into, index) => queue.read(descriptor, into, index * 10)),
      );
      expect(counts).toEqual(buffers.map(() => 10));
      buffers.forEach((into, index) => expect(into).toEqual(new Uint8Array(10).fill(index)));
    });

    test('read and write parts of buffers, and no other bytes', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ minLength: 1, maxLength: 300 }),
          fc.nat(5000),
          async (content, offset) => {
            const from = new Uint8Array(content.length + 7);
            from.set(content, 3);
            expect(await queue.write(descriptor, from.subarray(3, 3 + content.length), offset)).toBe(
              content.length,
            );
            const into = new Uint8Array(content.length + 20).fill(0xaa);
            const part = into.subarray(10, 10 + content.length);
            expect(await queue.read(descriptor, part, offset)).toBe(content.length);
            expect(part).toEqual(content);
            expect(into.subarray(0, 10)).toEqual(new Uint8Array(10).fill(0xaa));
            expect(into.subarray(10 + content.length)).toEqual(new Uint8Array(10).fill(0xaa));
          },
        ),
        { numRuns: 50 },
      );
    });

    test('reach beyond 4 GiB', async () => {
      const OFFSET = 2 ** 40 + 3;
      truncateSync(file(), OFFSET);
      await queue.write(descriptor, new Uint8Array([1, 2, 3]), OFFSET);
      await queue.sync(descriptor);
      const into = new Uint8Array(5);
      expect(await queue.read(descriptor, into, OFFSET - 1)).toBe(4);
      expect(into).toEqual(new Uint8Array([0, 1, 2, 3, 0]));
    });

    test('that fail say why, beside others that do not', async () => {
      writeFileSync(file(), 'abc');
      const into = new Uint8Array(3);
      const outcomes = await Promise.allSettled([
        queue.read(descriptor, into, 0),
        queue.read(9999, new Uint8Array(3), 0),
        queue.sync(9999),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
      const reasons = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [errnoOf(outcome.reason)] : [],
      );
      expect(reasons).toEqual([EBADF, EBADF]);
      expect(Buffer.from(into).toString()).toBe('abc');
    });

    test('leave the timers of the thread their turn', async () => {
      const patience = new AbortController();
      const readOn = async () => {
        const into = new Uint8Array(1);
        while (!patience.signal.aborted) await queue.read(descriptor, into, 0);
      };
      const reading = Promise.all([readOn(), readOn()]);
      await delay(5);
      patience.abort();
      await expect(reading).resolves.toBeDefined();
    });

    test('end before the queue is closed, and none begins after that', async () => {
      writeFileSync(file(), 'abc');
      const reading = queue.read(descriptor, new Uint8Array(3), 0);
      await queue.close();
      expect(await reading).toBe(3);
      await expect(queue.read(descriptor, new Uint8Array(3), 0)).rejects.toMatchObject({
        code: 'unreachable',
      });
    });
  });

describe('a target with a queue', () => {
  test('says what it has', async () => {
    const place = temporaryRoot();
    const target = new PosixTarget(place.root, { queueDepth: DEPTH });
    expect(target.engine).toBe(probe === null ? 'synchronous' : 'io_uring');
    const other = new PosixTarget(place.root);
    expect(other.engine).toBe('synchronous');
    await target.close();
    await other.close();
    place.remove();
  });

  test('keeps files open while they are in use, however few may be', async () => {
    const place = temporaryRoot();
    const target = new PosixTarget(place.root, { queueDepth: DEPTH, openMaximum: 1 });
    const FILES = 30;
    for (let index = 0; index < FILES; index++) {
      await target.create(`file-${index}`);
      await target.write(`file-${index}`, 0, new Uint8Array(100).fill(index));
    }
    const files = await Promise.all(
      Array.from({ length: FILES }, (_, index) => target.open(`file-${index}`, 'read')),
    );
    const buffers = files.map(() => new Uint8Array(100));
    await Promise.all(files.map((opened, index) => opened.read(0, buffers[index] ?? new Uint8Array())));
    buffers.forEach((bytes, index) => expect(bytes).toEqual(new Uint8Array(100).fill(index)));
    await Promise.all(files.map((opened) => opened.close()));
    await target.close();
    place.remove();
  });

  test('is no obstacle to timers, though most of its operations are performed at once', async () => {
    const place = temporaryRoot();
    const target = new PosixTarget(place.root, { queueDepth: DEPTH });
    const patience = new AbortController();
    const lookOn = async () => {
      while (!patience.signal.aborted) await target.getattr('');
    };
    const looking = lookOn();
    await target.create('file');
    await target.write('file', 0, new Uint8Array(10));
    await target.commit('file');
    await delay(5);
    patience.abort();
    await expect(looking).resolves.toBeUndefined();
    await target.close();
    place.remove();
  });

  test('waits for what is under way before it closes a file', async () => {
    const place = temporaryRoot();
    const target = new PosixTarget(place.root, { queueDepth: DEPTH });
    await target.create('file');
    const opened = await target.open('file', 'write');
    const writing = opened.write(0, new Uint8Array(1000).fill(7));
    await opened.close();
    await writing;
    expect(readFileSync(path.join(place.root, 'file'))).toEqual(Buffer.alloc(1000, 7));
    await target.close();
    place.remove();
  });
});
