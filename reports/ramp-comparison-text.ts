/** Sentences on ramps side by side, for the terminal and the HTML report. */

import type { HeadroomDifference, RampComparison } from '../models/ramp-comparison.ts';
import type { RampResult } from '../models/ramp-result.ts';
import { letterOf } from './comparison-text.ts';
import { multipleText, rampVerdict } from './ramp-figures.ts';

/** "2 of 3 hold the load: A before (1.41 times), B after (2.8 times)." */
export function rampComparisonSentence({ candidates }: RampComparison): string {
  const holding = candidates.flatMap(({ name, ramp: { headroom } }, index) =>
    rampVerdict(headroom) === 'holds'
      ? [`${letterOf(index)} ${name} (${multipleText(headroom.multiple ?? 0)} times)`]
      : [],
  );
  const total = candidates.length;
  if (holding.length === 0) return `None of ${total} was seen to hold the load.`;
  return `${holding.length} of ${total} ${holding.length === 1 ? 'holds' : 'hold'} the load: ${holding.join(', ')}.`;
}

/** "2.01 times that of A; the intervals are apart": how the headroom of the candidate at this index differs from the first one's. */
export function differenceText({ candidates, differences }: RampComparison, index: number): string {
  const difference = differences[index - 1];
  if (difference === undefined) throw new RangeError(`there is no difference of candidate ${index}`);
  switch (difference.verdict) {
    case 'higher':
    case 'lower': {
      const factor = factorText(difference, candidates[0]!.ramp.headroom, candidates[index]!.ramp.headroom);
      return `${factor ?? `${difference.verdict} than A`}; the intervals are apart`;
    }
    case 'intervals overlap':
      return 'the intervals overlap: no difference was found';
    case 'unknown':
      return 'not known: a limit was not found';
  }
}

type Headroom = RampResult['headroom'];

/**
 * Returns the factor between two headrooms, as a bound ("at least", "at most") if one limit was not found; null if
 * nothing held.
 */
function factorText({ baseline, value }: HeadroomDifference, base: Headroom, other: Headroom): string | null {
  if (baseline === null || value === null) return null;
  const [, baseBroke] = base.interval;
  const [, broke] = other.interval;
  const times = (factor: number) => `${multipleText(factor)} times that of A`;
  if (broke === null && baseBroke !== null) return `at least ${times(value / baseBroke)}`;
  if (baseBroke === null && broke !== null) return `at most ${times(broke / baseline)}`;
  return times(value / baseline);
}
