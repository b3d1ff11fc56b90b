/** Scenarios damaged in the ways in which texts get damaged: by letters, by words, by lines, by pasting. */

import * as fc from 'fast-check';

/** Texts to mutate, and the words that they are made of. */
export interface MutationCorpus {
  readonly texts: readonly string[];
  readonly words: readonly string[];
}

export function mutationCorpus(texts: readonly string[]): MutationCorpus {
  const words = new Set(NASTY);
  for (const text of texts) for (const word of text.match(/[^\s{}[\],"']+/g) ?? []) words.add(word);
  return { texts, words: [...words] };
}

/** A text of the corpus after one to five mutations. */
export function mutatedText({ texts, words }: MutationCorpus): fc.Arbitrary<string> {
  const where = fc.noBias(fc.integer({ min: 0, max: 9999 })).map((n) => n / 10_000);
  const word = fc.constantFrom(...words);
  const text = fc.constantFrom(...texts);
  const length = fc.integer({ min: 1, max: 12 });
  const letter = fc.oneof(
    fc.constantFrom(...LETTERS),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const mutation: fc.Arbitrary<(before: string) => string> = fc.oneof(
    fc.tuple(where, letter).map(
      ([at, added]) =>
        (s: string) =>
          splice(s, at, 0, added),
    ),
    fc.tuple(where, length).map(
      ([at, count]) =>
        (s: string) =>
          splice(s, at, count, ''),
    ),
    fc.tuple(where, letter).map(
      ([at, other]) =>
        (s: string) =>
          splice(s, at, 1, other),
    ),
    fc.tuple(where, where, length).map(([from, to, count]) => (s: string) => {
      const start = Math.floor(from * s.length);
      return splice(s, to, 0, s.slice(start, start + 4 * count));
    }),
    // Other damage mostly ends in bad YAML; a wrong word gets further.
    {
      weight: 12,
      arbitrary: fc.tuple(where, word).map(
        ([at, other]) =>
          (s: string) =>
            replaceWord(s, at, other),
      ),
    },
    fc.tuple(where, fc.constantFrom('', '  ', '\t', '# ', '- ')).map(
      ([at, prefix]) =>
        (s: string) =>
          onLine(s, at, (line) => prefix + line.trimStart()),
    ),
    fc.tuple(where, fc.integer({ min: 0, max: 3 })).map(
      ([at, times]) =>
        (s: string) =>
          onLine(s, at, (line) => Array(times).fill(line).join('\n')),
    ),
    fc.tuple(where, text, where).map(
      ([at, other, from]) =>
        (s: string) =>
          splice(s, at, 0, other.slice(Math.floor(from * other.length))),
    ),
    fc.tuple(where).map(
      ([at]) =>
        (s: string) =>
          s.slice(0, Math.floor(at * s.length)),
    ),
    fc.constant((s: string) => s.replaceAll('\n', '\r\n')),
  );
  return fc
    .tuple(text, fc.array(mutation, { minLength: 1, maxLength: 5 }))
    .map(([start, mutations]) => mutations.reduce((s, mutate) => mutate(s), start));
}

function splice(text: string, at: number, deleted: number, added: string): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + added + text.slice(start + deleted);
}

function replaceWord(text: string, at: number, word: string): string {
  const words = [...text.matchAll(/[^\s{}[\],"']+/g)];
  const found = words[Math.floor(at * words.length)];
  if (found === undefined) return word;
  return text.slice(0, found.index) + word + text.slice(found.index + found[0].length);
}

function onLine(text: string, at: number, change: (line: string) => string): string {
  const lines = text.split('\n');
  const index = Math.floor(at * lines.length);
  return lines.map((line, i) => (i === index ? change(line) : line)).join('\n');
}

const LETTERS = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ': ',
  ',',
  '-',
  '?',
  '&a ',
  '*a',
  '!',
  '|',
  '>',
  "'",
  '"',
  '%',
  '@',
  '`',
  '#',
  '\n',
  '\r',
  '\t',
  ' ',
  '\0',
  '\u001b',
  '\ufeff',
  '\u2028',
  '\ud800',
  '🎬',
  '0',
  '9',
  '.',
  '~',
  '<<',
];

const NASTY = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'null',
  '~',
  'true',
  'NaN',
  '.nan',
  '.inf',
  '-.inf',
  '-1',
  '0',
  '-0',
  '1e308',
  '1e999',
  '9007199254740993',
  '0x1F',
  '0o17',
  '1_000',
  '12:30',
  '24:00',
  '1/0',
  '100%',
  '-5%',
  '0s',
  '1ns',
  '366d',
  '1e-300s',
  '99999999w',
  '1e300GB',
  '0B',
  '1/d',
  '1e18/s',
  '!!str',
  '!!binary',
  '!foo',
  '&x',
  '*x',
  '<<',
  '{}',
  '[]',
  '[[]]',
  '{a: {b: {c: []}}}',
  '{ lognormal: { median: 1s, sigma: 1e9 } }',
  '{ mixture: [{ weight: 1, of: { mixture: [] } }] }',
  '{ quantiles: [[0, 0s], [1, 0s]] }',
  '{ weibull: { scale: 1s, shape: 0.001 } }',
  '{ gamma: { mean: 1e300s, shape: 1e-9 } }',
  '{ profile: [["24:00", 1/s]] }',
  'extends',
  'variants',
  'vary',
  '---',
  '...',
  '%YAML 1.1',
];
