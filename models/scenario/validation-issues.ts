/** What zod finds wrong with a section, as diagnostics at the places that the issues' paths lead to. */

import type * as z from 'zod';
import type { DiagnosticReport } from './diagnostic-report.ts';
import { type DocumentPath, keyPlaceAt, type Located, placeAt, plain, valueAt } from './located.ts';
import * as problems from './problems.ts';
import { knownKeysOf, type ProblemParams, typeName } from './schema/fields.ts';

type Issue = z.core.$ZodIssue;

/** Reports the issues of the section at `base`. */
export function reportIssues(
  issues: readonly Issue[],
  document: Located,
  base: DocumentPath,
  report: DiagnosticReport,
): void {
  for (const issue of issues) {
    if (report.isFull) return;
    const path = [...base, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
    if (reportAbsence(issue, document, path, report)) continue;
    switch (issue.code) {
      case 'unrecognized_keys':
        for (const key of issue.keys) {
          report.add(problems.unknownKey(key, knownKeysOf(issue)), keyPlaceAt(document, [...path, key]));
        }
        break;
      case 'invalid_union':
        reportUnion(issue, document, path, report);
        break;
      case 'custom': {
        const { problem } = paramsOf(issue);
        report.add(problem, placeAt(document, path, problem.within));
        break;
      }
      default:
        report.add(plainProblem(issue, valueAt(document, path)), placeAt(document, path));
    }
  }
}

/** A key that is missing or has no value is told as such, whatever its schema made of it. */
function reportAbsence(
  issue: Issue,
  document: Located,
  path: DocumentPath,
  report: DiagnosticReport,
): boolean {
  const key = String(path.at(-1));
  const value = valueAt(document, path);
  if (value === undefined) {
    report.add(problems.missingKey(key, expectedOf(issue)), keyPlaceAt(document, path));
    return true;
  }
  if (value.kind !== 'scalar' || value.value !== null) return false;
  report.add(problems.emptyValue(key, expectedOf(issue)), placeAt(document, path));
  return true;
}

/** Of a choice between forms, only what the form of the value's own type has to say is told. */
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
  if (choices !== null && value?.kind === 'scalar') {
    report.add(problems.unknownChoice(value.text, choices), placeAt(document, path));
    return;
  }
  const found = value === undefined ? 'nothing' : typeName(plain(value));
  report.add(problems.wrongType(expectedOf(issue) ?? 'something else', found), placeAt(document, path));
}

/** The values of the key that tells the forms of a union apart; null for a union without such a key. */
function choicesOf(issue: z.core.$ZodIssueInvalidUnion): string[] | null {
  return 'options' in issue && issue.options !== undefined ? issue.options.map(String) : null;
}

/** Whether an issue says that the value as a whole is of another type than this form. */
function isTypeMismatch(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  return issue.code === 'invalid_type' || (issue.code === 'custom' && paramsOf(issue).expected !== null);
}

function plainProblem(issue: Issue, value: Located | undefined): problems.Problem {
  const found = value === undefined ? undefined : plain(value);
  switch (issue.code) {
    case 'invalid_value':
      return value?.kind === 'scalar'
        ? problems.unknownChoice(value.text, issue.values.map(String))
        : problems.wrongType(`one of ${issue.values.map(String).join(', ')}`, typeName(found));
    case 'too_small':
      return problems.wrongLength(
        `at least ${issue.minimum} ${items(issue.minimum)}`,
        Array.isArray(found) ? found.length : 0,
      );
    case 'too_big':
      return problems.wrongLength(
        `at most ${issue.maximum} ${items(issue.maximum)}`,
        Array.isArray(found) ? found.length : 0,
      );
    default:
      return problems.wrongType(expectedOf(issue) ?? 'something else', typeName(found));
  }
}

const items = (count: number | bigint) => (Number(count) === 1 ? 'item' : 'items');

/** What a value should be, in words; null when the issue does not say. */
function expectedOf(issue: Issue): string | null {
  switch (issue.code) {
    case 'custom':
      return paramsOf(issue).expected;
    case 'invalid_type':
      return TYPE_WORDS.get(issue.expected) ?? null;
    case 'invalid_value':
      return issue.values.map(String).join(' or ');
    case 'invalid_union': {
      const choices = choicesOf(issue);
      if (choices !== null) return choices.join(', ');
      const forms = issue.errors.map((errors) => (errors[0] === undefined ? null : expectedOf(errors[0])));
      return [...new Set(forms.filter((form) => form !== null))].join(' or ') || null;
    }
    default:
      return null;
  }
}

function paramsOf(issue: z.core.$ZodIssueCustom): ProblemParams {
  return issue.params as unknown as ProblemParams;
}

const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['object', 'a map'],
  ['array', 'a list'],
  ['tuple', 'a list'],
]);
