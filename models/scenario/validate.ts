/**
 * Located document to validated scenario: every section is parsed by its schema, and what zod finds wrong becomes
 * diagnostics with places. A section that is wrong is left out; the others are still validated, compiled and checked
 * against each other, so that all mistakes show in one run.
 */

import type * as z from 'zod';
import type { DiagnosticReport } from './diagnostic-report.ts';
import {
  type DocumentPath,
  keyPlaceAt,
  type Located,
  type LocatedScalar,
  placeAt,
  plain,
  valueAt,
} from './located.ts';
import * as problems from './problems.ts';
import { typeName } from './schema/fields.ts';
import {
  type FarmSection,
  farmSchema,
  type NetworkSection,
  networkSchema,
  type RunSection,
  runSchema,
  type StorageSection,
  storageSchema,
} from './schema/infrastructure.ts';
import { type StageSection, stageSchema } from './schema/stages.ts';
import { isName, TOP_LEVEL_KEYS } from './schema.ts';
import { reportIssues } from './validation-issues.ts';

/** Sections by the user's names, in the order of the text; undefined where a section is wrong. */
export type Named<Section> = ReadonlyMap<string, Section | undefined>;

/** A scenario with all units parsed; what names stand for is not yet resolved. */
export interface Scenario {
  readonly name: string;
  readonly run: RunSection | undefined;
  readonly storage: Named<StorageSection>;
  readonly network: NetworkSection | undefined;
  readonly farms: Named<FarmSection>;
  readonly stages: Named<StageSection>;
  readonly objectives: readonly LocatedScalar[];
  readonly policies: readonly LocatedScalar[];
}

const LANGUAGE_VERSION = 1;

/** Names in one section; a studio has tens. */
const NAMES_MAX = 500;

/** Validates a document, complete or not; what is wrong with it is in the report. */
export function validate(document: Located, report: DiagnosticReport): Scenario {
  if (document.kind !== 'map') {
    report.add(
      problems.wrongType('a map with "headroom: 1" and the studio', typeName(plain(document))),
      document.place,
    );
    return {
      name: '',
      run: undefined,
      storage: new Map(),
      network: undefined,
      farms: new Map(),
      stages: new Map(),
      objectives: [],
      policies: [],
    };
  }
  for (const [key, { keyPlace }] of document.entries) {
    if (!TOP_LEVEL_KEYS.includes(key)) report.add(problems.unknownKey(key, TOP_LEVEL_KEYS), keyPlace);
  }
  version(document, report);
  text(document, 'description', report, { required: false });
  return {
    name: text(document, 'name', report, { required: true }),
    run: one(document, 'run', runSchema, report),
    storage: named(document, 'storage', storageSchema, report, { required: true }),
    network: one(document, 'network', networkSchema, report),
    farms: named(document, 'compute', farmSchema, report, { required: false }),
    stages: named(document, 'stages', stageSchema, report, { required: true }),
    objectives: texts(document, 'objectives', report),
    policies: texts(document, 'policies', report),
  };
}

function version(document: Located, report: DiagnosticReport): void {
  const value = valueAt(document, ['headroom']);
  if (value === undefined)
    report.add(problems.missingKey('headroom', '1, the version of the language'), keyPlaceAt(document, []));
  else if (value.kind !== 'scalar' || value.value !== LANGUAGE_VERSION) {
    const found =
      value.kind === 'scalar' && value.text !== '' ? problems.quoted(value.text) : typeName(plain(value));
    report.add(problems.unsupportedVersion(found), placeAt(document, ['headroom']));
  }
}

function text(
  document: Located,
  key: 'name' | 'description',
  report: DiagnosticReport,
  { required }: { readonly required: boolean },
): string {
  const value = valueAt(document, [key]);
  if (value === undefined) {
    if (required) report.add(problems.missingKey(key, 'a text'), keyPlaceAt(document, []));
  } else if (value.kind !== 'scalar') {
    report.add(problems.wrongType('a text', typeName(plain(value))), placeAt(document, [key]));
  } else if (value.value === null) {
    report.add(problems.emptyValue(key, 'a text'), placeAt(document, [key]));
  } else {
    return value.text;
  }
  return '';
}

function one<Schema extends z.ZodType>(
  document: Located,
  key: string,
  schema: Schema,
  report: DiagnosticReport,
): z.output<Schema> | undefined {
  const value = valueAt(document, [key]);
  if (value !== undefined) return section(document, [key], value, schema, report);
  report.add(problems.missingKey(key, 'a map'), keyPlaceAt(document, []));
  return undefined;
}

function named<Schema extends z.ZodType>(
  document: Located,
  key: string,
  schema: Schema,
  report: DiagnosticReport,
  { required }: { readonly required: boolean },
): Named<z.output<Schema>> {
  const sections = new Map<string, z.output<Schema> | undefined>();
  const value = valueAt(document, [key]);
  if (value === undefined) {
    if (required) report.add(problems.missingKey(key, 'a map of names'), keyPlaceAt(document, []));
  } else if (value.kind !== 'map') {
    const empty = value.kind === 'scalar' && value.value === null;
    report.add(
      empty
        ? problems.emptyValue(key, 'a map of names')
        : problems.wrongType('a map of names', typeName(plain(value))),
      placeAt(document, [key]),
    );
  } else {
    if (value.entries.size > NAMES_MAX)
      report.add(problems.tooLarge(`names in "${key}"`, NAMES_MAX), keyPlaceAt(document, [key]));
    for (const [name, entry] of value.entries) {
      if (report.isFull || sections.size === NAMES_MAX) break;
      if (!isName(name)) report.add(problems.unusableName(name), entry.keyPlace);
      sections.set(name, section(document, [key, name], entry.value, schema, report));
    }
    if (required && value.entries.size === 0)
      report.add(problems.emptyValue(key, 'at least one name'), keyPlaceAt(document, [key]));
  }
  return sections;
}

function section<Schema extends z.ZodType>(
  document: Located,
  path: DocumentPath,
  value: Located,
  schema: Schema,
  report: DiagnosticReport,
): z.output<Schema> | undefined {
  const parsed = schema.safeParse(plain(value));
  if (parsed.success) return parsed.data;
  reportIssues(parsed.error.issues, document, path, report);
  return undefined;
}

function texts(document: Located, key: string, report: DiagnosticReport): LocatedScalar[] {
  const value = valueAt(document, [key]);
  if (value === undefined) return [];
  if (value.kind !== 'list') {
    report.add(problems.wrongType('a list of objectives', typeName(plain(value))), placeAt(document, [key]));
    return [];
  }
  return value.items.flatMap((item, i) => {
    if (item.kind === 'scalar' && typeof item.value === 'string') return [item];
    report.add(
      problems.wrongType('an objective in words', typeName(plain(item))),
      placeAt(document, [key, i]),
    );
    return [];
  });
}
