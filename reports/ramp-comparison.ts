/** What the terminal and the HTML report say about ramps side by side. */

import type { HeadroomDifference, RampComparison } from '../models/ramp-comparison.ts';
import { letterOf } from './comparison.ts';
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

/** "2.01 times that of A; the intervals are apart" */
export function differenceText({ baseline, value, verdict }: HeadroomDifference): string {
  const factor =
    baseline === null || value === null ? null : `${multipleText(value / baseline)} times that of A`;
  switch (verdict) {
    case 'higher':
    case 'lower':
      return `${factor ?? `${verdict} than A`}; the intervals are apart`;
    case 'intervals overlap':
      return 'the intervals overlap: no difference was found';
    case 'unknown':
      return 'not known: a limit was not found';
  }
}
