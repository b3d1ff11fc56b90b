/**
 * Finds outages in the threads' view of the target. An outage begins with a failed attempt, or with an operation that
 * has no answer for the duration of a stall. It ends with the first answer after which nothing failed and nothing hung
 * for a second. Only reports of threads count: a machine that freezes for a second has not seen its target do well.
 */

import type { Outage } from '../../models/load-section.ts';
import { type FailureReport, NO_CALL } from './failure-tracker.ts';

/** How old an unanswered operation makes a stall, in seconds. */
const STALL_SECONDS = 1;
/** For how long all must be well before an outage is over. */
const QUIET_SECONDS = 1;

interface Member {
  /** Still at work: one that has ended is silent for no fault of the target. */
  isThere: boolean;
  /** Last report of the thread. */
  seen: FailureReport;
}

interface OpenOutage {
  readonly firstFailureSeconds: number;
  readonly detectedSeconds: number;
  failures: number;
  givenUp: number;
  /** Since when nothing was wrong; null while something is. */
  quietSinceSeconds: number | null;
}

const NOTHING_SEEN: FailureReport = {
  atSeconds: 0,
  failures: 0,
  givenUp: 0,
  firstFailureSeconds: null,
  lastFailureSeconds: null,
  firstAnswerSinceSeconds: null,
  lastAnswerSeconds: null,
  oldestSentSeconds: null,
};

export class Outages {
  readonly #members: Member[];
  readonly #calls: Float64Array;
  readonly #ended: Outage[] = [];
  #open: OpenOutage | null = null;
  #firstFailureSeconds: number | null = null;
  #failures = 0;
  #givenUp = 0;

  /** `calls`: for each thread when the call was sent in which it waits (see FailureTracker). */
  constructor(threads: number, calls: Float64Array) {
    this.#calls = calls;
    this.#members = Array.from({ length: threads }, () => ({ isThere: true, seen: NOTHING_SEEN }));
  }

  /** Takes note of what a thread has seen. */
  hear(worker: number, seen: FailureReport): void {
    this.#members[worker]!.seen = seen;
    this.#failures += seen.failures;
    this.#givenUp += seen.givenUp;
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
    this.#firstFailureSeconds = null;
    this.#failures = 0;
    this.#givenUp = 0;
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
      };
      return;
    }
    this.#open.failures += failures;
    this.#open.givenUp += givenUp;
    if (isWrong) {
      this.#open.quietSinceSeconds = null;
      return;
    }
    this.#open.quietSinceSeconds ??= nowSeconds;
    const heard = this.#members.filter(({ isThere }) => isThere).map(({ seen }) => seen.atSeconds);
    if (Math.min(nowSeconds, ...heard) - this.#open.quietSinceSeconds < QUIET_SECONDS) return;
    const recovered = this.#recoveredSeconds(this.#open.firstFailureSeconds, this.#open.quietSinceSeconds);
    if (recovered === null) return;
    this.#ended.push(closed(this.#open, recovered));
    this.#open = null;
  }

  /** All of them; one that has not ended by now has no recovery. */
  get outages(): readonly Outage[] {
    return this.#open === null ? this.#ended : [...this.#ended, closed(this.#open, null)];
  }

  /** When the oldest operation was sent that has had no answer for too long. */
  #stalledSince(nowSeconds: number): number | null {
    let since: number | null = null;
    for (const [worker, { isThere, seen }] of this.#members.entries()) {
      if (!isThere) continue;
      // A thread that waits in a call says nothing; one that says nothing for another reason is not for the target to explain.
      const call = this.#calls[worker] ?? NO_CALL;
      const inCall = call === NO_CALL ? null : call;
      const isSilent = nowSeconds - seen.atSeconds > STALL_SECONDS;
      const sent = isSilent ? inCall : seen.oldestSentSeconds;
      const untilSeconds = isSilent ? nowSeconds : seen.atSeconds;
      if (sent !== null && untilSeconds - sent > STALL_SECONDS) since = Math.min(since ?? sent, sent);
    }
    return since;
  }

  /**
   * When the last thread that had seen a failure saw an answer again; for a stall, when it was over. Null where nothing was
   * answered since something was wrong: silence alone is no recovery.
   */
  #recoveredSeconds(firstFailureSeconds: number, quietSinceSeconds: number): number | null {
    const lastAnswerSeconds = Math.max(...this.#members.map(({ seen }) => seen.lastAnswerSeconds ?? 0));
    const failed = this.#members.filter(({ seen }) => (seen.lastFailureSeconds ?? -1) >= firstFailureSeconds);
    const lastFailureSeconds = Math.max(
      firstFailureSeconds,
      ...failed.map(({ seen }) => seen.lastFailureSeconds!),
    );
    if (lastAnswerSeconds <= lastFailureSeconds) return null;
    const recovered = Math.max(0, ...failed.map(({ seen }) => seen.firstAnswerSinceSeconds ?? 0));
    return recovered > lastFailureSeconds ? recovered : quietSinceSeconds;
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
