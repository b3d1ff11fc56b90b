/**
 * Takes secrets out of texts: what has the shape of a credential, and what is known to be one, reaches no log and no result.
 *
 * A text is a value: a name, a message, a line. Documents are redacted value by value before they are written (see
 * cli/without-secrets.ts), never as the text of a file, whose quotes and numbers mean something.
 */

import { knownSecrets } from './known-secrets.ts';
import { REDACTED, shapedSecrets, type TextPart } from './secret-shapes.ts';

export { secretsOf } from './known-secrets.ts';

/** Limit on passes: the rest of a text may take a new shape, but not more often than this. */
const PASSES_MAX = 8;

/** The text with "[redacted]" for each secret. `known` are secrets to be found wherever they stand (see `secretsOf`). */
export function redact(text: string, known: readonly string[] = []): string {
  return withoutParts(text, known, () => REDACTED);
}

/** The text with a star for each character of a secret, so that all else keeps its place. */
export function mask(text: string, known: readonly string[] = []): string {
  return withoutParts(text, known, (secret) => secret.replace(/[^\n]/g, '*'));
}

/** Replaces secrets until there are none, so that doing it again changes nothing. */
function withoutParts(
  text: string,
  known: readonly string[],
  replacement: (secret: string) => string,
): string {
  let before = text;
  for (let pass = 1; pass <= PASSES_MAX; pass++) {
    const after = replaced(before, [...knownSecrets(before, known), ...shapedSecrets(before)], replacement);
    if (after === before) break;
    before = after;
  }
  return before;
}

/** Replaces parts; those that overlap or touch are one. */
function replaced(text: string, parts: readonly TextPart[], replacement: (secret: string) => string): string {
  let result = '';
  let at = 0;
  let open: TextPart | undefined;
  const close = () => {
    if (open === undefined) return;
    result += text.slice(at, open.start) + replacement(text.slice(open.start, open.end));
    at = open.end;
  };
  const inOrder = parts.filter(({ start, end }) => end > start).toSorted((a, b) => a.start - b.start);
  for (const part of inOrder) {
    if (open !== undefined && part.start <= open.end) {
      open = { start: open.start, end: Math.max(open.end, part.end) };
    } else {
      close();
      open = part;
    }
  }
  close();
  return result + text.slice(at);
}
