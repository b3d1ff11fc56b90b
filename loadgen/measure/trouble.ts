/**
 * Notices when a target stops answering as it should: attempts that fail, and attempts that hang. What it says of a second is
 * put together with what other threads say, and outages are found in it (see outages.ts).
 */

/** Times in seconds since the start of the run; null where there is none. */
export interface TroubleSeen {
  readonly failures: number;
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

export class Trouble {
  /** Oldest first. */
  readonly #underWay = new Set<Unanswered>();
  #failures = 0;
  #firstFailureSeconds: number | null = null;
  #lastFailureSeconds: number | null = null;
  #firstAnswerSinceSeconds: number | null = null;
  #answers = 0;

  /** Returns what is to be given to `answered` or `givenUp`. */
  sent(sentSeconds: number): Unanswered {
    const entry = { sentSeconds };
    this.#underWay.add(entry);
    return entry;
  }

  answered(entry: Unanswered, nowSeconds: number): void {
    this.#underWay.delete(entry);
    this.#answers++;
    if (this.#lastFailureSeconds !== null) this.#firstAnswerSinceSeconds ??= nowSeconds;
  }

  /** An attempt failed. */
  failed(nowSeconds: number): void {
    this.#failures++;
    this.#firstFailureSeconds ??= nowSeconds;
    this.#lastFailureSeconds = nowSeconds;
    this.#firstAnswerSinceSeconds = null;
  }

  givenUp(entry: Unanswered): void {
    this.#underWay.delete(entry);
  }

  /** What was seen since the last call; when the last failure was, and what came after it, is remembered. */
  take(): TroubleSeen {
    const [oldest] = this.#underWay;
    const seen: TroubleSeen = {
      failures: this.#failures,
      firstFailureSeconds: this.#firstFailureSeconds,
      lastFailureSeconds: this.#lastFailureSeconds,
      firstAnswerSinceSeconds: this.#firstAnswerSinceSeconds,
      answers: this.#answers,
      oldestSentSeconds: oldest?.sentSeconds ?? null,
    };
    this.#failures = 0;
    this.#firstFailureSeconds = null;
    this.#answers = 0;
    return seen;
  }
}
