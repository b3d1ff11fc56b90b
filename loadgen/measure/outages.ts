/**
 * Finds outages in what the threads of a run see of the target: one begins with an attempt that fails, or with an operation that
 * has no answer for as long as a stall lasts, and ends with the first answer after which nothing failed and nothing hung for a
 * second.
 */

import type { Outage } from '../../models/load-section.ts';
import { NO_CALL, type TroubleSeen } from './trouble.ts';

/** How old an unanswered operation makes a stall, in seconds. */
const STALL_SECONDS = 1;
/** For how long all must be well before an outage is over. */
const QUIET_SECONDS = 1;

interface Member {
  /** Still at work: one that has ended is silent for no fault of the target. */
  isThere: boolean;
  /** When it last said anything. */
  heardSeconds: number;
  oldestSentSeconds: number | null;
  lastFailureSeconds: number | null;
  firstAnswerSinceSeconds: number | null;
}

interface OpenOutage {
  readonly firstFailureSeconds: number;
  readonly detectedSeconds: number;
  failures: number;
  givenUp: number;
  /** Since when nothing was wrong; null while something is. */
  quietSinceSeconds: number | null;
  /** Whether anything was answered since something was wrong: silence alone is no recovery. */
  answered: boolean;
}

export class Outages {
  readonly #members: Member[];
  readonly #calls: Float64Array;
  readonly #ended: Outage[] = [];
  #open: OpenOutage | null = null;
  #firstFailureSeconds: number | null = null;
  #failures = 0;
  #givenUp = 0;
  #answered = false;

  /** `calls`: for each thread when the call was sent in which it waits (see Trouble). */
  constructor(threads: number, calls: Float64Array) {
    this.#calls = calls;
    this.#members = Array.from({ length: threads }, () => ({
      isThere: true,
      heardSeconds: 0,
      oldestSentSeconds: null,
      lastFailureSeconds: null,
      firstAnswerSinceSeconds: null,
    }));
  }

  /** Takes note of what a thread has seen by now. */
  hear(worker: number, seen: TroubleSeen, nowSeconds: number): void {
    const member = this.#members[worker]!;
    member.heardSeconds = nowSeconds;
    member.oldestSentSeconds = seen.oldestSentSeconds;
    member.lastFailureSeconds = seen.lastFailureSeconds;
    member.firstAnswerSinceSeconds = seen.firstAnswerSinceSeconds;
    this.#failures += seen.failures;
    this.#givenUp += seen.givenUp;
    if (seen.answers > 0 && (seen.failures === 0 || seen.firstAnswerSinceSeconds !== null))
      this.#answered = true;
    if (seen.firstFailureSeconds !== null) {
      this.#firstFailureSeconds = Math.min(
        this.#firstFailureSeconds ?? Number.POSITIVE_INFINITY,
        seen.firstFailureSeconds,
      );
    }
  }

  /** A thread has ended. */
  leave(worker: number): void {
    this.#members[worker]!.isThere = false;
  }

  /** To be called several times a second while the load goes on. */
  check(nowSeconds: number): void {
    const stalled = this.#stalledSince(nowSeconds);
    const failed = this.#firstFailureSeconds;
    const failures = this.#failures;
    const givenUp = this.#givenUp;
    const answered = this.#answered;
    this.#firstFailureSeconds = null;
    this.#failures = 0;
    this.#givenUp = 0;
    this.#answered = false;
    const isWrong = failed !== null || stalled !== null;
    if (this.#open === null) {
      if (!isWrong) return;
      const first = Math.min(failed ?? Number.POSITIVE_INFINITY, stalled ?? Number.POSITIVE_INFINITY);
      this.#open = {
        firstFailureSeconds: first,
        detectedSeconds: nowSeconds,
        failures,
        givenUp,
        quietSinceSeconds: null,
        answered: false,
      };
      return;
    }
    this.#open.failures += failures;
    this.#open.givenUp += givenUp;
    if (isWrong) {
      this.#open.quietSinceSeconds = null;
      this.#open.answered = false;
      return;
    }
    this.#open.quietSinceSeconds ??= nowSeconds;
    this.#open.answered ||= answered;
    if (nowSeconds - this.#open.quietSinceSeconds < QUIET_SECONDS || !this.#open.answered) return;
    this.#ended.push(closed(this.#open, this.#recoveredSeconds(this.#open)));
    this.#open = null;
  }

  /** All of them; one that has not ended by now has no recovery. */
  get outages(): readonly Outage[] {
    return this.#open === null ? this.#ended : [...this.#ended, closed(this.#open, null)];
  }

  /** When the oldest operation was sent that has had no answer for too long. */
  #stalledSince(nowSeconds: number): number | null {
    let since: number | null = null;
    for (const [worker, { isThere, heardSeconds, oldestSentSeconds }] of this.#members.entries()) {
      if (!isThere) continue;
      // A thread that waits in a call says nothing; one that says nothing for another reason is not for the target to explain.
      const call = this.#calls[worker] ?? NO_CALL;
      const inCall = call === NO_CALL ? null : call;
      const sent = nowSeconds - heardSeconds > STALL_SECONDS ? inCall : oldestSentSeconds;
      if (sent !== null && nowSeconds - sent > STALL_SECONDS) since = Math.min(since ?? sent, sent);
    }
    return since;
  }

  /** When the last thread that had seen a failure saw an answer again; for a stall, when it was over. */
  #recoveredSeconds({ firstFailureSeconds, quietSinceSeconds }: OpenOutage): number {
    const answered = this.#members
      .filter(({ lastFailureSeconds }) => (lastFailureSeconds ?? -1) >= firstFailureSeconds)
      .map(({ firstAnswerSinceSeconds }) => firstAnswerSinceSeconds)
      .filter((seconds) => seconds !== null);
    return answered.length === 0 ? quietSinceSeconds! : Math.max(...answered);
  }
}

function closed(
  { firstFailureSeconds, detectedSeconds, failures, givenUp }: OpenOutage,
  recoveredSeconds: number | null,
): Outage {
  return {
    firstFailureSeconds,
    detectedSeconds,
    recoveredSeconds,
    failed: givenUp,
    retried: failures - givenUp,
  };
}
