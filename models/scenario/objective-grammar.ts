/**
 * The grammar of objectives and policies:
 *
 *     <stage>.<metric>       <statistic> <= <limit>      overnight.turnaround p95 <= 11h
 *     <resource> utilization <statistic> <= <limit>      metadata.hot utilization peak(1min) <= 70%
 *
 * Here a text is taken apart into words that know where they stand; objectives.ts (compile/) says what they mean.
 */

import { PEAK_WINDOW_SECONDS, type Statistic } from '../objective.ts';
import type { TextRange } from './diagnostic.ts';
import { type Problem, within } from './problem.ts';
import * as problems from './problems.ts';

/** A word of an objective and where it stands in the objective's text. */
export interface Word extends TextRange {
  readonly text: string;
}

export interface ObjectiveWords {
  readonly subject: Word;
  /** "utilization" in an objective on a resource; null in one on a stage. */
  readonly measure: Word | null;
  readonly statistic: Word;
  readonly comparison: '<=' | '>=';
  readonly limit: Word;
}

export type ParsedObjective =
  | { readonly kind: 'words'; readonly words: ObjectiveWords }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** A word; what stands in brackets behind it, such as the window of a peak, belongs to it. */
const TOKEN = /[<>=]+|[^\s<>=()]+\s{0,8}\([^()<>=]{0,40}\)|[^\s<>=]+/g;
const TOKENS_MAX = 8;

/** Takes an objective apart; the problem points at the first word that does not fit. */
export function parseObjective(text: string): ParsedObjective {
  const words: Word[] = [];
  for (const match of text.matchAll(TOKEN)) {
    words.push({ text: match[0], start: match.index, end: match.index + match[0].length });
    if (words.length > TOKENS_MAX) break;
  }
  const end = text.trimEnd().length;
  const problem = (expected: string, at: TextRange = { start: end, end }): ParsedObjective => ({
    kind: 'problem',
    problem: within(at, problems.objectiveSyntax(expected)),
  });

  const comparisonAt = words.findIndex(({ text: word }) => /^[<>=]+$/.test(word));
  const comparison = words[comparisonAt];
  const before = comparison === undefined ? words : words.slice(0, comparisonAt);
  const [subject, second, third, extra] = before;
  if (subject === undefined) return problem('a stage with its metric, or a resource', comparison);
  if (second === undefined) return problem('a statistic such as "p95" or "mean"', comparison);
  if (extra !== undefined) return problem('"<=" or ">=" and a limit', extra);
  if (comparison === undefined) return problem('"<=" or ">=" and a limit');
  if (comparison.text !== '<=' && comparison.text !== '>=') return problem('"<=" or ">="', comparison);
  const first = words[comparisonAt + 1];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return problem('a limit such as "40ms" or "70%"');
  const another = words.slice(comparisonAt + 1).find(({ text: word }) => /^[<>=]+$/.test(word));
  if (another !== undefined) return problem('the end of the objective', another);
  return {
    kind: 'words',
    words: {
      subject,
      measure: third === undefined ? null : second,
      statistic: third ?? second,
      comparison: comparison.text,
      limit: { text: text.slice(first.start, end), start: first.start, end },
    },
  };
}

/** Statistics as they are written; a percentile may be any from p1 to p99.99. */
export const STATISTIC_WORDS: readonly string[] = [
  'mean',
  'p50',
  'p90',
  'p95',
  'p99',
  'p99.9',
  'max',
  'min',
  'peak',
];

/** The window that a peak states, as written: "1min" of "peak(1min)". */
export interface StatedWindow {
  readonly kind: 'window';
  readonly word: Word;
}

/**
 * "mean", "max", "min", "peak", "p95", "p99.9", or "p999" for the latter; null for anything else. A peak that states
 * its window is answered with the text of the window.
 */
export function parseStatistic(word: string): Statistic | StatedWindow | null {
  const window = /^peak\s*\((.*)\)$/.exec(word);
  if (window !== null) {
    const [, inside = ''] = window;
    const text = inside.trim();
    const start = word.indexOf('(') + 1 + inside.indexOf(text);
    return { kind: 'window', word: { text, start, end: start + text.length } };
  }
  switch (word) {
    case 'mean':
    case 'max':
    case 'min':
      return { kind: word };
    case 'peak':
      return { kind: 'peak', windowSeconds: PEAK_WINDOW_SECONDS };
    default: {
      const match = /^p(\d{1,2})(?:\.(\d{1,4}))?$|^p99(9{1,3})$/.exec(word);
      if (match === null) return null;
      const [, whole = '99', decimals = match[3] ?? ''] = match;
      // From the digits themselves: 99.9 / 100 is not the number nearest to 0.999.
      const fraction = Number(`0.${whole.padStart(2, '0')}${decimals}`);
      return fraction > 0 ? { kind: 'percentile', fraction } : null;
    }
  }
}
