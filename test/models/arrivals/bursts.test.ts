import { describe, expect, test } from 'vitest';
import { type Bursts, bursts } from '../../../models/arrivals/bursts.ts';
import { countsPerWindow, moments } from './dispersion.ts';

/**
 * Variance over mean of the number of arrivals within `t` seconds, in steady state.
 * W. Fischer and K. Meier-Hellstern, The Markov-modulated Poisson process (MMPP) cookbook, Performance Evaluation
 * 18 (1993), for two states.
 */
function indexOfDispersion({ quiet, burst }: Bursts, t: number): number {
  const [leaveQuiet, leaveBurst] = [1 / quiet.meanSeconds, 1 / burst.meanSeconds];
  const change = leaveQuiet + leaveBurst;
  const difference = (quiet.ratePerSecond - burst.ratePerSecond) ** 2;
  const rateSum = quiet.ratePerSecond * leaveBurst + burst.ratePerSecond * leaveQuiet;
  const limit = (2 * difference * leaveQuiet * leaveBurst) / (change ** 2 * rateSum);
  return 1 + limit * (1 - (1 - Math.exp(-change * t)) / (change * t));
}

const cases: Record<string, Bursts> = {
  'on-off': bursts({ ratePerSecond: 0, meanSeconds: 9 }, { ratePerSecond: 20, meanSeconds: 1 }),
  'busy and busier': bursts({ ratePerSecond: 4, meanSeconds: 5 }, { ratePerSecond: 12, meanSeconds: 3 }),
};

describe.each(Object.entries(cases))('%s', (_, process) => {
  const { quiet, burst } = process;
  const meanRate =
    (quiet.ratePerSecond * quiet.meanSeconds + burst.ratePerSecond * burst.meanSeconds) /
    (quiet.meanSeconds + burst.meanSeconds);

  test.each([0.5, 4, 60])(
    'counts over %d s have the closed-form mean and index of dispersion (4 standard errors)',
    (windowSeconds) => {
      const counts = moments(countsPerWindow(process, windowSeconds, 20_000));
      const mean = meanRate * windowSeconds;
      const variance = mean * indexOfDispersion(process, windowSeconds);
      expect(Math.abs(counts.mean - mean)).toBeLessThan(4 * counts.meanError);
      expect(Math.abs(counts.variance - variance)).toBeLessThan(4 * counts.varianceError);
    },
  );
});

test('phases of equal rates are a Poisson process: dispersion 1', () => {
  const process = bursts({ ratePerSecond: 3, meanSeconds: 2 }, { ratePerSecond: 3, meanSeconds: 7 });
  const counts = moments(countsPerWindow(process, 10, 20_000));
  expect(Math.abs(counts.variance - 30)).toBeLessThan(4 * counts.varianceError);
});

test('refuses phases without length, negative rates, and a process that never arrives', () => {
  const phase = { ratePerSecond: 1, meanSeconds: 1 };
  expect(() => bursts(phase, { ...phase, meanSeconds: 0 })).toThrow(/mean length must be .* above 0, got 0/);
  expect(() => bursts({ ...phase, ratePerSecond: -1 }, phase)).toThrow(/rate must be .* at least 0, got -1/);
  const silent = { ...phase, ratePerSecond: 0 };
  expect(() => bursts(silent, silent)).toThrow(/sum of the rates/);
});
