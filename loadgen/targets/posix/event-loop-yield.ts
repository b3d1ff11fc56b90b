import { setImmediate as nextTurn } from 'node:timers/promises';

const TURN_MILLISECONDS = 1;

/**
 * Gives the event loop its turn. A loop of operations that are performed at once goes from promise to promise. Timers,
 * sockets and the queue would otherwise wait for the end of it.
 */
export class EventLoopYield {
  #turn: Promise<void> | undefined;
  #since = 0;
  /** Called when the thread comes back from an operation. */
  whenDone: (() => void) | null = null;

  /** Performs something at once, or after a turn of the event loop where it had none for a millisecond. */
  async perform<Result>(operation: () => Result): Promise<Result> {
    if (this.#turn === undefined) {
      this.#since = performance.now();
      this.#turn = this.#next();
    } else if (performance.now() - this.#since > TURN_MILLISECONDS) {
      await this.#turn;
    }
    if (this.whenDone === null) return operation();
    try {
      return operation();
    } finally {
      this.whenDone();
    }
  }

  async #next(): Promise<void> {
    await nextTurn();
    this.#turn = undefined;
  }
}
