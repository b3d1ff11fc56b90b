/** Whatever a document and the environment hold, what is written of it can be read, and holds no secret. */

import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isDocumentWord } from '../../cli/document-words.ts';
import { toJson, toJsonLine } from '../../cli/json.ts';
import { diagnosticsWithoutSecrets, documentWithoutSecrets } from '../../cli/without-secrets.ts';
import { rampResultSchema } from '../../models/ramp-result-schema.ts';
import type { ResultDocument } from '../../models/result.ts';
import { resultSchema } from '../../models/result-schema.ts';
import { metricsCsv, objectivesCsv, timelineCsv } from '../../reports/csv.ts';
import { resultReport } from '../../reports/html/result-report.ts';
import { terminalSummary } from '../../reports/terminal-summary.ts';
import { CREDENTIAL_SHAPES } from '../loadgen/safety/credential-shapes.ts';
import { emptyResult, shortDay } from '../reports/feature-day.ts';
import { failover } from '../reports/measured-run.ts';
import { steadyRamp } from '../reports/ramp-result.ts';

// Variables of whoever runs the tests are no part of a case.
beforeEach(() => vi.stubGlobal('process', { ...process, env: {} }));
afterEach(() => vi.unstubAllGlobals());

const shapes = CREDENTIAL_SHAPES.map(([, text]) => text);
const quotes = fc.constantFrom(
  '"',
  "'",
  '\\',
  '\\"',
  '": ',
  '=',
  ': ',
  '\n',
  ' ',
  '{',
  '}',
  '<',
  '&',
  '`',
  '$(',
  '%22',
);
const headers = fc.constantFrom(
  'Cookie: ',
  'Authorization: Bearer ',
  'password=',
  '"token": "',
  'secret: |\n ',
  'https://a:b@',
  '--password ',
  '-----BEGIN PRIVATE KEY-----',
  '[redacted]',
);
const name = fc
  .array(fc.oneof(fc.string({ maxLength: 12 }), quotes, headers, fc.constantFrom(...shapes)), {
    maxLength: 5,
  })
  .map((parts) => parts.join(''));
const secret = fc.oneof(
  fc.constantFrom(
    '00000000',
    '10000000',
    'headroom',
    'objective',
    'seconds',
    'schemaVersion',
    'operations/s',
  ),
  fc.stringMatching(/^[0-9]{8,12}$/),
  fc.string({ minLength: 8, maxLength: 40 }),
  fc.array(quotes, { minLength: 8, maxLength: 12 }).map((parts) => parts.join('')),
);
const environment = fc.dictionary(
  fc.constantFrom('APP_KEY', 'DB_PASSWORD', 'STUDIO_TOKEN', 'A_SECRET'),
  secret,
);

/** The same document with `text` for each text of it that is not of its own language, and in names that stages may have. */
function withText<T>(document: T, text: string): T {
  return JSON.parse(JSON.stringify(document), (field: string, value: unknown) => {
    if (field === 'lostSecondsByStage') return { [text]: 1, [`${text} 2`]: 2 };
    return typeof value === 'string' && !isDocumentWord(value) ? text : value;
  });
}

