import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Share } from '../../../sim/runtime/share.ts';

const crews = fc.integer({ min: 1, max: 64 });

function sharesOf(workers: number): readonly Share[] {
  return Array.from({ length: workers }, (_, worker) => new Share(worker, workers));
}

describe('the shares of a crew', () => {
  test('every whole thing is one worker’s, in turn', () => {
    fc.assert(
      fc.property(crews, fc.nat(), (workers, number) => {
        const owners = sharesOf(workers).filter((share) => share.owns(number));
        expect(owners.map(({ worker }) => worker)).toEqual([number % workers]);
      }),
    );
  });

  test('every file is one worker’s', () => {
    fc.assert(
      fc.property(crews, fc.string(), (workers, file) => {
        expect(sharesOf(workers).filter((share) => share.ownsFile(file))).toHaveLength(1);
      }),
    );
  });

  test('parts add up, and differ by one at most', () => {
    fc.assert(
      fc.property(crews, fc.nat(1_000_000), (workers, count) => {
        const parts = sharesOf(workers).map((share) => share.partOf(count));
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(count);
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('one of them speaks for all', () => {
    expect(sharesOf(8).filter(({ isFirst }) => isFirst)).toHaveLength(1);
  });

  test.each([2, 3, 7, 8])('numbered files are spread evenly over %i workers', (workers) => {
    const files = 20_000;
    for (const step of [1, 2, 8, 10, 100]) {
      const shares = sharesOf(workers);
      const counts = shares.map(() => 0);
      for (let i = 0; i < files; i++) {
        const name = `pipeline/${String(i * step).padStart(6, '0')}`;
        counts[shares.findIndex((share) => share.ownsFile(name))]!++;
      }
      // Chi-square with workers - 1 degrees of freedom; its tail beyond 40 is below 1e-4 for at most 8 workers.
      const expected = files / workers;
      const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      expect(chiSquare, `step ${step}: ${counts.join(' ')}`).toBeLessThan(40);
    }
  });

  test('are none for a worker that does not exist', () => {
    for (const [worker, workers] of [
      [-1, 2],
      [2, 2],
      [0.5, 2],
      [0, 0],
    ] as const) {
      expect(() => new Share(worker, workers)).toThrow(RangeError);
    }
  });
});
