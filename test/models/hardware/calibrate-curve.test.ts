import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calibrateCurve, fittedResponse, roundingOf } from '../../../models/hardware/calibrate-curve.ts';
import { PUBLISHED_CURVES } from '../../../models/hardware/catalog/response-curves.ts';
import { type ResponsePoint, responseRatio } from '../../../models/hardware/fit-law.ts';

function points(...pairs: readonly (readonly [number, number])[]): ResponsePoint[] {
  return pairs.map(([operationsPerSecond, milliseconds]) => ({
    operationsPerSecond,
    responseSeconds: milliseconds / 1e3,
  }));
}

function fitted(measured: readonly ResponsePoint[]) {
  const calibrated = calibrateCurve(measured);
  if (calibrated.kind !== 'fitted') throw new Error(calibrated.why);
  return calibrated;
}

function whyNot(measured: readonly ResponsePoint[]): string {
  const calibrated = calibrateCurve(measured);
  return calibrated.kind === 'refused' ? calibrated.why : 'fitted';
}

describe('intervals', () => {
  test('hold the law that made a curve', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 3, noNaN: true }),
        fc.double({ min: 1.05, max: 1.6, noNaN: true }),
        (variability, beyond) => {
          const measured = [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 1].map((load) => ({
            operationsPerSecond: load * 1e5,
            responseSeconds: 0.4e-3 * responseRatio(variability, load / beyond),
          }));
          const { capacityOperationsPerSecond: capacity, idleResponseSeconds: idle } = fitted(measured);
          expect(capacity.low / 1e5).toBeLessThanOrEqual(beyond * 1.01);
          expect(capacity.high ?? Infinity).toBeGreaterThanOrEqual(beyond * 0.99e5);
          expect(idle.low).toBeLessThanOrEqual(0.404e-3);
          expect(idle.high!).toBeGreaterThanOrEqual(0.396e-3);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('widen where the upper points are missing, and hold them', () => {
    for (const { points: all } of PUBLISHED_CURVES.filter(({ id }) => id.startsWith('avere'))) {
      const whole = fitted(all);
      const lower = fitted(all.slice(0, -2));
      expect(lower.capacityOperationsPerSecond.high ?? Infinity).toBeGreaterThan(
        whole.capacityOperationsPerSecond.best,
      );
    }
  });
});

describe('every published curve', () => {
  test.each(PUBLISHED_CURVES.map(({ id, points: measured }) => [id, measured] as const))(
    '%s is fitted, with its residuals and its last point kept back',
    (_, measured) => {
      const calibrated = fitted(measured);
      expect(calibrated.residuals).toHaveLength(measured.length);
      expect(calibrated.collapsed).toEqual([]);
      expect(calibrated.lastPointError).not.toBeNull();
      for (const { point, error } of calibrated.residuals) {
        const law = fittedResponse(calibrated.fit, point.operationsPerSecond);
        expect(law / point.responseSeconds - 1).toBe(error);
      }
    },
  );
});

describe('a curve is refused', () => {
  test('that has fewer points than the law needs', () => {
    expect(whyNot(points([100, 1], [200, 2], [300, 3]))).toContain('at least 4');
  });

  test('that comes from a closed loop: one rate, many latencies', () => {
    const closed = points(
      [5000, 0.2],
      [9000, 0.22],
      [10_000, 0.4],
      [10_050, 0.8],
      [10_100, 1.6],
      [10_080, 3.2],
    );
    expect(whyNot(closed)).toContain('closed loop');
  });

  test('whose latency falls as the rate rises', () => {
    expect(whyNot(points([100, 4], [200, 3], [300, 2], [400, 1]))).toContain('falls');
  });

  test('that is a cliff', () => {
    expect(whyNot(points([100, 1], [200, 1], [300, 1], [400, 1], [500, 60], [600, 61]))).toContain('cliff');
  });

  test('whose rate does not rise with the load', () => {
    expect(whyNot(points([100, 1], [300, 1.5], [200, 2], [400, 4]))).toContain('does not rise');
  });

  test('that collapses before there is anything to fit', () => {
    expect(whyNot(points([801, 6.1], [1539, 14.2], [1190, 18.9], [967, 22.8]))).toContain('collapses');
  });
});

test('what lies past the highest rate is left out, and said', () => {
  // A kernel NFS server of one thread under SPEC SFS 2.0, from a published technical note.
  const server = points([98, 1.4], [200, 2.7], [302, 3.3], [402, 6.8], [356, 56.6], [212, 97.8]);
  const { residuals, collapsed } = fitted(server);
  expect(residuals).toHaveLength(4);
  expect(collapsed).toEqual(server.slice(4));
});

test('the step to which latencies were rounded is found', () => {
  expect(roundingOf(points([1, 0.3], [2, 0.4]))).toBeCloseTo(1e-4, 12);
  expect(roundingOf(points([1, 0.794], [2, 0.812]))).toBeCloseTo(1e-6, 12);
  expect(roundingOf(points([1, 3], [2, 4]))).toBeCloseTo(1e-3, 12);
});
