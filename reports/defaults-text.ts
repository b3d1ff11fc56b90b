/** The part of `check` on a valid scenario: the defaults of missing keys, and the limits of its storage. */

import type { StorageSummary } from '../models/result.ts';
import { type DefaultInUse, LANGUAGE_DEFAULT } from '../models/studio.ts';
import { transferSentences } from './storage-facts.ts';
import { canvasOf, heading, paragraph, type TerminalOptions } from './terminal/canvas.ts';

/** Unstated assumptions of a scenario or of one of its variants. */
export interface Unstated {
  /** Null for the scenario as it is written. */
  readonly variant: string | null;
  readonly defaults: readonly DefaultInUse[];
  readonly storage: readonly StorageSummary[];
}

/** Lines with a line feed each. Of a variant only what differs from what stands before it; none where nothing does. */
export function defaultsText(studies: readonly Unstated[], options: TerminalOptions): string {
  const canvas = canvasOf(options);
  const told = new Set<string>();
  const isNews = (text: string) => !told.has(text) && told.add(text).has(text);
  const lines = studies.flatMap(({ variant, defaults, storage }) => {
    const where = variant === null ? '' : ` in variant ${canvas.text(variant)}`;
    const fresh = defaults.filter((each) => isNews(JSON.stringify(each)));
    const sentences = storage
      .flatMap((system) => transferSentences(system))
      .filter((sentence) => isNews(sentence));
    return [
      ...(fresh.length === 0
        ? []
        : [
            ...heading(canvas, `Not stated${where}`, 'defaults of the language, or from where it says'),
            ...sectionLines(fresh).flatMap((line) => paragraph(canvas, line, 2)),
          ]),
      ...(sentences.length === 0
        ? []
        : [
            ...heading(canvas, `Rate and bandwidth together${where}`),
            ...sentences.flatMap((sentence) => paragraph(canvas, sentence, 2)),
          ]),
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** "storage.hot: nodes 8 (as published ...); derate 100% (...)": a line for each section. */
function sectionLines(defaults: readonly DefaultInUse[]): string[] {
  const sections = Map.groupBy(defaults, ({ key }) => sectionOf(key));
  return [...sections].map(([section, entries]) => {
    const parts = entries.map(({ key, value, source }) => {
      const origin = source === LANGUAGE_DEFAULT ? '' : ` (${source})`;
      return `${key.slice(section.length + 1)}: ${value}${origin}`;
    });
    return `${section} { ${parts.join('; ')} }`;
  });
}

/** "run", or "storage.hot". */
function sectionOf(key: string): string {
  return key.startsWith('run.') ? 'run' : key.split('.', 2).join('.');
}
