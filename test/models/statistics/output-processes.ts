import erfcinv from '@stdlib/math-base-special-erfcinv';
import { testStream } from '../random-stream.ts';

/**
 * Output of simulations whose truth is known, for judging intervals: each function returns a source of series of one
 * kind, every series independent of the last.
 */
export type SeriesSource = (length: number) => Float64Array;

/** Independent exponential observations of mean 1. */
export function independent(seed: string): SeriesSource {
  const stream = testStream(seed);
  return (length) => fill(length, () => -Math.log(stream.uniform()));
}

/** Independent normal observations of mean 1 and this standard deviation. */
export function gaussian(seed: string, deviation: number): SeriesSource {
  const stream = testStream(seed);
  return (length) => fill(length, () => 1 - deviation * Math.SQRT2 * erfcinv(2 * stream.uniform()));
}

const EULER_GAMMA = 0.577_215_664_9;

/** Independent observations of mean 1 and this standard deviation, as skewed as the largest of very many are (Gumbel). */
export function skewed(seed: string, deviation: number): SeriesSource {
  const stream = testStream(seed);
  const scale = (deviation * Math.sqrt(6)) / Math.PI;
  return (length) => fill(length, () => 1 - scale * (EULER_GAMMA + Math.log(-Math.log(stream.uniform()))));
}

/**
 * x' = phi x + noise, a Gaussian process with standard deviation 1 about `mean`. It starts in steady state, or at `start`.
 */
export function autoregressive(seed: string, phi: number, mean = 0, start?: number): SeriesSource {
  const stream = testStream(seed);
  const normal = () => -Math.SQRT2 * erfcinv(2 * stream.uniform());
  const noise = Math.sqrt(1 - phi * phi);
  return (length) => {
    let x = start === undefined ? normal() : start - mean;
    return fill(length, () => {
      const current = x;
      x = phi * x + noise * normal();
      return mean + current;
    });
  };
}

/**
 * Waiting times in an M/M/1 queue of service rate 1, by Lindley's recursion. It starts in steady state, or empty.
 * In steady state a customer waits not at all with probability 1 - rho, otherwise exponentially with mean 1 / (1 - rho).
 */
export function waitingTimes(seed: string, rho: number, empty: boolean): SeriesSource {
  const stream = testStream(seed);
  const exponential = () => -Math.log(stream.uniform());
  return (length) => {
    let wait = empty || stream.uniform() > rho ? 0 : exponential() / (1 - rho);
    return fill(length, () => {
      const current = wait;
      wait = Math.max(0, wait + exponential() - exponential() / rho);
      return current;
    });
  };
}

function fill(length: number, next: () => number): Float64Array {
  const series = new Float64Array(length);
  for (let i = 0; i < length; i++) series[i] = next();
  return series;
}

/** The mean waiting time in steady state. */
export function meanWait(rho: number): number {
  return rho / (1 - rho);
}

/** The p-quantile of the waiting time in steady state, for p above 1 - rho. */
export function waitQuantile(rho: number, p: number): number {
  return -Math.log((1 - p) / rho) / (1 - rho);
}

/** The fraction of experiments whose interval holds the truth. An interval without an end holds nothing. */
export function coverage(
  experiments: number,
  truth: number,
  experiment: () => { readonly low: number; readonly high: number },
): number {
  let held = 0;
  for (let i = 0; i < experiments; i++) {
    const { low, high } = experiment();
    if (Number.isFinite(low) && Number.isFinite(high) && low <= truth && truth <= high) held++;
  }
  return held / experiments;
}
