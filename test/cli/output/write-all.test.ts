import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ShortWrite, type WriteSome, writeAll } from '../../../cli/output/write-all.ts';

/** What a descriptor does when it is next asked to take bytes: how many it takes at most, or the error it gives. */
type Step = number | 'EAGAIN' | 'EINTR' | 'ENOSPC' | 'EIO' | 'EPIPE';

const AT_ONCE = { attempts: 5, waitMilliseconds: 0 };

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: write`), { code, errno: -1, syscall: 'write' });
}

/** A descriptor that goes through its steps, and takes everything afterwards. */
function descriptor(steps: readonly Step[]): { readonly write: WriteSome; readonly taken: () => Buffer } {
  const parts: Buffer[] = [];
  const left = [...steps];
  const write = (bytes: Uint8Array) => {
    const step = left.shift() ?? bytes.length;
    if (typeof step === 'string') throw systemError(step);
    const part = Buffer.from(bytes.subarray(0, step));
    parts.push(part);
    return part.length;
  };
  return { write, taken: () => Buffer.concat(parts) };
}

const passing = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.constantFrom<Step>('EAGAIN', 'EINTR'),
) satisfies fc.Arbitrary<Step>;
const fatal = fc.constantFrom<Step>('ENOSPC', 'EIO', 'EPIPE');

/** Steps of which no more in a row take nothing than are waited for. */
const patient = (steps: readonly Step[]) =>
  !/(EAGAIN ?(EINTR ?)*){5}/.test(steps.filter((step) => typeof step === 'string').join(' '));

describe('writing all bytes', () => {
  test('hands them over whole and in order, however few are taken at once', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.array(passing, { maxLength: 20 }), (bytes, steps) => {
        fc.pre(patient(steps));
        const { write, taken } = descriptor(steps);
        writeAll(write, bytes, AT_ONCE);
        expect(taken()).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test('stops at the first error that waiting does not mend, and says how many were written', () => {
    const steps = fc.tuple(fc.array(passing, { maxLength: 10 }), fatal);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 100, maxLength: 200 }), steps, (bytes, [before, error]) => {
        fc.pre(patient(before));
        const { write, taken } = descriptor([...before, error]);
        let thrown: unknown;
        try {
          writeAll(write, bytes, AT_ONCE);
        } catch (caught) {
          thrown = caught;
        }
        expect(thrown).toBeInstanceOf(ShortWrite);
        expect(thrown).toMatchObject({
          writtenBytes: taken().length,
          wholeBytes: bytes.length,
          cause: { code: error },
        });
        expect(taken()).toEqual(Buffer.from(bytes.subarray(0, taken().length)));
      }),
    );
  });

  test.each([
    ['is never ready', 'EAGAIN' as const],
    ['takes nothing', 0],
  ])('gives up on a descriptor that %s', (_, step) => {
    const { write } = descriptor([3, ...Array<Step>(5).fill(step)]);
    expect(() => writeAll(write, Buffer.from('abcdef'), AT_ONCE)).toThrow(
      expect.objectContaining({ writtenBytes: 3, wholeBytes: 6 }),
    );
  });

  test('waits anew after each byte that is taken', () => {
    const steps = Array.from({ length: 6 }, (): Step[] => ['EAGAIN', 'EAGAIN', 'EAGAIN', 1]).flat();
    const { write, taken } = descriptor(steps);
    writeAll(write, Buffer.from('abcdef'), AT_ONCE);
    expect(taken().toString()).toBe('abcdef');
  });
});
