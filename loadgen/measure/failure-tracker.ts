/**
 * Notices when a target stops answering as it should: attempts that fail, and attempts that hang. What it says of a second is
 * put together with what other threads say, and outages are found in it (see outages.ts).
 */

/** Times in seconds since the start of the run; null where there is none. */
export interface FailureReport {
  /** Until when this was seen. */
  readonly atSeconds: number;
  /** Attempts that failed. */
  readonly failures: number;
  /** Operations that were given up after the last of their attempts. */
  readonly givenUp: number;
  readonly firstFailureSeconds: number | null;
  readonly lastFailureSeconds: number | null;
  /** Time of the first answer after the last failure; null if there was no failure. */
  readonly firstAnswerSinceSeconds: number | null;
  readonly lastAnswerSeconds: number | null;
  /** When the oldest operation was sent that has no answer. */
  readonly oldestSentSeconds: number | null;
}

/** An operation that was sent and has no answer, between those that were sent before and after it. */
export interface Unanswered {
  readonly sentSeconds: number;
  before: Unanswered | null;
  after: Unanswered | null;
}

/** Marks a thread that is in no call. */
export const NO_CALL = -1;

export class FailureTracker {
  /**
   * When the call was sent in which this thread waits, for others to see: a thread that waits in a call can say nothing. Null
   * where answers come to the event loop.
   */
  readonly #call: Float64Array | null;
  #oldest: Unanswered | null = null;
  #newest: Unanswered | null = null;
  #failures = 0;
  #givenUp = 0;
  #firstFailureSeconds: number | null = null;
  #lastFailureSeconds: number | null = null;
  #firstAnswerSinceSeconds: number | null = null;
  #lastAnswerSeconds: number | null = null;

  constructor(call: Float64Array | null) {
    this.#call = call;
    if (call !== null) call[0] = NO_CALL;
  }

  /** Returns what is to be given to `answered` or `givenUp`. */
  sent(sentSeconds: number): Unanswered {
    if (this.#call !== null) this.#call[0] = sentSeconds;
    const entry: Unanswered = { sentSeconds, before: this.#newest, after: null };
    if (entry.before === null) this.#oldest = entry;
    else entry.before.after = entry;
    this.#newest = entry;
    return entry;
  }

  /** A further attempt of it is sent. */
  sentAgain({ sentSeconds }: Unanswered): void {
    if (this.#call !== null) this.#call[0] = sentSeconds;
  }

  answered(entry: Unanswered, nowSeconds: number): void {
    if (this.#call !== null) this.#call[0] = NO_CALL;
    this.#remove(entry);
    this.#lastAnswerSeconds = nowSeconds;
    if (this.#lastFailureSeconds !== null) this.#firstAnswerSinceSeconds ??= nowSeconds;
  }

  /** An attempt failed. */
  failed(nowSeconds: number): void {
    if (this.#call !== null) this.#call[0] = NO_CALL;
    this.#failures++;
    this.#firstFailureSeconds ??= nowSeconds;
    this.#lastFailureSeconds = nowSeconds;
    this.#firstAnswerSinceSeconds = null;
  }

  givenUp(entry: Unanswered): void {
    this.#remove(entry);
    this.#givenUp++;
  }

  /** Returns the events since the last call. The times of the last failure and the last answers are kept. */
  take(nowSeconds: number): FailureReport {
    const seen: FailureReport = {
      atSeconds: nowSeconds,
      failures: this.#failures,
      givenUp: this.#givenUp,
      firstFailureSeconds: this.#firstFailureSeconds,
      lastFailureSeconds: this.#lastFailureSeconds,
      firstAnswerSinceSeconds: this.#firstAnswerSinceSeconds,
      lastAnswerSeconds: this.#lastAnswerSeconds,
      oldestSentSeconds: this.#oldest?.sentSeconds ?? null,
    };
    this.#failures = 0;
    this.#givenUp = 0;
    this.#firstFailureSeconds = null;
    return seen;
  }

  #remove({ before, after }: Unanswered): void {
    if (before === null) this.#oldest = after;
    else before.after = after;
    if (after === null) this.#newest = before;
    else after.before = before;
  }
}
