import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import { errnoOf, failureOf } from '../../../../loadgen/targets/posix/errno.ts';
import { TargetError } from '../../../../loadgen/targets/target.ts';

/** As Node throws it; it calls what it has no name for an unknown system error. */
function systemError(errno: number): Error {
  return Object.assign(new Error('Unknown system error'), { errno: -errno, syscall: 'write' });
}

const { EACCES, EDQUOT, EHOSTUNREACH, EIO, EISDIR, ELOOP, ENAMETOOLONG } = constants.errno;
const { ENOENT, ENOSPC, ENOTDIR, ENOTEMPTY, EPERM, EROFS, ESTALE, ETIMEDOUT, EEXIST } = constants.errno;

describe('a failed system call', () => {
  test.each([
    [EACCES, 'permission', false],
    [EPERM, 'permission', false],
    [ELOOP, 'permission', false],
    [EROFS, 'read-only', false],
    [ENOSPC, 'no-space', false],
    [EDQUOT, 'quota', false],
    [ESTALE, 'stale', true],
    [ENAMETOOLONG, 'name-too-long', false],
    [ENOENT, 'not-found', false],
    [ENOTDIR, 'not-a-directory', false],
    [EISDIR, 'is-a-directory', false],
    [ENOTEMPTY, 'not-empty', false],
    [EEXIST, 'exists', false],
    [EIO, 'io', true],
    [ETIMEDOUT, 'timeout', true],
    [EHOSTUNREACH, 'unreachable', true],
  ])('with errno %i is a failure of kind %s', (errno, code, retryable) => {
    const cause = systemError(errno);
    const failure = failureOf('shots/010', cause);
    expect(failure).toBeInstanceOf(TargetError);
    expect(failure).toMatchObject({ code, retryable, cause });
    expect(String(failure)).toMatch(/^TargetError: shots\/010: [a-z][^\n]+ \(E[A-Z]+\)$/);
  });

  test('that nobody knows is still one, by its number', () => {
    expect(failureOf('file', systemError(4000))).toMatchObject({ code: 'io', retryable: false });
    expect(String(failureOf('file', systemError(4000)))).toContain('4000');
  });
});

describe('another failure', () => {
  test('of a target gets its path', () => {
    const failure = failureOf('', new TargetError('quota', 'used up', { retryable: true }));
    expect(failure).toMatchObject({
      code: 'quota',
      message: 'the root of the target: used up',
      retryable: true,
    });
  });

  test('is none of the target, and stays what it is', () => {
    const error = new RangeError('a mistake of the program');
    expect(failureOf('file', error)).toBe(error);
    expect(errnoOf(error)).toBeUndefined();
  });
});
