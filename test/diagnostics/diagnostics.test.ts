import { readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../models/scenario/diagnostic.ts';
import { loadScenario } from '../../models/scenario/load.ts';
import { renderDiagnostics } from '../../models/scenario/render-diagnostics.ts';
import { CORPUS_FOLDER, faultyScenarios, loadFromCorpus } from './corpus.ts';

const answers = faultyScenarios().map(({ name, text, options }) => ({
  name,
  text,
  loaded: loadScenario(`${name}.yaml`, loadFromCorpus, options),
}));

describe('what is said about a faulty scenario', () => {
  it.each(answers)('$name', async ({ name, loaded }) => {
    const { diagnostics, sources } = loaded;
    expect(diagnostics.length).toBeGreaterThan(0);
    const text = renderDiagnostics(diagnostics, sources, { color: false });
    await expect(text).toMatchFileSnapshot(path.join(CORPUS_FOLDER, `${name}.out`));
  });

  it('is said of every kind of mistake that there is', () => {
    const problems = ['problems', 'quantity-problems', 'overlay-problems']
      .map((name) => readFileSync(path.join(CORPUS_FOLDER, `../../models/scenario/${name}.ts`), 'utf8'))
      .join('\n');
    const known = new Set(problems.match(/\bHR\d{3}\b/g));
    const said = new Set(answers.flatMap(({ loaded }) => loaded.diagnostics.map(({ code }) => code)));
    expect([...known].filter((code) => !said.has(code))).toEqual([]);
    expect(answers.length).toBeGreaterThanOrEqual(60);
  });

  it('stands where it says: line and column lead to the fault', () => {
    for (const { loaded } of answers) {
      for (const { file, line, column, span } of loaded.diagnostics) {
        const text = loaded.sources.find((source) => source.path === file)?.text.replace(/^\uFEFF/, '') ?? '';
        const lineText = text.split('\n')[line - 1] ?? '';
        const upToFault = Array.from(lineText)
          .slice(0, column - 1)
          .join('');
        const lineStart =
          text
            .split('\n')
            .slice(0, line - 1)
            .join('\n').length + (line > 1 ? 1 : 0);
        expect(lineStart + upToFault.length).toBe(span.start);
        expect(span.end).toBeGreaterThanOrEqual(span.start);
      }
    }
  });

  it('comes in the order of the text', () => {
    for (const { loaded } of answers) {
      const order = (each: Diagnostic) =>
        loaded.sources.findIndex((source) => source.path === each.file) * 1e9 + each.span.start;
      const places = loaded.diagnostics.map(order);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });

  it('holds nothing that a terminal would obey, with or without colour', () => {
    for (const { loaded } of answers) {
      const plain = renderDiagnostics(loaded.diagnostics, loaded.sources, { color: false });
      expect(plain).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
      const colored = renderDiagnostics(loaded.diagnostics, loaded.sources, { color: true });
      expect(stripVTControlCharacters(colored)).toBe(plain);
    }
  });
});
