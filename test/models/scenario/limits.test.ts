import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../models/scenario/load.ts';
import { renderDiagnostics } from '../../../models/scenario/render-diagnostics.ts';
import { cpuMilliseconds } from './cpu-time.ts';
import { filesNamed, studioText } from './studio-text.ts';

const MEBIBYTE = 1_048_576;
const ANSWER_MILLISECONDS_MAX = 200;

/** A text of about a mebibyte. */
const filled = (piece: string) => piece.repeat(Math.floor((MEBIBYTE - 100) / piece.length));
const numbered = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('');
const letters = Array.from('abcdefghijklmnopqrst');
const REVIEW = '{ kind: editorial, seats: 1, gestures: 1/s, readsPerGesture: 1, bytesPerRead: 1B, files: 1 }';

const TEXTS: Readonly<Record<string, string>> = {
  'more than a mebibyte': `headroom: 1\nname: ${'é'.repeat(MEBIBYTE / 2)}\n`,
  comments: filled('# c\n'),
  'as many keys as fit': numbered(90_000, (i) => `k${i}: ${i}\n`),
  'more keys than a map may have': numbered(5001, (i) => `k${i}: ${i}\n`),
  'the same key': filled('k: 1\n'),
  'one long list': `[${filled('1, ')}]`,
  'one long text': filled('a'),
  'one long quoted text': `"${filled('a')}"`,
  'a quote that never ends': `a: "${filled('a\n')}`,
  'a block of text': `a: |\n${filled(' x\n')}`,
  'folded text': `a: >\n${filled(' x\n')}`,
  'open brackets': filled('['),
  'open braces': filled('{a: '),
  'dashes in a line': filled('- '),
  'dashes in a column': filled('-\n'),
  'deepening indentation': numbered(1400, (i) => `${' '.repeat(i)}a:\n`),
  'empty lines': filled('\n'),
  spaces: filled(' '),
  colons: filled(': '),
  'question marks': filled('? '),
  aliases: filled('*a '),
  anchors: filled('&a '),
  tags: filled('!a '),
  'tags of one node': `name: ${'!!x '.repeat(20_000)}`,
  'anchors of one node': `name: ${'&a '.repeat(20_000)}`,
  'brackets that close nothing': `- ${'}'.repeat(49_000)}`,
  'texts without commas': `[${'"a" '.repeat(24_000)}`,
  'unknown directives': '%X y\n'.repeat(19_000),
  'flow maps behind a long text': `name: ${'a'.repeat(99_000)} ${'{a: '.repeat(60)}`,
  'mistakes at the end of a long line': `name: ${'a'.repeat(60_000)} ${'a: '.repeat(12_000)}`,
  documents: filled('---\n'),
  directives: filled('%YAML 1.2\n'),
  emoji: filled('😀'),
  'a billion laughs': `a: &a [x, x]\n${letters
    .slice(1)
    .map((letter, i) => `${letter}: &${letter} [*${letters[i]}, *${letters[i]}]\n`)
    .join('')}`,
  'mistyped references': studioText({
    storage: numbered(400, (i) => `${i === 0 ? '' : '  '}storage${i}: { device: weka-supermicro-8n }\n`),
    stages: numbered(
      400,
      (i) => `${i === 0 ? '' : '  '}stage${i}: { kind: render, storage: strge${i}, farm: fxrm }\n`,
    ),
  }),
  'mistyped objectives': studioText({
    stages: numbered(400, (i) => `${i === 0 ? '' : '  '}stage${i}: ${REVIEW}\n`),
    tail: `objectives:\n${numbered(2000, (i) => `  - "stagge${i}.scrub p99 <= 40ms"\n`)}`,
  }),
  'unknown keys': studioText({ storage: `hot: { device: custom, ${numbered(3000, (i) => `x${i}: 3, `)}}` }),
  'mixtures of mixtures': studioText({
    stages: `review: ${REVIEW.replace('readsPerGesture: 1', `readsPerGesture: ${'{ mixture: [{ weight: 1, of: '.repeat(25)}1${' }] }'.repeat(25)}`)}`,
  }),
  'a product of variants': studioText({
    tail: `vary:\n${numbered(100, (i) => `  a.b${i}: [${numbered(50, (j) => `${j}, `)}]\n`)}`,
  }),
};

describe(`within ${ANSWER_MILLISECONDS_MAX} ms there is an answer to`, () => {
  it.each(Object.entries(TEXTS))('%s', (_, text) => {
    const load = filesNamed({ 'large.yaml': text });
    const { result, milliseconds } = cpuMilliseconds(() => {
      const loaded = loadScenario('large.yaml', load);
      return { loaded, rendered: renderDiagnostics(loaded.diagnostics, loaded.sources, { color: true }) };
    }, ANSWER_MILLISECONDS_MAX);
    expect(result.loaded.kind).toBe('invalid');
    expect(result.rendered.length).toBeLessThan(100_000);
    expect(milliseconds).toBeLessThan(ANSWER_MILLISECONDS_MAX);
  });

  it('overrides that are long, deep or many', () => {
    const sets = [
      'a.'.repeat(50_000),
      `${'a.'.repeat(200)}b=1`,
      `run.seed=${'['.repeat(5000)}`,
      ...Array(500).fill('run.replications=3'),
    ];
    const load = filesNamed({ 'studio.yaml': studioText() });
    const { result, milliseconds } = cpuMilliseconds(
      () => loadScenario('studio.yaml', load, { sets }),
      ANSWER_MILLISECONDS_MAX,
    );
    expect(milliseconds).toBeLessThan(ANSWER_MILLISECONDS_MAX);
    expect(result.diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ['HR703', 1],
      ['HR104', 2],
      ['HR104', 3],
    ]);
  });
});

describe('the limits are told', () => {
  it.each([
    ['more than a mebibyte', 'more than 1048576 bytes'],
    ['comments', 'more than 20000 lines'],
    ['more keys than a map may have', 'more than 5000 keys in one map'],
    ['one long list', 'more than 100000 characters in one line'],
    ['open braces', 'more than 100000 characters in one line'],
    ['deepening indentation', 'nested deeper than 64 levels'],
    ['tags of one node', 'more than 1000 tags and anchors'],
    ['anchors of one node', 'more than 1000 tags and anchors'],
    ['a billion laughs', 'more than 50000 values'],
    ['mistyped objectives', 'more than 500 objectives'],
  ])('%s: %s', (name, message) => {
    const { diagnostics } = loadScenario('large.yaml', filesNamed({ 'large.yaml': TEXTS[name] ?? '' }));
    expect(diagnostics.map((diagnostic) => diagnostic.message)).toContain(message);
  });
});
