import { describe, expect, test } from 'vitest';
import {
  ANF_LARGE_VOLUME_EDA,
  NETAPP_A90_EDA,
  QUMULO_ANQ_AI_IMAGE,
} from '../../../models/hardware/catalog/response-curves.ts';
import { TYPICAL_LAW } from '../../../models/hardware/derive-envelope.ts';
import { fitLaw, fitLawBelowPeak, peakOperationsPerSecond } from '../../../models/hardware/fit-law.ts';
import { meanWaitSeconds } from '../../../models/hardware/storage-law.ts';
import { pointsOf, SPEC_CURVES } from './spec-curves.ts';

/** Relative error (root mean square) that the law promises on every official curve. */
const PROMISED_ERROR = 0.09;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

test('a law is recovered from a curve that it made', () => {
  const law = { lanes: 1, serversPerLane: 4, variability: 2, idleResponseSeconds: 0.5e-3 };
  const capacity = 100_000;
  const points = [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95].map((utilization) => ({
    operationsPerSecond: utilization * capacity,
    responseSeconds: 0.5e-3 + meanWaitSeconds(law, utilization, 0.5e-3),
  }));
  const fit = fitLaw(points);
  expect(fit.serversPerLane).toBe(4);
  expect(fit.variability).toBeCloseTo(2, 1);
  expect(fit.idleResponseSeconds).toBeCloseTo(0.5e-3, 6);
  expect(fit.capacityOperationsPerSecond / capacity).toBeCloseTo(1, 2);
  expect(fit.relativeError).toBeLessThan(0.01);
});

describe('published curves', () => {
  test.each(SPEC_CURVES)('$id follows the law within 9%', (curve) => {
    expect(fitLaw(pointsOf(curve)).relativeError).toBeLessThan(PROMISED_ERROR);
  });

  test.each(SPEC_CURVES)('$id follows it even with one server per lane', (curve) => {
    expect(fitLaw(pointsOf(curve), [1]).relativeError).toBeLessThan(PROMISED_ERROR);
  });

  test('the median over them, with one server per lane, is the typical variability', () => {
    const fits = SPEC_CURVES.map((curve) => fitLaw(pointsOf(curve), [TYPICAL_LAW.serversPerLane]));
    expect(median(fits.map((fit) => fit.variability))).toBeCloseTo(TYPICAL_LAW.variability, 1);
  });

  test('the median over those of SPECstorage 2020 is the typical idle response', () => {
    const recent = SPEC_CURVES.filter((curve) => curve.source.startsWith('SPECstorage2020'));
    const fits = recent.map((curve) => fitLaw(pointsOf(curve), [TYPICAL_LAW.serversPerLane]));
    expect(median(fits.map((fit) => fit.idleResponseSeconds))).toBeCloseTo(
      TYPICAL_LAW.idleResponseSeconds,
      5,
    );
  });
});

describe('curves in the catalog', () => {
  test.each([NETAPP_A90_EDA, ANF_LARGE_VOLUME_EDA, QUMULO_ANQ_AI_IMAGE])(
    '$id is the published curve, and follows the law within 9% below its peak',
    (curve) => {
      const published = SPEC_CURVES.find(({ id }) => id === curve.id)!;
      expect(curve.points).toEqual(pointsOf(published));
      const fit = fitLawBelowPeak(curve.points);
      expect(fit.capacityOperationsPerSecond).toBe(peakOperationsPerSecond(curve.points));
      expect(fit.relativeError).toBeLessThan(PROMISED_ERROR);
    },
  );
});
