/**
 * Intervals from one long run, whose observations depend on each other. The run is cut into batches so long that their
 * averages hardly do.
 *
 * Twenty batches: beyond 30 the interval gains next to no width and batches grow too short; below 10 Student's t grows
 * wide. Source: B. Schmeiser, Batch size effects in the analysis of simulation output, Operations Research 30, 1982.
 *
 * Pieces an eighth as long show whether the batches are long enough. 160 of them show a correlation of 0.4 clearly, and
 * such pieces leave less than 0.1 between batches. Twenty batch means alone would not show that. The usual test by von
 * Neumann's ratio passes runs whose "95%" intervals contain the truth 80 times in 100. Where the check fails, or with
 * fewer than 160 observations, the interval is infinite: no interval is better than one that misleads.
 */

import { sampleCorrelation } from 'simple-statistics';
import { intervalAround, type MeanInterval, meanInterval, requireFraction } from './mean-interval.ts';
import { sortedQuantile } from './order-statistics.ts';
import { type QuantileInterval, sectionedInterval } from './quantile-interval.ts';

const BATCHES = 20;
const PIECES_PER_BATCH = 8;
const PIECES = BATCHES * PIECES_PER_BATCH;
const CORRELATION_LIMIT = 0.4;

/**
 * The mean of a stationary series with its confidence interval by batch means. Cut off the warm-up before. What does not
 * divide into batches is left out at the start. Throws RangeError for an empty series.
 */
export function batchMeans(series: ArrayLike<number>, confidence = 0.95): MeanInterval {
  const pieces = pieceMeans(series);
  if (pieces === null || areCorrelated(pieces)) {
    return intervalAround(meanOf(series, 0, series.length), Number.POSITIVE_INFINITY, 1);
  }
  const batches = Array.from({ length: BATCHES }, (_, batch) =>
    meanOf(pieces, batch * PIECES_PER_BATCH, (batch + 1) * PIECES_PER_BATCH),
  );
  return meanInterval(batches, confidence);
}

/**
 * The p-quantile of a stationary series with its confidence interval: the batches' quantiles about that of the whole
 * series. The check applies to whether observations exceed the quantile, which is what a quantile is made of.
 */
export function batchQuantile(series: ArrayLike<number>, p: number, confidence = 0.95): QuantileInterval {
  requireFraction('p', p);
  const used = Float64Array.from(series).subarray(series.length % PIECES);
  const quantile = sortedQuantile(Float64Array.from(series).toSorted(), p);
  const pieces = pieceMeans(used.map((value) => (value > quantile ? 1 : 0)));
  if (pieces === null || areCorrelated(pieces)) return sectionedInterval(quantile, [quantile], confidence);
  const length = used.length / BATCHES;
  const quantiles = Array.from({ length: BATCHES }, (_, batch) =>
    sortedQuantile(used.subarray(batch * length, (batch + 1) * length).toSorted(), p),
  );
  return sectionedInterval(quantile, quantiles, confidence);
}

function pieceMeans(series: ArrayLike<number>): number[] | null {
  const length = Math.floor(series.length / PIECES);
  if (length === 0) return null;
  const start = series.length - length * PIECES;
  return Array.from({ length: PIECES }, (_, piece) =>
    meanOf(series, start + piece * length, start + (piece + 1) * length),
  );
}

/** Whether pieces resemble their successors too much. Pieces that are all alike (a constant series) do not. */
function areCorrelated(pieces: readonly number[]): boolean {
  return sampleCorrelation(pieces.slice(1), pieces.slice(0, -1)) > CORRELATION_LIMIT;
}

function meanOf(series: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += series[i]!;
  return sum / (to - from);
}
