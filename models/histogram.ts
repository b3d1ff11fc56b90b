/**
 * A log-linear histogram: every octave is cut into 256 equal buckets, and a quantile is answered by the place of its
 * rank within its bucket. Any quantile is therefore within 0.4% (1/256 and rounding) of the recorded value of that
 * rank, whatever the distribution. It takes a few kilobytes. Count, mean, minimum and maximum are not rounded at all.
 *
 * A bucket is the leading 17 bits of the value as a 32-bit float (8 of exponent, 8 of mantissa below the sign). Finding
 * it takes no logarithm and no search.
 */

const BUCKETS_PER_OCTAVE = 256;
const BUCKET_SHIFT = 15;
/** Values below this count as 0. */
const SMALLEST = 1e-30;
const LARGEST = 1e30;

const floatOfBits = new Float32Array(1);
const bitsOfFloat = new Uint32Array(floatOfBits.buffer);

/** A histogram as plain data: the same observations, recorded in the same order, give the same snapshot. */
export interface HistogramSnapshot {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** How many of the observations are 0. */
  readonly zeros: number;
  /** Numbers of the buckets that hold anything, ascending, and what each holds: few of many, over a second of a load. */
  readonly buckets: Uint32Array;
  readonly counts: Float64Array;
}

export class Histogram {
  #count = 0;
  #sum = 0;
  #minimum = Number.POSITIVE_INFINITY;
  #maximum = Number.NEGATIVE_INFINITY;
  #zeros = 0;
  #firstBucket = 0;
  #counts = new Float64Array(0);

  static fromSnapshot(snapshot: HistogramSnapshot): Histogram {
    const histogram = new Histogram();
    histogram.merge(snapshot);
    return histogram;
  }

  get count(): number {
    return this.#count;
  }

  /** NaN when nothing was recorded, as are `minimum`, `maximum` and every quantile. */
  get mean(): number {
    return this.#sum / this.#count;
  }

  get minimum(): number {
    return this.#count === 0 ? Number.NaN : this.#minimum;
  }

  get maximum(): number {
    return this.#count === 0 ? Number.NaN : this.#maximum;
  }

  /** Records one observation. Throws RangeError unless 0 <= value <= 1e30. */
  record(value: number): void {
    this.recordMany(value, 1);
  }

