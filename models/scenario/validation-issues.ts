/** Turns zod's issues with a section into diagnostics at the places that the issues' paths lead to. */

import type * as z from 'zod';
import type { DiagnosticReport } from './diagnostic-report.ts';
import { type DocumentPath, keyPlaceAt, type Located, placeAt, plain, valueAt } from './located.ts';
import type { Problem } from './problem.ts';
import * as problems from './problems.ts';
import { knownKeysOf, problemOf, typeName } from './schema/fields.ts';
import { withExample } from './schema-at.ts';
import { closest } from './suggestion.ts';

type Issue = z.core.$ZodIssue;

/** Reports the issues of the section at `base`. */
export function reportIssues(
  issues: readonly Issue[],
  document: Located,
  base: DocumentPath,
  report: DiagnosticReport,
): void {
  const mistyped = mistypedKeys(issues);
  for (const issue of issues) {
    if (report.isFull) return;
    const path = [...base, ...stepsOf(issue)];
    const value = valueAt(document, path);
    if (mistyped.explains(issue, value)) continue;
    if (value === undefined || (value.kind === 'scalar' && value.value === null)) {
      reportAbsence(issue, document, path, report);
    } else if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        if (report.isFull) return;
        report.add(problems.unknownKey(key, knownKeysOf(issue)), keyPlaceAt(document, [...path, key]));
      }
    } else if (issue.code === 'invalid_union') {
      reportUnion(issue, document, path, report);
    } else {
      const problem = ownProblem(issue) ?? problemOfType(issue, value);
      report.add(problem, placeAt(document, path, problem.within));
    }
  }
}

function stepsOf(issue: Issue): (string | number)[] {
  return issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
}

/** A key is missing, or no kind is named, because it is mistyped: that is one mistake, told as the unknown key. */
function mistypedKeys(issues: readonly Issue[]): {
  readonly explains: (issue: Issue, value: Located | undefined) => boolean;
} {
  const maps = new Set<string>();
  const meantKeys = new Set<string>();
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const map = stepsOf(issue);
    maps.add(JSON.stringify(map));
    const known = knownKeysOf(issue);
    for (const key of issue.keys.slice(0, MISTYPED_KEYS_MAX)) {
      const meant = closest(key, known);
      if (meant !== null) meantKeys.add(JSON.stringify([...map, meant]));
    }
  }
  return {
    explains: (issue, value) => {
      const path = JSON.stringify(stepsOf(issue));
      if (value === undefined) return meantKeys.has(path);
      return maps.has(path) && ownProblem(issue)?.code === problems.NO_KIND_CODE;
    },
  };
}

/** More mistyped keys in one map than anyone makes. */
const MISTYPED_KEYS_MAX = 20;

/** A key that is missing or has no value is told as such, whatever its schema made of it. */
function reportAbsence(issue: Issue, document: Located, path: DocumentPath, report: DiagnosticReport): void {
  const key = String(path.at(-1));
  const absent = valueAt(document, path) === undefined;
  const problem = absent ? problems.missingKey : problems.emptyValue;
  const place = absent ? keyPlaceAt(document, path) : placeAt(document, path);
  const expected = expectedOf(issue);
  const isPart = typeof path.at(-1) === 'string' && /^a (?:map|list)/.test(expected ?? '');
  report.add(problem(key, isPart ? withExample(document, path, expected!) : expected), place);
}

/** Reports on a choice between forms only the issues of the form that matches the value's own type. */
function reportUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  document: Located,
  path: DocumentPath,
  report: DiagnosticReport,
): void {
  const fitting = issue.errors.find((errors) => !errors.some(isTypeMismatch));
  if (fitting !== undefined) {
    reportIssues(fitting, document, path, report);
    return;
  }
  const value = valueAt(document, path);
  const choices = choicesOf(issue);
  const problem =
    choices !== null && value?.kind === 'scalar'
      ? problems.unknownChoice(value.text, choices)
      : problems.wrongType(
          expectedOf(issue) ?? ANOTHER,
          value === undefined ? 'nothing' : typeName(plain(value)),
        );
  report.add(problem, placeAt(document, path));
}

const ANOTHER = 'something else';

/** The values of the key that tells the forms of a union apart; null for a union without such a key. */
function choicesOf(issue: z.core.$ZodIssueInvalidUnion): string[] | null {
  return 'options' in issue && issue.options !== undefined ? issue.options.map(String) : null;
}

/** Whether an issue says that the value as a whole is of another type than this form. */
function isTypeMismatch(issue: Issue): boolean {
  return (
    issue.path.length === 0 &&
    (issue.code === 'invalid_type' || (problemOf(issue)?.expected ?? null) !== null)
  );
}

function ownProblem(issue: Issue): Problem | undefined {
  return problemOf(issue)?.problem;
}

function problemOfType(issue: Issue, value: Located): Problem {
  const found = plain(value);
  const length = Array.isArray(found) ? found.length : 0;
  if (issue.code === 'too_small') return problems.wrongLength(`at least ${itemCount(issue.minimum)}`, length);
  if (issue.code === 'too_big') return problems.wrongLength(`at most ${itemCount(issue.maximum)}`, length);
  if (issue.code === 'invalid_value' && value.kind === 'scalar') {
    return problems.unknownChoice(value.text, issue.values.map(String));
  }
  return problems.wrongType(expectedOf(issue) ?? ANOTHER, typeName(found));
}

function itemCount(count: number | bigint): string {
  return Number(count) === 1 ? '1 item' : `${count} items`;
}

/** Returns the expected value in words; null when the issue does not say. */
function expectedOf(issue: Issue): string | null {
  if (issue.code === 'invalid_type') return TYPE_WORDS.get(issue.expected) ?? null;
  if (issue.code === 'invalid_value') return issue.values.map(String).join(' or ');
  if (issue.code !== 'invalid_union') return problemOf(issue)?.expected ?? null;
  const choices = choicesOf(issue);
  if (choices !== null) return choices.join(', ');
  const forms = issue.errors.flatMap((errors) =>
    errors[0] === undefined ? [] : (expectedOf(errors[0]) ?? []),
  );
  return [...new Set(forms)].join(' or ') || null;
}

const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['object', 'a map'],
  ['array', 'a list'],
  ['tuple', 'a list'],
]);
