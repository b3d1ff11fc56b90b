/**
 * Turns a located document into a validated scenario: every section is parsed by its schema, and issues of zod become
 * diagnostics with places. A faulty section is left out. The others are still validated, compiled and checked against
 * each other, so all mistakes show in one run.
 */

import type * as z from 'zod';
import type { DiagnosticReport } from './diagnostic-report.ts';
import { likelyKind, ofKind } from './likely-kind.ts';
import {
  type DocumentPath,
  keyPlaceAt,
  type Located,
  type LocatedScalar,
  placeAt,
  plain,
  valueAt,
} from './located.ts';
import { type Problem } from './problem.ts';
import { quoted } from './problem-words.ts';
import * as problems from './problems.ts';
import { type AssetSection, assetSchema } from './schema/assets.ts';
import { type CacheSection, cacheSchema } from './schema/caches.ts';
import type { FaultSection } from './schema/fault-fields.ts';
import { schemaOfFault } from './schema/faults.ts';
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
import { type SchedulingSection, schedulingSchema } from './schema/scheduling.ts';
import type { StageSection } from './schema/stage-fields.ts';
import { stageSchema } from './schema/stages.ts';
import { isName, isTemplateKey, TOP_LEVEL_KEYS } from './schema.ts';
import { withExample } from './schema-at.ts';
import { closest } from './suggestion.ts';
import { reportIssues } from './validation-issues.ts';

/** Sections by the user's names, in the order of the text; undefined where a section is wrong. */
export type Named<Section> = ReadonlyMap<string, Section | undefined>;

/** A scenario with all units parsed; what names stand for is not yet resolved. */
export interface Scenario {
  readonly name: string;
  /** Empty where there is none. */
  readonly description: string;
  readonly run: RunSection | undefined;
  readonly storage: Named<StorageSection>;
  readonly assets: Named<AssetSection>;
  readonly caches: Named<CacheSection>;
  readonly network: NetworkSection | undefined;
  readonly farms: Named<FarmSection>;
  readonly scheduling: SchedulingSection | undefined;
  readonly stages: Named<StageSection>;
  readonly faults: Named<FaultSection>;
  readonly objectives: readonly LocatedScalar[];
  readonly policies: readonly LocatedScalar[];
}

const LANGUAGE_VERSION = 1;

/** Names in one section, and objectives; a studio has tens. */
const NAMES_MAX = 500;
const OBJECTIVES_MAX = 500;

/** Validates a document, complete or not; what is wrong with it is in the report. */
export function validate(document: Located, report: DiagnosticReport): Scenario {
  const validator = new Validator(document, report);
  validator.checkKeys();
  validator.checkVersion();
  return {
    name: validator.text('name', { required: true }),
    description: validator.text('description', { required: false }),
    run: validator.one('run', runSchema),
    storage: validator.named('storage', storageSchema, { required: true }),
    assets: validator.named('assets', assetSchema, { required: false }),
    caches: validator.named('caches', cacheSchema(), { required: false }),
    network: validator.one('network', networkSchema),
    farms: validator.named('compute', farmSchema, { required: false }),
    scheduling: validator.optional('scheduling', schedulingSchema()),
    stages: validator.named('stages', stageSchema(), { required: true }),
    faults: validator.faults(),
    objectives: validator.texts('objectives'),
    policies: validator.texts('policies'),
  };
}

/** Reads the keys of the top level. */
class Validator {
  readonly #document: Located;
  readonly #report: DiagnosticReport;
  /** Keys that are not there because they are mistyped: told once, as unknown keys. */
  readonly #mistyped = new Set<string | null>();

  constructor(document: Located, report: DiagnosticReport) {
    this.#document = document;
    this.#report = report;
  }

