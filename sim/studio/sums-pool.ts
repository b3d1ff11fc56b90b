/**
 * Arrays of sums that are used again. Each of a hundred thousand batches needs one while it is in flight. Allocating an
 * array of numbers outside of the heap costs more than clearing it.
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
