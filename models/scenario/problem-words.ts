/** Parts of sentences that problems share. */

import { closest, similarNames } from './suggestion.ts';

/** Longer texts are cut: a message names the fault, the source line shows it. */
const QUOTED_LENGTH_MAX = 60;

/** Names listed before "...". */
const LISTED_MAX = 12;

/** Returns a text in quotes, cut where it is long. */
export function quoted(text: string): string {
  return text.length > QUOTED_LENGTH_MAX ? `"${text.slice(0, QUOTED_LENGTH_MAX)}..."` : `"${text}"`;
}

/** Returns the question whether a near word was meant; null where none is near. */
export function didYouMean(word: string, known: readonly string[]): string | null {
  const near = closest(word, known);
  return near === null ? null : `did you mean "${near}"?`;
}

/** Returns the names, of many the first ones; null where there are none. */
export function listed(what: string, names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const shown = names.slice(0, LISTED_MAX).join(', ');
  return `${what}: ${shown}${names.length > LISTED_MAX ? ', ...' : ''}`;
}

/** Returns the question whether a name of the catalog was meant that is like another; null where none is. */
export function didYouMeanOfCatalog(name: string, known: readonly string[]): string | null {
  const names = similarNames(name, known).map(quoted);
  if (names.length === 0) return null;
  return `did you mean ${names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`}?`;
}
