import { expect, test } from 'vitest';
import { PUBLISHED_CURVES } from '../../../models/hardware/catalog/response-curves.ts';
import { responseAt, shapeOfSystems, TYPICAL_SHAPE } from '../../../models/hardware/typical-shape.ts';

test('the typical shape is that of the published curves', () => {
  const shape = shapeOfSystems(PUBLISHED_CURVES);
  expect(shape.beyondPeak).toBeCloseTo(TYPICAL_SHAPE.beyondPeak, 6);
  expect(shape.variability).toBeCloseTo(TYPICAL_SHAPE.variability, 6);
});

test('a response between two published points lies on the line between them', () => {
  const points = [
    { operationsPerSecond: 100, responseSeconds: 1 },
    { operationsPerSecond: 200, responseSeconds: 3 },
  ];
  expect([50, 100, 150, 200, 300].map((rate) => responseAt(points, rate))).toEqual([1, 1, 2, 3, 3]);
});
