import { Histogram, type HistogramSnapshot } from '../../models/histogram.ts';
import type { TimeSpread } from '../../models/load-section.ts';

/** Percentiles of recorded times, in seconds. */
export function timeSpread(recorded: Histogram | HistogramSnapshot): TimeSpread {
  const histogram = recorded instanceof Histogram ? recorded : Histogram.fromSnapshot(recorded);
  const { count } = histogram;
  const known = (value: number) => (count === 0 ? null : value);
  return {
    count,
    mean: known(histogram.mean),
    p50: known(histogram.quantile(0.5)),
    p90: known(histogram.quantile(0.9)),
    p95: known(histogram.quantile(0.95)),
    p99: known(histogram.quantile(0.99)),
    p999: known(histogram.quantile(0.999)),
    max: known(histogram.maximum),
  };
}
