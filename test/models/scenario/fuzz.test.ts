import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LoadedScenario, type LoadOptions, loadScenario } from '../../../models/scenario/load.ts';
import type { LoadText } from '../../../models/scenario/load-text.ts';
import { renderDiagnostics } from '../../../models/scenario/render-diagnostics.ts';
import { faultyScenarios } from '../../diagnostics/corpus.ts';
import { byPatience } from '../../patience.ts';
import { cpuMilliseconds } from './cpu-time.ts';
import { mutatedText, mutationCorpus } from './mutation.ts';

const SCENARIOS = path.join(import.meta.dirname, '../../../scenarios');
const good = readdirSync(SCENARIOS)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => readFileSync(path.join(SCENARIOS, file), 'utf8'));
const corpus = mutationCorpus([...good, ...good, ...faultyScenarios().map(({ text }) => text)]);

const CASES = byPatience({ fast: 400, slow: 20_000, night: 200_000 });
const ANSWER_MILLISECONDS_MAX = 200;

describe('any text whatever', () => {
  it(`is answered with diagnostics, never with a throw, and within ${ANSWER_MILLISECONDS_MAX} ms`, () => {
    const options = fc.record(
      {
        sets: fc.array(
          fc
            .tuple(fc.constantFrom(...corpus.words), fc.constantFrom(...corpus.words))
            .map(([name, value]) => `${name}=${value}`),
          { maxLength: 2 },
        ),
        variant: fc.constantFrom('bigger', ...corpus.words),
      },
      { requiredKeys: [] },
    );
    const rarely = fc.oneof(
      { weight: 9, arbitrary: fc.constant<LoadOptions>({}) },
      { weight: 1, arbitrary: options },
    );
    let slowest = 0;
    fc.assert(
      fc.property(mutatedText(corpus), rarely, (text, given) => {
        slowest = Math.max(slowest, answerMilliseconds(text, given));
        expect(slowest).toBeLessThan(ANSWER_MILLISECONDS_MAX);
      }),
      { numRuns: CASES, seed: 20_071_225, endOnFailure: true },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

/** Loads, checks what comes of it, and tells how long the answer took. */
function answerMilliseconds(text: string, options: LoadOptions): number {
  const { result, milliseconds } = cpuMilliseconds(() => {
    const loaded = loadScenario('mutated.yaml', loadOnly(text), options);
    return { loaded, rendered: renderDiagnostics(loaded.diagnostics, loaded.sources, { color: false }) };
  }, ANSWER_MILLISECONDS_MAX);
  expect(faultsOf(result.loaded, result.rendered)).toEqual([]);
  return milliseconds;
}

/** Whatever it extends is found, and is another good scenario. */
function loadOnly(text: string): LoadText {
  return (file, from) => ({ kind: 'text', path: file, text: from === '' ? text : (good[0] ?? '') });
}

/** What no answer may be, as words. */
function faultsOf(loaded: LoadedScenario, rendered: string): string[] {
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error').length;
  return [
    ...(loaded.kind === 'studio' && errors > 0 ? ['a studio with errors'] : []),
    ...(loaded.kind === 'invalid' && errors === 0 ? ['refused without a reason'] : []),
    ...(/[^\P{Cc}\n]/u.test(rendered) ? ['a control character reaches the terminal'] : []),
    ...loaded.diagnostics.flatMap(({ code, line, column, span, message }) =>
      /^HR\d{3}$/.test(code) && line >= 1 && column >= 1 && span.start <= span.end && message !== ''
        ? []
        : [`malformed ${code}`],
    ),
    ...(/\b(undefined|NaN|\[object)/.test(loaded.diagnostics.map(({ help }) => help ?? '').join(' '))
      ? ['a help without words']
      : []),
  ];
}
