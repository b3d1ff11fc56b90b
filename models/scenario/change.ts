/**
 * One change of a document by a variant or an override: a path and a value. In the path "*" stands for every name. The
 * value may be a share of what is there.
 */

import type { DiagnosticReport } from './diagnostic-report.ts';
import { checkPath, type DottedPath, overlayOf } from './dotted-path.ts';
import { type Located, type LocatedMap, type LocatedScalar, valueAt } from './located.ts';
import { merge } from './merge.ts';
import * as overlayProblems from './overlay-problems.ts';
import { isFigure, isPercentage, relativeChange, scaled } from './relative.ts';
import { schemaAt, takesWholeNumbers } from './schema-at.ts';

export interface Change {
  readonly path: DottedPath;
  readonly value: Located;
}

/** Returns the document as a change makes it; what is wrong with the change is reported, and left out. */
export function applyChange(document: Located, change: Change, report: DiagnosticReport): Located {
  let changed = document;
  for (const path of concretePaths(document, change, report)) {
    if (!checkPath(changed, path, report)) continue;
    const names = path.steps.map(({ name }) => name);
    const value = new Resolution(changed, report).value(change.value, names);
    if (value !== undefined) changed = merge(changed, overlayOf(path, value));
  }
  return changed;
}

/** The paths that a path with "*" stands for: those that lead to something, or to a key that may be given there. */
function concretePaths(
  document: Located,
  { path, value }: Change,
  report: DiagnosticReport,
): readonly DottedPath[] {
  if (!path.steps.some(({ name }) => name.includes('*'))) return [path];
  let paths: DottedPath[] = [{ steps: [] }];
  for (const step of path.steps) {
    paths = paths.flatMap(({ steps }) => {
      if (!step.name.includes('*')) return [{ steps: [...steps, step] }];
      const at = valueAt(
        document,
        steps.map(({ name }) => name),
      );
      const names =
        at?.kind === 'map' ? [...at.entries.keys()].filter((name) => matches(name, step.name)) : [];
      return names.map((name) => ({ steps: [...steps, { ...step, name }] }));
    });
  }
  const isRelative = value.kind === 'scalar' && relativeChange(value.text, true)?.kind === 'factor';
  const leading = paths.filter(({ steps }) => {
    const names = steps.map(({ name }) => name);
    if (valueAt(document, names) !== undefined) return true;
    const isSection = valueAt(document, names.slice(0, -1))?.kind === 'map';
    return !isRelative && isSection && schemaAt(document, names) !== undefined;
  });
  if (leading.length === 0) {
    const [first] = path.steps;
    report.add(overlayProblems.nothingMatches(path.steps.map(({ name }) => name).join('.')), first!.place);
  }
  return leading;
}

/** Whether a name is one that a pattern stands for, in which "*" is any text. */
function matches(name: string, pattern: string): boolean {
  const [start = '', ...parts] = pattern.split('*');
  if (!name.startsWith(start)) return false;
  let from = start.length;
  for (const [i, part] of parts.entries()) {
    const at = i === parts.length - 1 ? name.length - part.length : name.indexOf(part, from);
    if (at < from || !name.startsWith(part, at)) return false;
    from = at + part.length;
  }
  return true;
}

/** Values of a change, with shares of what is there worked out. */
class Resolution {
  readonly #document: Located;
  readonly #report: DiagnosticReport;

  constructor(document: Located, report: DiagnosticReport) {
    this.#document = document;
    this.#report = report;
  }

  /** Returns the value for a path; undefined where the report says why there is none. */
  value(given: Located, path: readonly string[]): Located | undefined {
    if (given.kind === 'scalar') return this.#scalar(given, path);
    if (given.kind === 'list') return given;
    const entries = new Map<
      string,
      LocatedMap['entries'] extends ReadonlyMap<string, infer Entry> ? Entry : never
    >();
    for (const [key, entry] of given.entries) {
      const value = this.value(entry.value, [...path, key]);
      if (value !== undefined) entries.set(key, { ...entry, value });
    }
    return { ...given, entries };
  }

  #scalar(given: LocatedScalar, path: readonly string[]): Located | undefined {
    if (typeof given.value !== 'string' && !(typeof given.value === 'number' && /^[+-]/.test(given.text)))
      return given;
    const base = valueAt(this.#document, path);
    const change = relativeChange(given.text, base === undefined || (isFigure(base) && isPercentage(base)));
    if (change === null) return given;
    const key = path.at(-1)!;
    if (base === undefined) {
      if (change.kind === 'unclear' || !change.isPercent) return given;
      this.#report.add(overlayProblems.nothingToChange(key), given.place);
      return undefined;
    }
    const isScalable = isFigure(base) || base.kind === 'map';
    if (change.kind === 'unclear') {
      if (!isScalable) return given;
      this.#report.add(overlayProblems.unclearChange(given.text, change.help), given.place);
      return undefined;
    }
    const schema = schemaAt(this.#document, path);
    const isWhole = schema !== undefined && takesWholeNumbers(schema);
    const value = scaled(base, change.factor, isWhole, given.place);
    if (value !== null) return value;
    if (!change.isPercent && base.kind === 'scalar') return given;
    this.#report.add(overlayProblems.notScalable(key), given.place);
    return undefined;
  }
}
