/** Words that people write for the units and statistics of scenarios. */

/** Units spelled out, or abbreviated as elsewhere, with the unit that scenarios use. */
export const SPELLED_UNITS: ReadonlyMap<string, string> = new Map([
  ['sec', 's'],
  ['secs', 's'],
  ['second', 's'],
  ['seconds', 's'],
  ['m', 'min'],
  ['mins', 'min'],
  ['minute', 'min'],
  ['minutes', 'min'],
  ['hr', 'h'],
  ['hrs', 'h'],
  ['hour', 'h'],
  ['hours', 'h'],
  ['day', 'd'],
  ['days', 'd'],
  ['week', 'w'],
  ['weeks', 'w'],
  ['msec', 'ms'],
  ['millisecond', 'ms'],
  ['milliseconds', 'ms'],
  ['usec', 'us'],
  ['percent', '%'],
]);

/** Statistics by other names. */
export const SPELLED_STATISTICS: ReadonlyMap<string, string> = new Map(
  Object.entries({ average: 'mean', avg: 'mean', median: 'p50', maximum: 'max', minimum: 'min' }),
);
