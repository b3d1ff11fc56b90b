import { describe, expect, test } from 'vitest';
import { type ArrivalProcess, arrivalTimes } from '../../../models/arrivals/arrival-process.ts';
import { periodic } from '../../../models/arrivals/periodic.ts';
import { scheduled } from '../../../models/arrivals/scheduled.ts';
import { trace } from '../../../models/arrivals/trace.ts';
import { wave } from '../../../models/arrivals/wave.ts';
import { kolmogorovSmirnovP } from '../goodness-of-fit.ts';
import { testStream } from '../random-stream.ts';

const until = (horizonSeconds: number, process: ArrivalProcess) => [
  ...arrivalTimes(process, testStream('times'), horizonSeconds),
];

describe('scheduled', () => {
  test('keeps its times, in order, twice where stated twice', () => {
    expect(until(100, scheduled([30, 10, 30, 100]))).toEqual([10, 30, 30]);
  });

  test('refuses times before the start', () => {
    expect(() => scheduled([5, -1])).toThrow(/time must be a finite number of at least 0, got -1/);
  });
});

describe('periodic', () => {
  test('without jitter is a clock', () => {
    expect(until(50, periodic(20, 5))).toEqual([5, 25, 45]);
    expect(until(40, periodic(20))).toEqual([0, 20]);
  });

  test('is late by any part of its jitter alike, and lateness does not add up (p > 1e-4)', () => {
    const late = until(60_000, periodic(6, 1, 3)).map((time, k) => time - (1 + 6 * k));
    expect(late).toHaveLength(10_000);
    expect(
      kolmogorovSmirnovP(Float64Array.from(late), (x) => Math.min(1, Math.max(0, x / 3))),
    ).toBeGreaterThan(1e-4);
  });

  test('refuses a jitter that would upset the order', () => {
    expect(() => periodic(10, 0, 11)).toThrow(/jitter must lie between 0 and the period 10, got 11/);
    expect(() => periodic(0)).toThrow(/period must be a finite number above 0/);
    expect(() => periodic(1, -1)).toThrow(/offset/);
  });
});

describe('wave', () => {
  test('arrives whole at its moment, or not at all', () => {
    expect(until(100, wave(60, 4))).toEqual([60, 60, 60, 60]);
    expect(until(60, wave(60, 4))).toEqual([]);
  });

  test('refuses part of an arrival', () => {
    expect(() => wave(0, 1.5)).toThrow(/count must be a whole number of at least 1, got 1.5/);
  });
});

describe('trace', () => {
  test('plays back its times, stretched by its scale', () => {
    expect(until(100, trace([0, 3, 3, 40]))).toEqual([0, 3, 3, 40]);
    expect(until(10, trace([0, 3, 3, 40], 0.5))).toEqual([0, 1.5, 1.5]);
  });

  test('refuses times out of order', () => {
    expect(() => trace([2, 1])).toThrow(/recorded times must ascend: 1 s follows 2 s/);
    expect(() => trace([1], 0)).toThrow(/time scale/);
  });
});
