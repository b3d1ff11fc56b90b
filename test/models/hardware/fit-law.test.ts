import { describe, expect, test } from 'vitest';
import { PUBLISHED_CURVES } from '../../../models/hardware/catalog/response-curves.ts';
import { fitLaw, peakOperationsPerSecond, responseRatio } from '../../../models/hardware/fit-law.ts';

/** The law that made a curve, at loads up to 95% of its capacity. */
function curveOf(capacity: number, idleSeconds: number, variability: number) {
  return [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95].map((utilization) => ({
    operationsPerSecond: utilization * capacity,
    responseSeconds: idleSeconds * responseRatio(variability, utilization),
  }));
}

test('a law is recovered from a curve that it made', () => {
  const fit = fitLaw(curveOf(100_000, 0.5e-3, 2))!;
  expect(fit.variability).toBeCloseTo(2, 1);
  expect(fit.idleResponseSeconds).toBeCloseTo(0.5e-3, 5);
  expect(fit.capacityOperationsPerSecond / 100_000).toBeCloseTo(1, 2);
  expect(fit.relativeError).toBeLessThan(0.01);
});

test('rounding moves the law by less than what it hides', () => {
  const exact = curveOf(100_000, 0.32e-3, 0.5);
  const rounded = exact.map((point) => ({
    ...point,
    responseSeconds: Math.round(point.responseSeconds * 1e4) / 1e4,
  }));
  const fit = fitLaw(rounded, 0.1e-3)!;
  expect(fit.capacityOperationsPerSecond / 100_000).toBeCloseTo(1, 1);
  expect(Math.abs(fit.idleResponseSeconds - 0.32e-3)).toBeLessThan(0.05e-3);
});

test('no law is made of a curve that falls all the way', () => {
  const falling = [1, 2, 3, 4].map((load) => ({ operationsPerSecond: load, responseSeconds: 1 / load }));
  expect(fitLaw(falling)).toBeUndefined();
});

describe('published curves', () => {
  test.each(PUBLISHED_CURVES.map((curve) => [curve.id, curve] as const))(
    '%s follows the law within 9%%, with a capacity above its published peak',
    (_, { points, resolutionSeconds }) => {
      const fit = fitLaw(points, resolutionSeconds)!;
      expect(fit.relativeError).toBeLessThan(0.09);
      expect(fit.medianError).toBeLessThan(0.09);
      expect(fit.capacityOperationsPerSecond).toBeGreaterThan(peakOperationsPerSecond(points));
    },
  );
});
