/** The inputs of a document as a list of terms: the scenario first, then those of the kind of document. */

import { type Html, html } from './html.ts';

/** Scenario of a result or a ramp. */
export interface ScenarioInput {
  readonly name: string;
  readonly file: string;
  readonly sha256: string;
  readonly variant: string | null;
  readonly overrides: readonly string[];
  readonly extends?: readonly { readonly file: string; readonly sha256: string }[];
}

export function inputList(
  { name, file, sha256, variant, overrides, extends: extended = [] }: ScenarioInput,
  others: readonly (readonly [term: string, value: string])[],
): Html {
  const entries: readonly (readonly [string, string])[] = [
    ['Scenario', name],
    ['File', file],
    ['SHA-256 of the file', sha256],
    ...extended.map((base) => [`SHA-256 of ${base.file}, which it extends`, base.sha256] as const),
    ...(variant === null ? [] : [['Variant', variant] as const]),
    ...(overrides.length === 0 ? [] : [['Set from the command line', overrides.join(', ')] as const]),
    ...others,
  ];
  return html`<dl class="inputs">${entries.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>\n`)}</dl>`;
}