  /** Records `count` equal observations. Throws RangeError as `record` does, and unless the count is whole. */
  recordMany(value: number, count: number): void {
    if (!(value >= 0 && value <= LARGEST)) {
      throw new RangeError(`a histogram takes values from 0 to ${LARGEST}, got ${value}`);
    }
    if (!(Number.isSafeInteger(count) && count >= 0)) {
      throw new RangeError(`a count must be a whole number of at least 0, got ${count}`);
    }
    if (count === 0) return;
    this.#count += count;
    this.#sum += value * count;
    if (value < this.#minimum) this.#minimum = value;
    if (value > this.#maximum) this.#maximum = value;
    if (value < SMALLEST) {
      this.#zeros += count;
      return;
    }
    const bucket = bucketOf(value);
    const offset = bucket - this.#firstBucket;
    if (offset >= 0 && offset < this.#counts.length) {
      this.#counts[offset]! += count;
    } else {
      this.#cover(bucket, bucket);
      this.#counts[bucket - this.#firstBucket]! += count;
    }
  }

  /**
   * Returns the value that a fraction `p` of the observations does not exceed: the observation of rank ceil(p * count),
   * to 0.4%. Exact for p = 0 and p = 1. Throws RangeError unless 0 <= p <= 1.
   */
  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`p must lie between 0 and 1, got ${p}`);
    if (this.#count === 0) return Number.NaN;
    if (p === 0) return this.#minimum;
    if (p === 1) return this.#maximum;
    // The product may round up past a whole rank (0.07 * 100 > 7); two units in the last place undo that.
    const rank = p * this.#count * (1 - 2 * Number.EPSILON);
    let reached = this.#zeros;
    if (reached >= rank) return 0;
    for (let offset = 0; offset < this.#counts.length; offset++) {
      const count = this.#counts[offset]!;
      if (reached + count >= rank) {
        // Spread evenly over the bucket, its observations stand in the middles of `count` equal parts.
        const place = (Math.ceil(rank) - reached - 0.5) / count;
        return this.#clamp(withinBucket(this.#firstBucket + offset, place));
      }
      reached += count;
    }
    return this.#maximum;
  }

  /** How many observations are at most `value`; those that share its bucket count by its place within it. */
  countAtMost(value: number): number {
    if (this.#count === 0 || value < this.#minimum) return 0;
    if (value >= this.#maximum) return this.#count;
    const bucket = bucketOf(value);
    let reached = this.#zeros;
    for (let offset = 0; offset < this.#counts.length; offset++) {
      const count = this.#counts[offset]!;
      if (this.#firstBucket + offset < bucket) reached += count;
      else {
        if (this.#firstBucket + offset > bucket) return reached;
        const [lower, upper] = [lowerEdgeOf(bucket), lowerEdgeOf(bucket + 1)];
        return reached + Math.round((count * (value - lower)) / (upper - lower));
      }
    }
    return reached;
  }

  /** Adds everything that another histogram recorded. */
  merge(other: Histogram | HistogramSnapshot): void {
    const { count, sum, minimum, maximum, zeros, buckets, counts } =
      other instanceof Histogram ? other.snapshot() : other;
    if (count === 0) return;
    this.#count += count;
    this.#sum += sum;
    this.#minimum = Math.min(this.#minimum, minimum);
    this.#maximum = Math.max(this.#maximum, maximum);
    this.#zeros += zeros;
    if (buckets.length === 0) return;
    this.#cover(buckets[0]!, buckets.at(-1)!);
    for (let i = 0; i < buckets.length; i++) this.#counts[buckets[i]! - this.#firstBucket]! += counts[i]!;
  }

  /** A copy as plain data that structured clone can carry between threads. */
  snapshot(): HistogramSnapshot {
    const used: number[] = [];
    for (let offset = 0; offset < this.#counts.length; offset++)
      if (this.#counts[offset]! > 0) used.push(offset);
    return {
      count: this.#count,
      sum: this.#sum,
      minimum: this.minimum,
      maximum: this.maximum,
      zeros: this.#zeros,
      buckets: Uint32Array.from(used, (offset) => this.#firstBucket + offset),
      counts: Float64Array.from(used, (offset) => this.#counts[offset]!),
    };
  }

  #clamp(value: number): number {
    return Math.min(this.#maximum, Math.max(this.#minimum, value));
  }

  /** Makes room for the buckets from `first` to `last`, by whole octaves. */
  #cover(first: number, last: number): void {
    const empty = this.#counts.length === 0;
    const low = empty ? first : Math.min(first, this.#firstBucket);
    const high = empty ? last : Math.max(last, this.#firstBucket + this.#counts.length - 1);
    const start = low - (low % BUCKETS_PER_OCTAVE);
    const end = high - (high % BUCKETS_PER_OCTAVE) + BUCKETS_PER_OCTAVE;
    if (!empty && start === this.#firstBucket && end - start === this.#counts.length) return;
    const wider = new Float64Array(end - start);
    wider.set(this.#counts, empty ? 0 : this.#firstBucket - start);
    this.#firstBucket = start;
    this.#counts = wider;
  }
}

/**
 * Yields recorded values in ascending order, for other kinds of histograms: the number of observations of about each
 * value. The value is the middle of the bucket, which is within 0.2%. The exact minimum and maximum have one
 * observation each.
 */
export function* recordedValues({
  count,
  minimum,
  maximum,
  zeros,
  buckets,
  counts,
}: HistogramSnapshot): Generator<{ readonly value: number; readonly count: number }> {
  if (count === 0) return;
  if (zeros > 0) yield { value: 0, count: zeros };
  if (counts.length === 0) return;
  const last = counts.length - 1;
  for (const [place, inBucket] of counts.entries()) {
    const atMinimum = place === 0 && zeros === 0 ? 1 : 0;
    // A single observation in all is both; it is given once.
    const atMaximum = place === last && inBucket > atMinimum ? 1 : 0;
    if (atMinimum > 0) yield { value: minimum, count: 1 };
    const others = inBucket - atMinimum - atMaximum;
    const middle = withinBucket(buckets[place]!, 0.5);
    if (others > 0) yield { value: Math.min(maximum, Math.max(minimum, middle)), count: others };
    if (atMaximum > 0) yield { value: maximum, count: 1 };
  }
}

/**
 * Returns the number of the bucket that holds a value from 0 to 1e30. It grows with the value, and is 0 for values that
 * count as 0.
 */
export function bucketOf(value: number): number {
  if (value < SMALLEST) return 0;
  floatOfBits[0] = value;
  return bitsOfFloat[0]! >>> BUCKET_SHIFT;
}

/** The value at a fraction of the way from the lower to the upper edge of a bucket. */
function withinBucket(bucket: number, place: number): number {
  const lower = lowerEdgeOf(bucket);
  return lower + place * (lowerEdgeOf(bucket + 1) - lower);
}

function lowerEdgeOf(bucket: number): number {
  bitsOfFloat[0] = bucket << BUCKET_SHIFT;
  return floatOfBits[0]!;
}
