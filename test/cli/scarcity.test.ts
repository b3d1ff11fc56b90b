/** Too few open files, threads or too little memory are told as that, in a line and with what to do. */

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { explain } from '../../cli/explain.ts';
import { Failure } from '../../cli/failure.ts';
import { ROOT, TINY } from './run-process.ts';

const coded = (code: string, message: string) => Object.assign(new Error(message), { code });

describe('an error that comes from what the system gives', () => {
  test.each([
    [coded('EMFILE', 'open'), /too few files may be open at once/, /ulimit -n/],
    [coded('ENFILE', 'open'), /too few files may be open at once/, /ulimit -n/],
    [coded('ERR_INVALID_PACKAGE_CONFIG', 'x: too many open files.'), /too few files/, /ulimit -n/],
    [coded('ERR_WORKER_INIT_FAILED', 'Worker initialization failure: EMFILE'), /too few files/, /ulimit -n/],
    [
      coded('ERR_WORKER_INIT_FAILED', 'Worker initialization failure: EAGAIN'),
      /no more threads/,
      /ulimit -u/,
    ],
  ])('%s is told as such, whatever it was wrapped in', (error, message, hint) => {
    for (const thrown of [
      error,
      new Failure(EXIT.bug, 'it failed', { cause: error }),
      new Failure(EXIT.usage, 'cannot write', { cause: new Error('why', { cause: error }) }),
    ]) {
      const { exitCode, lines } = explain(thrown, false);
      expect(exitCode).toBe(EXIT.system);
      expect(lines).toEqual([expect.stringMatching(message), expect.stringMatching(hint)]);
    }
  });

  test('is told with the message of what needed the memory', () => {
    const cause = coded('ERR_WORKER_OUT_OF_MEMORY', 'x');
    const { exitCode, lines } = explain(
      new Failure(EXIT.bug, 'it needed more than 64 MiB', { cause }),
      false,
    );
    expect(exitCode).toBe(EXIT.system);
    expect(lines).toEqual([
      'headroom: it needed more than 64 MiB',
      expect.stringContaining('fewer --threads'),
    ]);
    expect(explain(coded('ENOMEM', 'x'), false).lines[0]).toBe('headroom: there is too little memory');
  });

  test('is not any other', () => {
    expect(explain(coded('ENOENT', 'no such file'), false).exitCode).toBe(EXIT.bug);
    expect(explain(new Failure(EXIT.invalid, 'no'), false).exitCode).toBe(EXIT.invalid);
  });
});

describe.skipIf(process.platform !== 'linux')('with few open files', () => {
  const run = (files: number, node: string, entry: string) =>
    spawnSync(
      'sh',
      [
        '-c',
        `ulimit -n ${files}; exec "$@"`,
        'sh',
        node,
        path.join(ROOT, 'cli', entry),
        'simulate',
        TINY,
        '--quiet',
      ],
      {
        encoding: 'utf8',
      },
    );
  const told = (files: number) => ({
    status: EXIT.system,
    stdout: '',
    stderr: expect.stringMatching(
      new RegExp(
        `^headroom: too few files may be open at once: the limit is ${files}\n  raise the limit, [^\n]*\n$`,
      ),
    ),
  });

  test('the program says so and does not start', () => {
    expect(run(30, process.execPath, 'headroom.mjs')).toMatchObject(told(30));
  });

  test('so that no thread can be started, the program says so as well', () => {
    expect(run(28, process.execPath, 'main.ts')).toMatchObject(told(28));
  });
});
