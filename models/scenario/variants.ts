/**
 * Variants of a scenario: `variants` names overlays; `vary` gives lists of values by dotted path. Their product makes
 * one variant per combination, named "storage.hot.nodes=6 compute.farm.nodes=480".
 */

import { applyChange, type Change } from './change.ts';
import type { DiagnosticReport } from './diagnostic-report.ts';
import { dottedPath } from './dotted-path.ts';
import { type Located, type LocatedEntry, type LocatedMap, plain, valueAt } from './located.ts';
import * as overlayProblems from './overlay-problems.ts';
import * as problems from './problems.ts';
import { typeName } from './schema/fields.ts';
import { isName } from './schema.ts';

/** A variant's name and what it changes. */
export interface Variant {
  readonly name: string;
  readonly changes: readonly Change[];
}

/** Variants of one scenario, those of `variants` and those of `vary` together. */
const VARIANTS_MAX = 64;

/** The variants of a document, in the order of the text, those of `vary` last; what is wrong with them is in the report. */
export function scenarioVariants(document: Located, report: DiagnosticReport): readonly Variant[] {
  const named = namedVariants(document, report);
  const varied = variedVariants(document, report);
  const total = named.length + varied.count;
  if (total <= VARIANTS_MAX) return [...named, ...varied.variants()];
  const key = varied.count > 0 ? 'vary' : 'variants';
  const place = document.kind === 'map' ? document.entries.get(key)?.keyPlace : undefined;
  report.add(overlayProblems.tooManyVariants(total, VARIANTS_MAX), place ?? document.place);
  return [];
}

/** The document as a variant changes it. */
export function applyVariant(document: Located, variant: Variant, report: DiagnosticReport): Located {
  let changed = document;
  for (const change of variant.changes) changed = applyChange(changed, change, report);
  return changed;
}

/** The document without the keys that define variants. */
export function withoutVariants(document: Located): Located {
  if (document.kind !== 'map') return document;
  const entries = new Map([...document.entries].filter(([key]) => key !== 'variants' && key !== 'vary'));
  return { ...document, entries };
}

function namedVariants(document: Located, report: DiagnosticReport): Variant[] {
  const overlays = mapAt(document, 'variants', 'a map of variants by name', report);
  return [...overlays].flatMap(([name, { keyPlace, value }]) => {
    if (!isName(name)) report.add(problems.unusableName(name), keyPlace);
    if (value.kind !== 'map') {
      report.add(problems.wrongType('a map of changes', typeName(plain(value))), keyPlace);
      return [];
    }
    return [{ name, changes: [...value.entries].map(changeOf) }];
  });
}

/** The product of the lists of `vary`; counted before it is formed. */
function variedVariants(
  document: Located,
  report: DiagnosticReport,
): { readonly count: number; readonly variants: () => Variant[] } {
  const axes: (readonly Variant[])[] = [];
  for (const [key, entry] of mapAt(document, 'vary', 'a map of lists by dotted path', report)) {
    const { keyPlace, value } = entry;
    if (value.kind !== 'list' || value.items.length === 0) {
      report.add(
        problems.wrongType(
          'a list of values',
          value.kind === 'list' ? 'an empty one' : typeName(plain(value)),
        ),
        keyPlace,
      );
      continue;
    }
    const seen = new Set<string>();
    const axis = value.items.map((item, i) => {
      const name = `${key}=${item.kind === 'scalar' ? item.text : `#${i + 1}`}`;
      if (seen.has(name)) report.add(overlayProblems.repeatedVariant(name), item.place);
      seen.add(name);
      return { name, changes: [changeOf([key, { keyPlace, value: item }])] };
    });
    axes.push(axis);
  }
  return {
    count: axes.length === 0 ? 0 : axes.reduce((count, axis) => count * axis.length, 1),
    variants: () => axes.reduce<readonly Variant[]>(product, []).slice(),
  };
}

function product(before: readonly Variant[], axis: readonly Variant[]): readonly Variant[] {
  if (before.length === 0) return axis;
  return before.flatMap((left) =>
    axis.map((right) => ({
      name: `${left.name} ${right.name}`,
      changes: [...left.changes, ...right.changes],
    })),
  );
}

function changeOf([key, { keyPlace, value }]: readonly [string, LocatedEntry]): Change {
  const { source, start, end } = keyPlace;
  const written = source.text.slice(start, end);
  const at = written === key ? start : written.slice(1, -1) === key ? start + 1 : null;
  return { path: dottedPath(key, keyPlace, at), value };
}

function mapAt(
  document: Located,
  key: string,
  expected: string,
  report: DiagnosticReport,
): LocatedMap['entries'] {
  const value = valueAt(document, [key]);
  if (value === undefined) return new Map();
  if (value.kind === 'map') return value.entries;
  report.add(problems.wrongType(expected, typeName(plain(value))), value.place);
  return new Map();
}
