import { type ArrivalProcess, arrivalTimes } from '../../../models/arrivals/arrival-process.ts';
import { testStream } from '../random-stream.ts';

/** Arrivals within each of `windows` independent realizations of the same length. */
export function countsPerWindow(process: ArrivalProcess, windowSeconds: number, windows: number): number[] {
  const stream = testStream('windows');
  return Array.from({ length: windows }, () => {
    let count = 0;
    for (const _ of arrivalTimes(process, stream, windowSeconds)) count++;
    return count;
  });
}

/** Mean and variance of samples, each with its standard error. */
export function moments(samples: readonly number[]) {
  const n = samples.length;
  const average = (power: (x: number) => number) => samples.reduce((sum, x) => sum + power(x), 0) / n;
  const mean = average((x) => x);
  const variance = average((x) => (x - mean) ** 2);
  const fourth = average((x) => (x - mean) ** 4);
  return {
    mean,
    meanError: Math.sqrt(variance / n),
    variance,
    varianceError: Math.sqrt((fourth - variance ** 2) / n),
  };
}
