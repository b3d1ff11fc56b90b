/**
 * A mistake in a scenario, as a compiler reports it. Mistakes are data: the scenario language never throws for bad
 * input. Each step returns its partial result together with the diagnostics it found.
 */

/** `error` refuses the scenario; `warning` lets it run. */
export type Severity = 'error' | 'warning';

/** A stretch of a source text, in UTF-16 code units from its start; `end` is exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface Diagnostic {
  /** "HR" and three digits; all codes are listed in problems.ts. */
  readonly code: string;
  readonly severity: Severity;
  /** Path of the source as loaded, or "--set" for an override from the command line. */
  readonly file: string;
  /** From 1; for "--set" the number of the override. */
  readonly line: number;
  /** From 1, in Unicode code points; a tab is one, a byte order mark none. */
  readonly column: number;
  /** The fault itself, in the source text. */
  readonly span: TextRange;
  readonly message: string;
  /** A next step, such as "did you mean ...?"; null where there is none to give. */
  readonly help: string | null;
}

/** A text that diagnostics point into. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}
