/**
 * Arrays of sums that are used again: each of a hundred thousand batches needs one while it is under way, and what an array of
 * numbers takes outside of the heap costs more than to clear it.
 */
export class SumsPool {
  readonly #length: number;
  readonly #free: Float64Array[] = [];

  constructor(length: number) {
    this.#length = length;
  }

  /** Returns an array of zeros. */
  take(): Float64Array {
    return this.#free.pop() ?? new Float64Array(this.#length);
  }

  /** Takes an array back that nobody uses any more. */
  giveBack(sums: Float64Array): void {
    sums.fill(0);
    this.#free.push(sums);
  }
}