/** Every text in it, the names of fields included. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...textsOf(each),
  ]);
}

/** The document with each number in its place, and nothing else. */
function numbersOf(value: unknown): unknown[] {
  if (typeof value === 'number' || typeof value === 'boolean') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

/** Texts with one of the secrets of the environment in them. */
function leaksOf(document: unknown, secrets: readonly string[]): readonly string[] {
  return textsOf(document).filter(
    (text) =>
      !isDocumentWord(text) && secrets.some((each) => text.replaceAll('[redacted]', '').includes(each)),
  );
}

function given(variables: Readonly<Record<string, string>>): readonly string[] {
  vi.stubGlobal('process', { ...process, env: variables });
  return Object.values(variables).filter((value) => value.length >= 8 && value !== 'headroom');
}

describe.each([
  ['a result', emptyResult, resultSchema, 30],
  ['the result of a load', failover, resultSchema, 3],
  ['a ramp', steadyRamp, rampResultSchema, 30],
] as const)('%s', (_name, make, schema, numRuns) => {
  test('can be read back, with its figures, and without the secrets of its texts', () => {
    fc.assert(
      fc.property(name, environment, (text, variables) => {
        const secrets = given(variables);
        const document = withText<object>(make(), `${text}${secrets.join(' ')}${text}`);
        const written = toJson(document);
        const read: unknown = JSON.parse(written);
        expect(schema.safeParse(read).error).toBe(undefined);
        expect(JSON.stringify(numbersOf(read))).toBe(JSON.stringify(numbersOf(document)));
        expect(leaksOf(read, secrets)).toEqual([]);
        expect(toJson(read as object)).toBe(written);
      }),
      { numRuns },
    );
  });
});

test('any document keeps its numbers and loses its secrets, in names of fields too', () => {
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 4 },
      name,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      fc.constant(null),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(name, tie('json'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(name, json), environment, fc.boolean(), (fields, variables, inKeys) => {
      const secrets = given(variables);
      const document = { ...fields, nested: [inKeys ? { [`a${secrets.join('b')}c`]: 10_000_000 } : secrets] };
      const read: unknown = JSON.parse(toJsonLine(document));
      expect(leaksOf(read, secrets)).toEqual([]);
      expect(numbersOf(read).length).toBe(numbersOf(document).length);
      expect(documentWithoutSecrets(read as object)).toEqual(read);
    }),
    { numRuns: 100 },
  );
});

test('two names of which only a secret differs stay two', () => {
  given({ A_SECRET: 'open/sesame', B_SECRET: 'open/sesame2' });
  const document = { lost: { 'for open/sesame': 1, 'for open/sesame2': 2 } };
  expect(documentWithoutSecrets(document)).toEqual({
    lost: { 'for [redacted]': 1, 'for [redacted] (2)': 2 },
  });
});

test('a secret of digits is taken out of texts, not out of figures', () => {
  given({ APP_KEY: '00000000' });
  const day = { ...shortDay(), name: 'Show 00000000' };
  const read = JSON.parse(toJson({ day, capacity: 1_000_000_000 }));
  expect(read.capacity).toBe(1_000_000_000);
  expect(read.day).toEqual(JSON.parse(JSON.stringify({ ...day, name: 'Show [redacted]' })));
});

test('pages, tables and summaries are made of what has no secrets', () => {
  const secrets = given({ A_SECRET: 'open "sesame" & <go>', B_TOKEN: 'p99 <= 40ms!' });
  const [, shape] = CREDENTIAL_SHAPES[0]!;
  const result = documentWithoutSecrets<ResultDocument>(
    withText(failover(), `${secrets.join(' and ')} ${shape}`),
  );
  for (const text of [
    resultReport(result, { command: 'headroom' }),
    timelineCsv(result),
    metricsCsv(result),
    objectivesCsv(result),
    terminalSummary(result, { color: false, width: 200 }),
  ]) {
    expect(text).toContain('[redacted]');
    for (const part of ['sesame', 'p99 <= 40ms!', 'p99 &lt;= 40ms!', 'AKIAIOSFODNN7EXAMPLE']) {
      expect(text).not.toContain(part);
    }
  }
});

test('in the lines of a scenario that a diagnostic shows, stars stand for a secret, and all else in its place', () => {
  const secrets = given({ A_SECRET: 'open sesame' });
  const text = 'name: open sesame, password: hunter2hunter2\nnext: 1\n';
  const span = { start: 6, end: 17 };
  const diagnostic = {
    code: 'HR101',
    severity: 'error',
    file: 'a.yaml',
    line: 1,
    column: 7,
    span,
    message: `no "${secrets[0]}"`,
    help: null,
  } as const;
  expect(diagnosticsWithoutSecrets([diagnostic], [{ path: 'a.yaml', text }])).toEqual({
    diagnostics: [{ ...diagnostic, message: 'no "[redacted]"' }],
    sources: [{ path: 'a.yaml', text: `name: ${'*'.repeat(11)}, password: ${'*'.repeat(14)}\nnext: 1\n` }],
  });
});
