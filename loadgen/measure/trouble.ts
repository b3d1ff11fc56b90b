/**
 * Notices when a target stops answering as it should: attempts that fail, and attempts that hang. What it says of a second is
 * put together with what other threads say, and outages are found in it (see outages.ts).
 */

/** Times in seconds since the start of the run; null where there is none. */
export interface TroubleSeen {
  /** Attempts that failed. */
  readonly failures: number;
  /** Operations that were given up after the last of their attempts. */
  readonly givenUp: number;
  readonly firstFailureSeconds: number | null;
  readonly lastFailureSeconds: number | null;
  /** Of the first answer after the last failure, if there was a failure; else null. */
  readonly firstAnswerSinceSeconds: number | null;
  readonly answers: number;
  /** When the oldest operation was sent that has no answer. */
  readonly oldestSentSeconds: number | null;
}

/** An operation that was sent and has no answer. */
export interface Unanswered {
  readonly sentSeconds: number;
}

/** What is to be seen of a thread that is in no call. */
export const NO_CALL = -1;

export class Trouble {
  /**
   * When the call was sent in which this thread waits, for others to see: a thread that waits in a call can say nothing. Null
   * where answers come to the event loop.
   */
  readonly #call: Float64Array | null;
  /** Oldest first. */
  readonly #underWay = new Set<Unanswered>();
  #failures = 0;
  #givenUp = 0;
  #firstFailureSeconds: number | null = null;
  #lastFailureSeconds: number | null = null;
  #firstAnswerSinceSeconds: number | null = null;
  #answers = 0;

  constructor(call: Float64Array | null) {
    this.#call = call;
    if (call !== null) call[0] = NO_CALL;
  }

  /** Returns what is to be given to `answered` or `givenUp`. */
  sent(sentSeconds: number): Unanswered {
    if (this.#call !== null) this.#call[0] = sentSeconds;
    const entry = { sentSeconds };
    this.#underWay.add(entry);
    return entry;
  }

  answered(entry: Unanswered, nowSeconds: number): void {
    if (this.#call !== null) this.#call[0] = NO_CALL;
    this.#underWay.delete(entry);
    this.#answers++;
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
    this.#underWay.delete(entry);
    this.#givenUp++;
  }

  /** What was seen since the last call; when the last failure was, and what came after it, is remembered. */
  take(): TroubleSeen {
    const [oldest] = this.#underWay;
    const seen: TroubleSeen = {
      failures: this.#failures,
      givenUp: this.#givenUp,
      firstFailureSeconds: this.#firstFailureSeconds,
      lastFailureSeconds: this.#lastFailureSeconds,
      firstAnswerSinceSeconds: this.#firstAnswerSinceSeconds,
      answers: this.#answers,
      oldestSentSeconds: oldest?.sentSeconds ?? null,
    };
    this.#failures = 0;
    this.#givenUp = 0;
    this.#firstFailureSeconds = null;
    this.#answers = 0;
    return seen;
  }
}
