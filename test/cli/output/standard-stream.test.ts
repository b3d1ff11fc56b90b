/** Standard output and error on what they may be: a file, a device, a pipe that is slow, full or gone. */

import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../../cli/exit-codes.ts';
import { type NodeStream, StandardStream, wayTo } from '../../../cli/output/standard-stream.ts';
import type { WriteSome } from '../../../cli/output/write-all.ts';

const NAME = 'standard output';

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: write`), { code, errno: -1, syscall: 'write' });
}

function direct(write: WriteSome): StandardStream {
  return new StandardStream(NAME, { kind: 'direct', write });
}

/** A stream of Node that fails at its first write as a socket does: it tells who wrote, everybody else, and takes no more. */
function failing(code: string): StandardStream {
  const listeners: ((error: Error) => void)[] = [];
  let isDestroyed = false;
  const stream: NodeStream = {
    on: (_event, listener) => listeners.push(listener),
    write(_text, done) {
      const error = isDestroyed
        ? Object.assign(new Error('write after end'), { code: 'ERR_STREAM_DESTROYED' })
        : systemError(code);
      isDestroyed = true;
      queueMicrotask(() => {
        done(error);
        for (const tell of listeners) tell(error);
      });
    },
  };
  return new StandardStream(NAME, { kind: 'node', stream: () => stream });
}

const REFUSALS = [
  ['ENOSPC', 'no space is left there; make room, or write elsewhere'],
  ['EDQUOT', 'the quota there is used up; make room, or write elsewhere'],
  ['EIO', 'the device reports an error'],
  ['EFBIG', 'it would be larger than a file may be'],
  ['EBADF', 'EBADF: write'],
] as const;
const WAYS = [
  [
    'a file',
    (code: string) =>
      direct(() => {
        throw systemError(code);
      }),
  ],
  ['a pipe', failing],
] as const;

describe.each(WAYS)('%s', (_, streamWith) => {
  test.each(REFUSALS)('that refuses with %s is a failure in one line', async (code, words) => {
    await expect(streamWith(code).write('text')).rejects.toMatchObject({
      exitCode: EXIT.output,
      message: `cannot write ${NAME}: ${words}`,
      hint: null,
    });
  });

  test('that fails goes on failing for the same reason', async () => {
    const stream = streamWith('ENOSPC');
    for (const text of ['first', 'second']) {
      await expect(stream.write(text)).rejects.toThrow('no space is left');
    }
  });

  test.each(['EPIPE', 'ECONNRESET'])('whose reader has gone (%s) is no failure', async (code) => {
    const stream = streamWith(code);
    for (const text of ['first', 'second']) await expect(stream.write(text)).resolves.toBeUndefined();
  });

  test('takes a note without a word where it cannot', async () => {
    const stream = streamWith('ENOSPC');
    expect(() => stream.say('note')).not.toThrow();
    // A rejection that nobody handles would fail the test.
    await new Promise((resolve) => setImmediate(resolve));
  });
});

test('a file that takes a part of a text did not take the text', async () => {
  let room = 6;
  const stream = direct((bytes) => {
    if (room === 0) throw systemError('ENOSPC');
    const taken = Math.min(room, bytes.length);
    room -= taken;
    return taken;
  });
  await expect(stream.write('1234')).resolves.toBeUndefined();
  await expect(stream.write('56789')).rejects.toThrow(
    'cannot write standard output: after 2 of 5 bytes no space is left',
  );
});

test('a descriptor is written to directly where Node would not look at how much was taken', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-stream-'));
  const unused = () => {
    throw new Error('a stream of Node was asked for');
  };
  const file = path.join(folder, 'file');
  const descriptor = openSync(file, 'w');
  try {
    await new StandardStream(NAME, wayTo(descriptor, unused)).write('größer\n');
    expect(readFileSync(file, 'utf8')).toBe('größer\n');
  } finally {
    closeSync(descriptor);
    rmSync(folder, { recursive: true });
  }
});

test.runIf(process.platform === 'linux')('a device without room takes nothing', async () => {
  const full = openSync('/dev/full', 'w');
  try {
    const stream = new StandardStream(
      NAME,
      wayTo(full, () => process.stdout),
    );
    await expect(stream.write('text')).rejects.toThrow('no space is left');
  } finally {
    closeSync(full);
  }
});
