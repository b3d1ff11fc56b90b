/**
 * Sums of parts: of what each observed time is made, kept by the bucket of a histogram that the time falls into. So the parts
 * of the mean are exact, and those of a percentile are the means over the observations near its rank.
 */

import { bucketOf } from './histogram.ts';
import type { Statistic } from './objective.ts';

/** A composition as plain data; the same observations, recorded in the same order, give the same snapshot. */
export interface CompositionSnapshot {
  /** Number of parts of each observation. */
  readonly parts: number;
  /** Buckets that hold anything, ascending. */
  readonly buckets: Uint32Array;
  /** For each bucket in turn: its number of observations, then the sum of each part. */
  readonly rows: Float64Array;
}

/** On either side of the rank of a percentile, the share of the observations whose parts are taken for those of the percentile. */
const HALF_WINDOW = 0.005;

/** Buckets are covered in steps of this many, which is an octave. */
const COVERED = 256;

export class Composition {
  /** How many parts an observation has. */
  readonly parts: number;
  /** Place of the row of each bucket from the first on; -1 where nothing fell into it. */
  #places = new Int32Array(0);
  #firstBucket = 0;
  /** Rows one after the other, in the order in which their buckets were first met. */
  #rows: Float64Array;
  #used = 0;

  constructor(parts: number) {
    this.parts = parts;
    this.#rows = new Float64Array(16 * (parts + 1));
  }

  /**
   * Counts `count` equal observations of a value and returns their row, to which `add` adds their parts. In two steps,
   * because millions of observations are made, each of few parts.
   */
  count(value: number, count: number): number {
    const row = this.#rowOf(bucketOf(value));
    this.#rows[row]! += count;
    return row;
  }

  /** Adds seconds of a part, summed over the observations that were counted, to their row. */
  add(row: number, part: number, seconds: number): void {
    this.#rows[row + 1 + part]! += seconds;
  }

  /** Records one observation of a value and its parts. */
  record(value: number, parts: Float64Array): void {
    const row = this.count(value, 1);
    for (let part = 0; part < this.parts; part++) this.#rows[row + 1 + part]! += parts[part]!;
  }

  /** Adds everything that another composition of the same parts recorded. */
  merge({ buckets, rows }: CompositionSnapshot): void {
    const width = this.parts + 1;
    for (const [place, bucket] of buckets.entries()) {
      const row = this.#rowOf(bucket);
      for (let column = 0; column < width; column++)
        this.#rows[row + column]! += rows[place * width + column]!;
    }
  }

  /**
   * Returns the mean parts of the observations behind a statistic; null where nothing was recorded. The mean takes all
   * of them, a percentile those ranked within half a point of it, and an extreme those in its bucket.
   */
  partsOf(statistic: Statistic): Float64Array | null {
    const ascending = this.#ascending();
    if (ascending.length === 0) return null;
    let count = 0;
    for (const [, row] of ascending) count += row[0]!;
    switch (statistic.kind) {
      case 'mean':
        return this.#meanBetween(ascending, 0, count);
      case 'percentile': {
        const { fraction } = statistic;
        // At least one observation: that of the percentile's own rank.
        const rank = Math.max(1, Math.ceil(fraction * count * (1 - 2 * Number.EPSILON)));
        const from = Math.min(rank - 1, Math.max(0, (fraction - HALF_WINDOW) * count));
        const to = Math.max(rank, Math.min(count, (fraction + HALF_WINDOW) * count));
        return this.#meanBetween(ascending, from, to);
      }
      case 'max':
      case 'peak':
        return this.#meanBetween(ascending.slice(-1), 0, Number.POSITIVE_INFINITY);
      case 'min':
        return this.#meanBetween(ascending.slice(0, 1), 0, Number.POSITIVE_INFINITY);
    }
  }

  /** A copy as plain data that structured clone can carry between threads. */
  snapshot(): CompositionSnapshot {
    const ascending = this.#ascending();
    const width = this.parts + 1;
    const rows = new Float64Array(ascending.length * width);
    for (const [place, [, row]] of ascending.entries()) rows.set(row, place * width);
    return { parts: this.parts, buckets: Uint32Array.from(ascending, ([bucket]) => bucket), rows };
  }

  #rowOf(bucket: number): number {
    const offset = bucket - this.#firstBucket;
    const known = offset < 0 ? undefined : this.#places[offset];
    return known === undefined || known < 0 ? this.#newRow(bucket) : known;
  }

  #newRow(bucket: number): number {
    const width = this.parts + 1;
    if (this.#used + width > this.#rows.length) {
      const wider = new Float64Array(2 * this.#rows.length);
      wider.set(this.#rows);
      this.#rows = wider;
    }
    this.#cover(bucket);
    const row = this.#used;
    this.#used += width;
    this.#places[bucket - this.#firstBucket] = row;
    return row;
  }

  /** Makes room for a bucket among the places, by steps of COVERED buckets. */
  #cover(bucket: number): void {
    const empty = this.#places.length === 0;
    const last = this.#firstBucket + this.#places.length - 1;
    if (!empty && bucket >= this.#firstBucket && bucket <= last) return;
    const low = empty ? bucket : Math.min(bucket, this.#firstBucket);
    const high = empty ? bucket : Math.max(bucket, last);
    const first = low - (low % COVERED);
    const wider = new Int32Array(high - (high % COVERED) + COVERED - first).fill(-1);
    wider.set(this.#places, empty ? 0 : this.#firstBucket - first);
    this.#firstBucket = first;
    this.#places = wider;
  }

  #ascending(): (readonly [bucket: number, row: Float64Array])[] {
    const ascending: [number, Float64Array][] = [];
    for (const [offset, row] of this.#places.entries()) {
      if (row >= 0)
        ascending.push([this.#firstBucket + offset, this.#rows.subarray(row, row + this.parts + 1)]);
    }
    return ascending;
  }

  /** Mean parts of the observations between two ranks; those of one bucket count as equal. */
  #meanBetween(
    ascending: readonly (readonly [bucket: number, row: Float64Array])[],
    from: number,
    to: number,
  ): Float64Array {
    const mean = new Float64Array(this.parts);
    let reached = 0;
    let taken = 0;
    for (const [, row] of ascending) {
      const count = row[0]!;
      const within = Math.min(to, reached + count) - Math.max(from, reached);
      reached += count;
      if (within <= 0) continue;
      taken += within;
      for (let part = 0; part < this.parts; part++) mean[part]! += (within / count) * row[part + 1]!;
    }
    for (let part = 0; part < this.parts; part++) mean[part]! /= taken;
    return mean;
  }
}
