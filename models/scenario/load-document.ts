/** A scenario file and, by `extends`, the files that it changes, as one located document. */

import type { DiagnosticReport } from './diagnostic-report.ts';
import type { LoadedText, LoadText } from './load-text.ts';
import type { Located, LocatedMap } from './located.ts';
import { merge } from './merge.ts';
import * as overlayProblems from './overlay-problems.ts';
import { parseYaml } from './parse-yaml.ts';
import type { Problem } from './problem.ts';
import * as problems from './problems.ts';
import { typeName } from './schema/fields.ts';
import { type Source, sourceOf } from './source.ts';

/** Files in one chain of `extends`, the scenario itself not counted. */
const EXTENDS_DEPTH_MAX = 8;

/** Texts in the order in which they were read: as loaded, and as diagnostics point into them. */
export type ReadTexts = (source: Source, loaded: LoadedText & { readonly kind: 'text' }) => void;

/** Undefined when the report says why there is no document. `onText` is told of every text before it is parsed. */
export function loadDocument(
  file: string,
  load: LoadText,
  report: DiagnosticReport,
  onText: ReadTexts,
): Located | undefined {
  const loaded = load(file, '');
  if (loaded.kind === 'refused') {
    const nowhere = { kind: 'text', path: file, text: '' } as const;
    const source = sourceOf(nowhere);
    onText(source, nowhere);
    report.add(problems.fileRefused(file, loaded.reason), { source, start: 0, end: 0 });
    return undefined;
  }
  return new DocumentLoader(load, report, onText).document(loaded, []);
}

class DocumentLoader {
  readonly #load: LoadText;
  readonly #report: DiagnosticReport;
  readonly #onText: ReadTexts;

  constructor(load: LoadText, report: DiagnosticReport, onText: ReadTexts) {
    this.#load = load;
    this.#report = report;
    this.#onText = onText;
  }

  /** `chain` holds the paths of the files that led here. */
  document(loaded: LoadedText & { readonly kind: 'text' }, chain: readonly string[]): Located | undefined {
    const source = sourceOf(loaded);
    this.#onText(source, loaded);
    const own = parseYaml(source, this.#report);
    if (own?.kind !== 'map') return own;
    const entry = own.entries.get('extends');
    if (entry === undefined) return own;
    const changes = withoutExtends(own);
    const base = this.#base(entry.value, loaded.path, [...chain, loaded.path]);
    return base && merge(base, changes);
  }

  #base(value: Located, from: string, chain: readonly string[]): Located | undefined {
    const refuse = (problem: Problem): undefined => {
      this.#report.add(problem, value.place);
    };
    if (value.kind !== 'scalar' || typeof value.value !== 'string') {
      return refuse(
        problems.wrongType(
          'the path of a file',
          value.kind === 'scalar' ? typeName(value.value) : `a ${value.kind}`,
        ),
      );
    }
    if (chain.length > EXTENDS_DEPTH_MAX) return refuse(overlayProblems.extendsTooDeep(EXTENDS_DEPTH_MAX));
    const loaded = this.#load(value.value, from);
    if (loaded.kind === 'refused') return refuse(problems.fileRefused(value.value, loaded.reason));
    if (chain.includes(loaded.path)) return refuse(overlayProblems.extendsItself(loaded.path));
    return this.document(loaded, chain);
  }
}

function withoutExtends(map: LocatedMap): LocatedMap {
  return { ...map, entries: new Map([...map.entries].filter(([key]) => key !== 'extends')) };
}
