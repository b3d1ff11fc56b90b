import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  UncommittedWrites,
  type WritableServer,
} from '../../../../loadgen/targets/nfs/uncommitted-writes.ts';
import { TargetError } from '../../../../loadgen/targets/target.ts';

const FILE_BYTES = 64;
const HANDLE = { bytes: Uint8Array.of(1), text: '01' };
const OTHER = { bytes: Uint8Array.of(2), text: '02' };

/** A server with one file in memory and on disk, which loses its memory when it starts again. */
class ForgetfulServer implements WritableServer {
  memory = new Uint8Array(FILE_BYTES);
  disk = new Uint8Array(FILE_BYTES);
  verifier = 1n;
  commits = 0;
  /** What each call does first. */
  before: () => void = () => undefined;
  shortWrites: boolean;

  constructor(shortWrites: boolean) {
    this.shortWrites = shortWrites;
  }

  restart(): void {
    this.memory = this.disk.slice();
    this.verifier++;
  }

  write: WritableServer['write'] = async (_, offsetBytes, from) => {
    this.before();
    await Promise.resolve();
    const bytes = this.shortWrites ? Math.ceil(from.length / 2) : from.length;
    this.memory.set(from.subarray(0, bytes), offsetBytes);
    return { bytes, stable: false, verifier: this.verifier };
  };

  commit: WritableServer['commit'] = async () => {
    this.before();
    await Promise.resolve();
    this.commits++;
    this.disk = this.memory.slice();
    return this.verifier;
  };
}

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ offset: fc.nat(FILE_BYTES - 8), value: fc.integer({ min: 1, max: 255 }) }),
    },
    { weight: 2, arbitrary: fc.constant('restart' as const) },
    { weight: 2, arbitrary: fc.constant('commit' as const) },
  ),
  { maxLength: 30 },
);

async function writeAll(writes: UncommittedWrites, offset: number, from: Uint8Array): Promise<void> {
  for (let done = 0; done < from.length; ) {
    done += await writes.write(HANDLE, offset + done, from.subarray(done));
  }
}

describe('writes that are not committed', () => {
  test('are on disk after a commit, as they were made, whenever the server started again', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (list, shortWrites) => {
        const server = new ForgetfulServer(shortWrites);
        const writes = new UncommittedWrites(server);
        const expected = new Uint8Array(FILE_BYTES);
        for (const step of list) {
          if (step === 'restart') server.restart();
          else if (step === 'commit') await writes.commit(HANDLE);
          else {
            await writeAll(writes, step.offset, new Uint8Array(8).fill(step.value));
            expected.fill(step.value, step.offset, step.offset + 8);
          }
        }
        await writes.commit(HANDLE);
        expect(server.disk).toEqual(expected);
      }),
    );
  });

  test('are written again even when the server starts again while that is done', async () => {
    const server = new ForgetfulServer(false);
    const writes = new UncommittedWrites(server);
    for (let offset = 0; offset < FILE_BYTES; offset += 8)
      await writeAll(writes, offset, new Uint8Array(8).fill(offset + 1));
    server.restart();
    let calls = 0;
    server.before = () => {
      if (++calls === 5) server.restart();
    };
    await writes.commit(HANDLE);
    expect(server.disk).toEqual(Uint8Array.from({ length: FILE_BYTES }, (_, at) => at - (at % 8) + 1));
  });

  test('are written again even when the server starts again between two parts of one of them', async () => {
    for (let restartAt = 1; restartAt <= 12; restartAt++) {
      const server = new ForgetfulServer(false);
      const writes = new UncommittedWrites(server);
      await writeAll(writes, 0, new Uint8Array(FILE_BYTES).fill(9));
      server.restart();
      server.shortWrites = true;
      let calls = 0;
      server.before = () => {
        if (++calls === restartAt) server.restart();
      };
      await writes.commit(HANDLE);
      expect(server.disk).toEqual(new Uint8Array(FILE_BYTES).fill(9));
    }
  });

  test('stay for the next commit when one fails', async () => {
    const server = new ForgetfulServer(false);
    const writes = new UncommittedWrites(server);
    await writeAll(writes, 0, new Uint8Array(8).fill(7));
    server.before = () => {
      throw new TargetError('unreachable', 'gone', { retryable: true });
    };
    await expect(writes.commit(HANDLE)).rejects.toThrow('gone');
    server.before = () => undefined;
    server.restart();
    await writes.commit(HANDLE);
    expect(server.disk.subarray(0, 8)).toEqual(new Uint8Array(8).fill(7));
  });

  test('do not come back once the file was emptied', async () => {
    const server = new ForgetfulServer(false);
    const writes = new UncommittedWrites(server);
    await writeAll(writes, 0, new Uint8Array(8).fill(7));
    writes.forget(HANDLE);
    server.restart();
    await writes.commit(HANDLE);
    expect(server.disk).toEqual(new Uint8Array(FILE_BYTES));
  });

  test('are not kept without bound: the oldest are committed first', async () => {
    const server = new ForgetfulServer(false);
    const writes = new UncommittedWrites(server, 8 * 4096);
    for (let turn = 0; turn < 100; turn++)
      await writes.write(turn < 50 ? HANDLE : OTHER, 0, new Uint8Array(8));
    expect(server.commits).toBeGreaterThanOrEqual(10);
  });

  test('stay when an early commit finds the server away', async () => {
    const server = new ForgetfulServer(false);
    const writes = new UncommittedWrites(server, 4096);
    await writeAll(writes, 0, new Uint8Array(8).fill(7));
    const { commit } = server;
    server.commit = () => Promise.reject(new TargetError('unreachable', 'gone', { retryable: true }));
    await writeAll(writes, 8, new Uint8Array(8).fill(8));
    server.commit = commit;
    server.restart();
    await writes.commit(HANDLE);
    expect(server.disk.subarray(0, 16)).toEqual(Uint8Array.from({ length: 16 }, (_, at) => (at < 8 ? 7 : 8)));
  });

  test('whose early commit failed fail the next one, once', async () => {
    const server = new ForgetfulServer(false);
    const writes = new UncommittedWrites(server, 4096);
    await writes.write(HANDLE, 0, new Uint8Array(8));
    const commit = server.commit;
    server.commit = () => Promise.reject(new TargetError('no-space', 'full', { retryable: false }));
    await writes.write(OTHER, 0, new Uint8Array(8));
    server.commit = commit;
    await expect(writes.commit(HANDLE)).rejects.toMatchObject({ code: 'no-space' });
    await writes.commit(HANDLE);
    expect(server.commits).toBe(1);
  });
});
