/** From a scenario file to a compiled studio, or to every mistake in it. */

import type { Studio } from '../studio.ts';
import type { Diagnostic, SourceText } from './diagnostic.ts';
import type { LoadText } from './load-text.ts';

export interface LoadOptions {
  /** Overrides as `path=value`, later ones win. */
  readonly sets?: readonly string[];
  /** Name of one of the scenario's variants; without it the scenario as written. */
  readonly variant?: string;
}

export type LoadedScenario =
  | {
      readonly kind: 'studio';
      readonly studio: Studio;
      /** Names of the variants that the scenario defines, those of `vary` after those of `variants`. */
      readonly variants: readonly string[];
      /** Every text that was read, the scenario itself first. */
      readonly sources: readonly SourceText[];
      /** Warnings only. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: 'invalid'; readonly sources: readonly SourceText[]; readonly diagnostics: readonly Diagnostic[] };

/** Loads, validates and compiles a scenario. Never throws for bad input: all mistakes are in the answer, in order. */
export function loadScenario(file: string, load: LoadText, options: LoadOptions = {}): LoadedScenario {
  throw new Error(`being built: ${file} ${typeof load} ${typeof options}`);
}

/** Diagnostics as text for a terminal: place, message, source line, caret, help. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: readonly SourceText[],
  options: { readonly color: boolean },
): string {
  throw new Error(`being built: ${diagnostics.length} ${sources.length} ${options.color}`);
}
