import { SAMPLES } from './sample-lanes.ts';

/** Columns of a span's row. */
const UNTIL = 0;
const MEAN = 1;
const PROBABILITY = 2;
const IN_TRANSIT = 3;
const READINGS = 4;
const WIDTH = READINGS + SAMPLES;

/**
 * Spans in which the open load of a service did not change, with the waits of arrivals. They go back to the oldest span
 * that a batch in flight holds, are numbered in order and lie in a ring. Objects that point to the next keep each other
 * alive until the whole heap is collected.
 */
export class OpenHistory {
  #oldest = 0;
  #latest = 0;
  /** The row of a span, and how many batches hold it, at its number modulo their length, a power of two. */
  #rows = new Float64Array(16 * WIDTH);
  #holders = new Uint32Array(16);

  /** The number of the latest span that has come to its end. */
  get latest(): number {
    return this.#latest;
  }

  /** Holds the latest span, so that it and all that follow are kept until it is released. Returns its number. */
  hold(): number {
    this.#holders[this.#placeOf(this.#latest)]!++;
    return this.#latest;
  }

  release(span: number): void {
    this.#holders[this.#placeOf(span)]!--;
    while (this.#oldest < this.#latest && this.#holders[this.#placeOf(this.#oldest)] === 0) this.#oldest++;
  }

  /** Adds a span in which the queue was stationary, with its mean wait and the probability of waiting. */
  addStationary(untilSeconds: number, meanSeconds: number, probability: number): void {
    const row = this.#add(untilSeconds);
    this.#rows[row + MEAN] = meanSeconds;
    this.#rows[row + PROBABILITY] = probability;
    this.#rows[row + IN_TRANSIT] = 0;
  }

  /** Adds a span in which the queue moved, with the waits of `SAMPLES` arrivals, each as likely as the others. */
  addReadings(untilSeconds: number, readings: Float64Array): void {
    const row = this.#add(untilSeconds);
    let sum = 0;
    let waiting = 0;
    for (let place = 0; place < SAMPLES; place++) {
      const wait = readings[place]!;
      this.#rows[row + READINGS + place] = wait;
      sum += wait;
      if (wait > 0) waiting++;
    }
    this.#rows[row + MEAN] = sum / SAMPLES;
    this.#rows[row + PROBABILITY] = waiting / SAMPLES;
    this.#rows[row + IN_TRANSIT] = 1;
  }

  /** The first span from one on that did not end before a time; the latest if all did. */
  spanAt(seconds: number, from: number): number {
    let span = from;
    while (span < this.#latest && this.#of(span, UNTIL) < seconds) span++;
    return span;
  }

  /** Mean wait of the arrivals of a span. */
  meanSeconds(span: number): number {
    return this.#of(span, MEAN);
  }

  /** Probability that an arrival of a span waits. */
  probability(span: number): number {
    return this.#of(span, PROBABILITY);
  }

  isInTransit(span: number): boolean {
    return this.#of(span, IN_TRANSIT) === 1;
  }

  /** One of the waits of a span in which the queue moved, for a number from 0 to 1. */
  reading(span: number, position: number): number {
    return this.#of(span, READINGS + Math.floor(position * SAMPLES));
  }

  #of(span: number, column: number): number {
    return this.#rows[this.#placeOf(span) * WIDTH + column]!;
  }

  #placeOf(span: number): number {
    return span & (this.#holders.length - 1);
  }

  /** Makes room for another span and returns the place of its row. */
  #add(untilSeconds: number): number {
    const isHeld = this.#oldest < this.#latest || this.#holders[this.#placeOf(this.#latest)]! > 0;
    this.#latest++;
    if (!isHeld) this.#oldest = this.#latest;
    if (this.#latest - this.#oldest === this.#holders.length) this.#widen();
    const place = this.#placeOf(this.#latest);
    this.#holders[place] = 0;
    this.#rows[place * WIDTH + UNTIL] = untilSeconds;
    return place * WIDTH;
  }

  #widen(): void {
    const length = 2 * this.#holders.length;
    const rows = new Float64Array(length * WIDTH);
    const holders = new Uint32Array(length);
    // A place of the longer ring is, modulo the old length, that of the shorter one.
    for (const half of [0, this.#holders.length]) {
      rows.set(this.#rows, half * WIDTH);
      holders.set(this.#holders, half);
    }
    this.#rows = rows;
    this.#holders = holders;
  }
}
