/**
 * Stops a thread whose controller has gone silent: it hangs or cannot be reached, so nothing watches over the load any
 * more.
 */

export const SILENCE_SECONDS = 5;

export class DeadMan {
  readonly #beats: () => number;
  readonly #silenceSeconds: number;
  readonly #now: () => number;
  #heard: number;
  #heardAtSeconds: number;

  /** `beats` is a number that changes while the controller lives, such as a word of shared memory that it counts up. */
  constructor(
    beats: () => number,
    silenceSeconds: number = SILENCE_SECONDS,
    nowSeconds: () => number = () => process.uptime(),
  ) {
    this.#beats = beats;
    this.#silenceSeconds = silenceSeconds;
    this.#now = nowSeconds;
    this.#heard = beats();
    this.#heardAtSeconds = nowSeconds();
  }

  /** To be asked every now and then, at least some times within the silence that is allowed. */
  isAlone(): boolean {
    const beats = this.#beats();
    const now = this.#now();
    if (beats !== this.#heard) {
      this.#heard = beats;
      this.#heardAtSeconds = now;
    }
    return now - this.#heardAtSeconds >= this.#silenceSeconds;
  }
}
