import { expect, test } from 'vitest';
import { kolmogorovSmirnovP } from './goodness-of-fit.ts';

const uniformCumulative = (x: number) => Math.min(1, Math.max(0, x));
const coinCumulative = (x: number) => (x < 0 ? 0 : x < 1 ? 0.5 : 1);
const evenly = (count: number, shift: number) =>
  Float64Array.from({ length: count }, (_, i) => (i + 0.5) / count + shift);

test('draws that lie on the law have p 1', () => {
  expect(kolmogorovSmirnovP(evenly(1000, 0), uniformCumulative)).toBe(1);
});

test('at the tabulated 5% point, 1.358 / √n, p is 0.05', () => {
  const count = 10_000;
  expect(kolmogorovSmirnovP(evenly(count, 1.358 / Math.sqrt(count)), uniformCumulative)).toBeCloseTo(0.05, 2);
});

test('draws shifted by 3 / √n have p below 1e-4', () => {
  expect(kolmogorovSmirnovP(evenly(10_000, 0.03), uniformCumulative)).toBeLessThan(1e-4);
});

test('an atom counts with its whole weight', () => {
  const fair = Float64Array.from({ length: 1000 }, (_, i) => i % 2);
  const loaded = Float64Array.from({ length: 1000 }, (_, i) => (i % 4 === 0 ? 0 : 1));
  expect(kolmogorovSmirnovP(fair, coinCumulative)).toBe(1);
  expect(kolmogorovSmirnovP(loaded, coinCumulative)).toBeLessThan(1e-4);
});
