import { type Distribution, quantile } from '../../models/distributions/distribution.ts';
import type { RandomStream } from '../../models/random.ts';

const POINTS = 4096;

/** Tables by the distribution as text: making one takes as long as a short replication, and all replications share it. */
const tables = new Map<string, Float64Array>();

/**
 * Draws from a table of equally likely quantiles, where millions of draws are made and each stands for many operations:
 * 15 ns instead of 400 ns for a gamma variate. The mean is off by less than a thousandth, and nothing beyond the
 * 1 - 1/8192 quantile is drawn.
 */
export class TabulatedSampler {
  readonly #table: Float64Array;
  readonly #stream: RandomStream;

  constructor(distribution: Distribution, stream: RandomStream) {
    this.#table = tableOf(distribution);
    this.#stream = stream;
  }

  /** Puts draws into the first `count` places of an array: V8 would box them, one by one, 16 bytes each. */
  drawMany(draws: Float64Array, count: number): void {
    for (let place = 0; place < count; place++) {
      draws[place] = this.#table[Math.floor(this.#stream.uniform() * POINTS)]!;
    }
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
