import type { DiagnosticReport } from './diagnostic-report.ts';
import { type Located, type LocatedMap, valueAt } from './located.ts';
import * as overlayProblems from './overlay-problems.ts';
import { quoted } from './problem-words.ts';
import * as problems from './problems.ts';
import { isTemplateKey } from './schema.ts';
import type { Place } from './source.ts';
import { NESTING_LEVELS_MAX } from './yaml-tokens.ts';

/** A path such as `stages.overnight.frame.time` as written in an override, each step knowing where it stands. */
export interface DottedPath {
  readonly steps: readonly { readonly name: string; readonly place: Place }[];
}

/** Keys of the document that say how it is made, which an overlay therefore cannot change. */
const MAKING_KEYS: readonly string[] = ['headroom', 'extends', 'variants', 'vary'];

/** Sections whose keys are names given by the user. */
const NAMED_SECTIONS: readonly string[] = ['storage', 'compute', 'stages', 'faults'];

/** Splits a path at its dots; `start` is where its text stands in the source, null when it does not stand there as it is. */
export function dottedPath(text: string, place: Place, start: number | null): DottedPath {
  let offset = 0;
  const steps = text.split('.').map((name) => {
    const from = offset;
    offset += name.length + 1;
    const own =
      start === null ? place : { source: place.source, start: start + from, end: start + from + name.length };
    return { name, place: own };
  });
  return { steps };
}

/**
 * Tells whether a path can be overridden in a document. A path that leads through a name must use an existing name. A
 * mistyped one would otherwise make a new studio part. All other keys are checked when the whole is validated.
 */
export function checkPath(root: Located, { steps }: DottedPath, report: DiagnosticReport): boolean {
  const [section, name] = steps;
  if (section === undefined) return false;
  if (steps.length > NESTING_LEVELS_MAX) {
    report.add(problems.tooDeep(NESTING_LEVELS_MAX), section.place);
    return false;
  }
  for (const step of steps) {
    if (step.name === '') {
      report.add(overlayProblems.malformedOverride(), step.place);
      return false;
    }
  }
  if (MAKING_KEYS.includes(section.name) || isTemplateKey(section.name)) {
    report.add(overlayProblems.notOverridable(section.name), section.place);
    return false;
  }
  if (name !== undefined && NAMED_SECTIONS.includes(section.name)) {
    const named = valueAt(root, [section.name]);
    if (named?.kind === 'map' && !named.entries.has(name.name)) {
      report.add(overlayProblems.unknownPath(name.name, [...named.entries.keys()]), name.place);
      return false;
    }
  }
  for (let i = 0; i < steps.length - 1; i++) {
    const step = steps[i]!;
    const value = valueAt(
      root,
      steps.slice(0, i + 1).map((each) => each.name),
    );
    if (value?.kind === 'list') {
      report.add(
        problems.notOneForm(`${quoted(step.name)} is a list, which is replaced as a whole`),
        step.place,
      );
      return false;
    }
  }
  return true;
}

/** The overlay that gives a path a value and touches nothing else. */
export function overlayOf({ steps }: DottedPath, value: Located): Located {
  return steps.reduceRight<Located>((inner, step): LocatedMap => {
    return {
      kind: 'map',
      place: inner.place,
      entries: new Map([[step.name, { keyPlace: step.place, value: inner }]]),
    };
  }, value);
}