  checkKeys(): void {
    if (this.#document.kind !== 'map') {
      this.#report.add(
        problems.wrongType('a map that begins with "headroom: 1"', typeName(plain(this.#document))),
        this.#document.place,
      );
      for (const key of TOP_LEVEL_KEYS) this.#mistyped.add(key);
      return;
    }
    for (const [key, { keyPlace }] of this.#document.entries) {
      if (TOP_LEVEL_KEYS.includes(key) || isTemplateKey(key)) continue;
      if (this.#report.isFull) break;
      this.#mistyped.add(closest(key, TOP_LEVEL_KEYS));
      this.#report.add(problems.unknownKey(key, TOP_LEVEL_KEYS), keyPlace);
    }
  }

  checkVersion(): void {
    const value = this.#required('headroom', 'the version of the language, 1');
    if (value === undefined || (value.kind === 'scalar' && value.value === LANGUAGE_VERSION)) return;
    const found = value.kind === 'scalar' ? quoted(value.text) : typeName(plain(value));
    this.#fault('headroom', problems.unsupportedVersion(found));
  }

  text(key: string, { required }: { readonly required: boolean }): string {
    const value = required ? this.#required(key, 'a text') : this.#given(key, 'a text');
    if (value === undefined || value.kind === 'scalar') return value?.text ?? '';
    this.#fault(key, problems.wrongType('a text', typeName(plain(value))));
    return '';
  }

  /** Objectives: a list of texts. */
  texts(key: string): LocatedScalar[] {
    const expected = 'a list of objectives';
    const value = this.#given(key, expected);
    if (value === undefined) return [];
    if (value.kind !== 'list') {
      this.#fault(key, problems.wrongType(expected, typeName(plain(value))));
      return [];
    }
    if (value.items.length > OBJECTIVES_MAX)
      this.#fault(key, problems.tooLarge('objectives', OBJECTIVES_MAX));
    return value.items.slice(0, OBJECTIVES_MAX).flatMap((item, i) => {
      if (item.kind === 'scalar' && typeof item.value === 'string') return [item];
      const problem = problems.wrongType('an objective in words', typeName(plain(item)));
      this.#report.add(problem, placeAt(this.#document, [key, i]));
      return [];
    });
  }

  /** A section of its own. */
  one<Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | undefined {
    const value = this.#required(key, withExample(this.#document, [key], 'a map'));
    return value && this.#section([key], value, schema);
  }

  /** A section of its own that may be left out. */
  optional<Schema extends z.ZodType>(key: string, schema: Schema): z.output<Schema> | undefined {
    const value = this.#given(key, withExample(this.#document, [key], 'a map'));
    return value && this.#section([key], value, schema);
  }

  /** Sections by the user's names. */
  named<Schema extends z.ZodType>(
    key: string,
    schema: Schema | ((written: unknown) => Schema),
    { required }: { readonly required: boolean },
  ): Named<z.output<Schema>> {
    const expected = withExample(this.#document, [key], 'a map of names');
    const sections = new Map<string, z.output<Schema> | undefined>();
    const value = required ? this.#required(key, expected) : this.#given(key, expected);
    if (value === undefined) return sections;
    if (value.kind !== 'map') {
      this.#fault(key, problems.wrongType('a map of names', typeName(plain(value))));
      return sections;
    }
    if (value.entries.size > NAMES_MAX) this.#fault(key, problems.tooLarge(`names in "${key}"`, NAMES_MAX));
    if (required && value.entries.size === 0) this.#fault(key, problems.emptyValue(key, 'at least one name'));
    for (const [name, entry] of value.entries) {
      if (this.#report.isFull || sections.size === NAMES_MAX) break;
      if (!isName(name)) this.#report.add(problems.unusableName(name), entry.keyPlace);
      const ofThis = typeof schema === 'function' ? schema(plain(entry.value)) : schema;
      sections.set(name, this.#section([key, name], entry.value, ofThis));
    }
    return sections;
  }

  /** Faults, each read by the schema of the kind that its target chooses. */
  faults(): Named<FaultSection> {
    const schema = (written: unknown) => schemaOfFault(written) as z.ZodType<FaultSection>;
    return this.named('faults', schema, { required: false });
  }

  #section<Schema extends z.ZodType>(
    path: DocumentPath,
    value: Located,
    schema: Schema,
  ): z.output<Schema> | undefined {
    const parsed = schema.safeParse(plain(value));
    if (parsed.success) return parsed.data;
    reportIssues(parsed.error.issues, this.#document, path, this.#report);
    this.#stageOfNoKind(path, value, schema);
    return undefined;
  }

  /** Reports what else is wrong with a stage whose kind is mistyped or missing, as far as its kind can be guessed. */
  #stageOfNoKind(path: DocumentPath, value: Located, schema: z.ZodType): void {
    const kind = path[0] === 'stages' ? likelyKind(value) : undefined;
    if (kind === undefined || value.kind !== 'map') return;
    const given = valueAt(value, ['kind']);
    if (given?.kind === 'scalar' && given.value === kind) return;
    const parsed = schema.safeParse(plain(ofKind(value, kind)));
    if (!parsed.success) reportIssues(parsed.error.issues, this.#document, path, this.#report);
  }

  #required(key: string, expected: string): Located | undefined {
    const value = this.#given(key, expected);
    if (valueAt(this.#document, [key]) === undefined && !this.#mistyped.has(key)) {
      this.#report.add(problems.missingKey(key, expected), keyPlaceAt(this.#document, [key]));
    }
    return value;
  }

  /** The value of a key; undefined where there is none, which is reported when the key is there. */
  #given(key: string, expected: string): Located | undefined {
    const value = valueAt(this.#document, [key]);
    if (value?.kind !== 'scalar' || value.value !== null) return value;
    this.#fault(key, problems.emptyValue(key, expected));
    return undefined;
  }

  #fault(key: string, problem: Problem): void {
    this.#report.add(problem, placeAt(this.#document, [key]));
  }
}
