import { expect, test } from 'vitest';
import { PUBLISHED_CURVES } from '../../../models/hardware/catalog/response-curves.ts';
import { crossValidated } from '../../../models/hardware/cross-validation.ts';

const { medianRatios, ownCurveError, systems } = crossValidated(PUBLISHED_CURVES);

test('each published system is kept back once', () => {
  expect(systems.map(({ id }) => id)).toEqual(PUBLISHED_CURVES.map(({ id }) => id));
});

test('from a data sheet alone the law is right in the median up to nine tenths of the peak, and finite at the peak', () => {
  expect(medianRatios.map((ratio) => ratio.toFixed(2))).toEqual(['1.05', '1.09', '1.19', '0.84', '0.64']);
});

test("with a system's own curve the median error is below 5%", () => {
  expect(ownCurveError).toBeLessThan(0.05);
});
