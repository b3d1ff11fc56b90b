/** A mistake, and the words that all mistakes are told in. */

import type { Severity, TextRange } from './diagnostic.ts';

/** A mistake without its place. */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string | null;
  /** The faulty part of the text of a scalar; null for all of it. */
  readonly within: TextRange | null;
}

export const error = (code: string, message: string, help: string | null = null): Problem => ({
  code,
  severity: 'error',
  message,
  help,
  within: null,
});

export const warning = (code: string, message: string, help: string | null = null): Problem => ({
  ...error(code, message, help),
  severity: 'warning',
});

/** A problem with a part of a scalar's text. */
export function within(range: TextRange, problem: Problem): Problem {
  return { ...problem, within: range };
}

/** "a", "b" or "c" */
export function alternatives(texts: readonly string[]): string {
  const all = texts.map((text) => `"${text}"`);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`;
}
