/**
 * Search for the largest multiple of a load that a target holds. It doubles until a probe breaks, or halves until one
 * holds. Then it narrows the interval between the highest that held and the lowest that broke. An overloaded probe
 * shows the most that the target gives, so the search first probes just below and just above that. If the limit is not
 * there, as where an objective breaks before the target is full, it halves the interval.
 *
 * A pure state machine: it knows nothing of time and targets.
 */

/** Verdict of a probe on its multiple. */
export type ProbeVerdict =
  | { readonly kind: 'held' }
  | {
      readonly kind: 'broke';
      /** True if the margin is too wide for a disturbance to explain it. Otherwise the probe is repeated. */
      readonly clear: boolean;
      /** The multiple that the target could have held, by what it gave; null where it does not say. */
      readonly estimate: number | null;
    };

export interface SearchOptions {
  readonly from: number;
  readonly to: number;
  /** Relative width of the interval at which the search ends, such as 0.03. */
  readonly precision: number;
}

/** Below this part of the first multiple it is not worth knowing what holds. */
const LEAST_PART = 1 / 64;
/** Probes that follow an estimate; a target that is worse the more it is asked could mislead for long. */
const GUIDED_MAX = 4;

type Steps = Generator<number, void, ProbeVerdict>;

/** Throws RangeError unless 0 < from <= to and 0 < precision < 1. */
export class HeadroomSearch {
  /** The highest multiple that held so far. */
  held: number | null = null;
  /** The lowest that broke, above `held`. */
  broke: number | null = null;
  readonly #options: SearchOptions;
  readonly #steps: Steps;
  #next: number | null = null;
  #estimate: number | null = null;

  constructor(options: SearchOptions) {
    const { from, to, precision } = options;
    if (!(from > 0 && from <= to && to < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a search goes from a multiple above 0 to one no less, not from ${from} to ${to}`);
    }
    if (!(precision > 0 && precision < 1)) {
      throw new RangeError(`the precision is a fraction between 0 and 1, not ${precision}`);
    }
    this.#options = options;
    this.#steps = this.#search();
    this.#next = this.#steps.next().value ?? null;
  }

  /** The multiple to probe now; null when the search has ended. */
  get next(): number | null {
    return this.#next;
  }

  /** Takes what the probe at `next` says. */
  hear(verdict: ProbeVerdict): void {
    this.#next = this.#steps.next(verdict).value ?? null;
  }

  *#search(): Steps {
    yield* this.#reach();
    yield* this.#narrow();
  }

  /** Until one held and one broke, or there is no further to go. */
  *#reach(): Steps {
    const { from, to } = this.#options;
    for (let multiple = from; ; ) {
      if (yield* this.#holds(multiple)) {
        if (this.broke !== null || multiple === to) return;
        multiple = Math.min(to, 2 * multiple);
      } else {
        if (this.held !== null || multiple <= from * LEAST_PART) return;
        const below = (this.#estimate ?? 0) * (1 - this.#step);
        const lower = below > 0 && below < multiple ? below : multiple / 2;
        multiple = Math.max(from * LEAST_PART, lower);
      }
    }
  }

  *#narrow(): Steps {
    for (let guided = 0; ; ) {
      const { held, broke } = this;
      if (held === null || broke === null || broke <= held * (1 + this.#options.precision)) return;
      const beside = guided < GUIDED_MAX ? this.#besideEstimate(held, broke) : null;
      if (beside !== null) guided++;
      yield* this.#holds(beside ?? Math.sqrt(held * broke));
    }
  }

  /** A little less than half the precision, so that a probe to each side of the estimate is enough. */
  get #step(): number {
    return 0.48 * this.#options.precision;
  }

  /** Just below the estimate, or else just above it; null where that is not between what held and what broke. */
  #besideEstimate(held: number, broke: number): number | null {
    const estimate = this.#estimate;
    if (estimate === null || estimate <= held / (1 + this.#step) || estimate >= broke) return null;
    const [below, above] = [estimate * (1 - this.#step), estimate * (1 + this.#step)];
    if (below > held) return below;
    return above > held && above < broke ? above : null;
  }

  *#holds(multiple: number): Generator<number, boolean, ProbeVerdict> {
    let verdict = yield multiple;
    if (verdict.kind === 'broke' && !verdict.clear) verdict = yield multiple;
    if (verdict.kind === 'held') {
      this.held = Math.max(this.held ?? 0, multiple);
      return true;
    }
    this.broke = Math.min(this.broke ?? Number.POSITIVE_INFINITY, multiple);
    // Of an interval that the estimate lies outside of, it says nothing.
    this.#estimate = verdict.estimate;
    return false;
  }
}
