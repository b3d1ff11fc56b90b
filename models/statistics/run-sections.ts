/**
 * Intervals from the seconds of one run that cannot be repeated, such as a load on a real target. Seconds depend on
 * each other, so the run is cut into twenty sections so long that their figures hardly do. The spread between them
 * shows how far a figure of the whole may be from the average of such runs.
 */

import { sampleCorrelation } from 'simple-statistics';
import { Histogram } from '../histogram.ts';
import type { Statistic } from '../objective.ts';
import type { Unit } from '../result.ts';
import { type Estimate, statisticOf, withinUnit } from './estimate.ts';
import { quantileInterval, sectionedInterval } from './quantile-interval.ts';

const SECTIONS = 20;
const MOST_PIECES_PER_SECTION = 8;
const CONFIDENCE = 0.95;
/**
 * Greatest correlation between pieces of a section and their successors, below which sections hardly depend on each
 * other. It is less where a section has few pieces.
 */
const CORRELATION_LIMIT = 0.4;
const CORRELATION_LIMIT_OF_FEW = 0.2;

/** Observations of one run, from which its statistics are estimated. */
export class RunSections {
  readonly #whole: Histogram;
  /** In order, of equal length but for a second: several to a section. Empty where the run is too short. */
  readonly #pieces: readonly Histogram[];
  readonly #sections: readonly Histogram[];

  /**
   * `whole` holds all observations; `seconds` the same by equal spans of time, in order, with null where there were none.
   */
  constructor(whole: Histogram, seconds: readonly (Histogram | null)[]) {
    this.#whole = whole;
    const observing = seconds.filter((second) => second !== null);
    const perSection = Math.min(MOST_PIECES_PER_SECTION, Math.floor(observing.length / SECTIONS));
    this.#pieces = perSection === 0 ? [] : merged(observing, SECTIONS * perSection);
    this.#sections = perSection === 0 ? [] : merged(this.#pieces, SECTIONS);
  }

  /**
   * Returns a statistic with its 95% interval. The interval is null for a minimum or a maximum, and for fewer than
   * twenty seconds. It is also null where the figures of the pieces follow a trend or resemble their successors too
   * much.
   */
  estimate(statistic: Statistic, unit: Unit): Estimate {
    if (this.#whole.count === 0) return { value: null, ci95: null };
    const value = statisticOf(this.#whole, statistic);
    if (this.#sections.length === 0 || this.#areCorrelated(statistic)) return { value, ci95: null };
    switch (statistic.kind) {
      case 'mean': {
        const means = this.#sections.map((section) => section.mean);
        const { low, high } = sectionedInterval(value, means, CONFIDENCE);
        return { value, ci95: withinUnit(low, high, value, unit) };
      }
      case 'percentile': {
        const { low, high } = quantileInterval(this.#sections, statistic.fraction, CONFIDENCE);
        return { value, ci95: withinUnit(low, high, value, unit) };
      }
      case 'max':
      case 'min':
      case 'peak':
        return { value, ci95: null };
    }
  }

  #areCorrelated(statistic: Statistic): boolean {
    const figures = this.#pieces.map((piece) => statisticOf(piece, statistic));
    const few = figures.length < SECTIONS * MOST_PIECES_PER_SECTION;
    const limit = few ? CORRELATION_LIMIT_OF_FEW : CORRELATION_LIMIT;
    // Figures that are all alike have no correlation: NaN is not above any limit.
    return sampleCorrelation(figures.slice(1), figures.slice(0, -1)) > limit;
  }
}

/** Merges spans into so many parts, as equal in length as they can be. */
function merged(spans: readonly Histogram[], parts: number): readonly Histogram[] {
  return Array.from({ length: parts }, (_, part) => {
    const whole = new Histogram();
    const from = Math.floor((part * spans.length) / parts);
    const to = Math.floor(((part + 1) * spans.length) / parts);
    for (const span of spans.slice(from, to)) whole.merge(span);
    return whole;
  });
}
