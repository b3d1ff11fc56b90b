/** Objectives and headroom policies: a statistic of a metric against a limit, and the verdict on it. */

/**
 * `mean`, a percentile such as `p99` (as the fraction 0.99), `max` or `min`. `peak` is the highest mean of a resource's
 * utilization over any window of this length.
 */
export type Statistic =
  | { readonly kind: 'mean' }
  | { readonly kind: 'percentile'; readonly fraction: number }
  | { readonly kind: 'max' }
  | { readonly kind: 'min' }
  | { readonly kind: 'peak'; readonly windowSeconds: number };

/** The window over which a peak is taken unless one is given: "peak" is short for "peak(10s)". */
export const PEAK_WINDOW_SECONDS = 10;

export interface Objective {
  /** As written in the scenario. */
  readonly text: string;
  /** Name of the metric, for example "overnight.turnaround" or "metadata.hot utilization". */
  readonly metric: string;
  readonly statistic: Statistic;
  readonly comparison: '<=' | '>=';
  /** In the metric's SI unit. */
  readonly limit: number;
  /** Line of the scenario file, from 1, for traceability. */
  readonly line: number;
  readonly file: string;
}
