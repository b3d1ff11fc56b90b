import { type Distribution, quantile } from '../../../models/distributions/distribution.ts';

const POINTS = 4096;

/** Tables by the distribution as text: making one takes as long as a short replication, and all replications share it. */
const tables = new Map<string, Float64Array>();

/**
 * A table of equally likely quantiles, where millions of draws are made and each stands for many operations. A draw
 * takes 15 ns instead of 400 ns for a gamma variate. The mean is off by less than a thousandth, and nothing beyond the
 * 1 - 1/8192 quantile is drawn.
 */
export class TabulatedSampler {
  readonly #table: Float64Array;

  constructor(distribution: Distribution) {
    this.#table = tableOf(distribution);
  }

  /** The value of a table's place: the quantile of a number from 0 to 1, 1 excluded. */
  at(position: number): number {
    return this.#table[Math.floor(position * POINTS)]!;
  }
}

function tableOf(distribution: Distribution): Float64Array {
  const key = JSON.stringify(distribution);
  let table = tables.get(key);
  if (table === undefined) {
    table = Float64Array.from({ length: POINTS }, (_, i) => quantile(distribution, (i + 0.5) / POINTS));
    tables.set(key, table);
  }
  return table;
}
