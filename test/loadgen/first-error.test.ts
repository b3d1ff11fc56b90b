import { describe, expect, test } from 'vitest';
import { afterError, closing, closingNow, withLater } from '../../loadgen/first-error.ts';
import { TargetError } from '../../loadgen/targets/target.ts';

const first = () => new TargetError('protocol', 'the answer is malformed', { retryable: false });
const later = () => new TargetError('not-found', 'there is no such object', { retryable: false });
const fails = (error: Error) => () => Promise.reject(error);
const BOTH = 'the answer is malformed; and then: there is no such object';

describe('of two errors', () => {
  test('the first is told, the second beside it', async () => {
    const told = { name: 'TargetError', code: 'protocol', message: BOTH };
    expect(withLater(first(), later())).toMatchObject(told);
    expect(await afterError(first(), fails(later()))).toMatchObject(told);
    await expect(closing(fails(first()), fails(later()))).rejects.toMatchObject(told);
    const close = () => {
      throw later();
    };
    const perform = () => {
      throw first();
    };
    expect(() => closingNow(perform, close)).toThrow(expect.objectContaining(told));
  });

  test('the same words are told once', async () => {
    expect(await afterError(first(), fails(first()), fails(first()))).toMatchObject({
      message: 'the answer is malformed',
    });
  });
});

test('every step that ends something is tried, also after one that fails', async () => {
  const tried: string[] = [];
  const step = (name: string) => async () => {
    tried.push(name);
    throw new Error(name);
  };
  const error = await afterError(first(), step('one'), step('two'));
  expect(tried).toEqual(['one', 'two']);
  expect(error).toMatchObject({ message: 'the answer is malformed; and then: one; and then: two' });
});

describe('what is performed and then closed', () => {
  test('gives its result, and is closed', async () => {
    let isClosed = false;
    const close = async () => {
      isClosed = true;
    };
    expect(await closing(async () => 7, close)).toBe(7);
    expect(isClosed).toBe(true);
  });

  test('fails where only closing does: what was written may be lost', async () => {
    await expect(closing(async () => 7, fails(later()))).rejects.toThrow('there is no such object');
  });
});
