import type { LoadOutcome, LoadSecond } from '../run/load-outcome.ts';
import type { MeasuredRun } from './measured-run.ts';

const BIN_WIDTHS_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
/** An hour in seconds; longer runs have wider bins, and the log of histograms has every second of them. */
const MOST_BINS = 3600;
/** A last bin shorter than this part of a bin counts as a whole one: rates over an instant are noise. */
const SHORTEST_PART = 0.5;

/** The seconds of a run in bins of equal width. */
export interface TimeBins {
  readonly binSeconds: number;
  readonly bins: readonly (readonly LoadSecond[])[];
  /** Duration of each bin. */
  readonly widths: readonly number[];
}

/** The narrowest bins of at most an hour's number of seconds. A second in which nothing was measured is an empty one. */
export function timeBins({ outcome, seconds }: Pick<MeasuredRun, 'outcome' | 'seconds'>): TimeBins {
  const binSeconds = binSecondsFor(seconds);
  const bins: LoadSecond[][] = Array.from({ length: Math.ceil(seconds / binSeconds) }, () => []);
  for (const second of outcome.seconds) bins[Math.floor(second.atSeconds / binSeconds)]?.push(second);
  const widths = bins.map((_, bin) => widthOf(bin * binSeconds, binSeconds, outcome));
  return { binSeconds, bins, widths };
}

export function binSecondsFor(seconds: number): number {
  const width = BIN_WIDTHS_SECONDS.find((each) => Math.ceil(seconds / each) <= MOST_BINS);
  return width ?? Math.ceil(seconds / MOST_BINS / 3600) * 3600;
}

function widthOf(fromSeconds: number, binSeconds: number, { elapsedSeconds }: LoadOutcome): number {
  const part = Math.min(binSeconds, elapsedSeconds - fromSeconds);
  return part < SHORTEST_PART * binSeconds ? binSeconds : part;
}
