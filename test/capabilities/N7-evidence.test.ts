import { describe, expect, it } from 'vitest';
import { listStorage } from '../../models/hardware/catalog.ts';
import { loadScenario } from '../../models/scenario/load.ts';
import { GRADES } from '../../reports/evidence-grade.ts';
import { simulationReport } from '../../reports/html/simulation-report.ts';
import { terminalSummary } from '../../reports/terminal-summary.ts';
import { ARRAY, NETWORK, simulated } from './simulated.ts';

const studio = (storage: string) => `
headroom: 1
name: Evidence
run: { duration: 2min, warmup: 0s, replications: 2, seed: evidence }
storage: { ${storage} }
${NETWORK}
stages:
  artists:
    kind: metadata
    rate: { level: 100/s, burst: { erlang: { mean: 1, stages: 7 } }, burstEvery: 10s }
    mix: { getattr: 100% }
    readBytes: 16KiB
    writeBytes: 16KiB
    files: 1k
    clients: 4
objectives:
  - artists.latency p99 <= 1s
`;
const OPTIONS = { color: false, width: 200, ascii: false };
/** Those that lack no figure that this scenario needs. */
const DEVICES = listStorage()
  .map(({ id }) => `hot: { device: ${id} }`)
  .filter((storage) => diagnosed(studio(storage)).length === 0);

function diagnosed(text: string): readonly string[] {
  const { diagnostics } = loadScenario('test.yaml', (path) => ({ kind: 'text', path, text }));
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

describe('N7: every figure carries its evidence', () => {
  const results = DEVICES.map((storage) => simulated(studio(storage)));

  it('of every system of the catalog: a grade, and the source that gives it', () => {
    expect(results.length).toBeGreaterThan(10);
    for (const { storage } of results) {
      for (const { figures } of storage) {
        expect(figures.length).toBeGreaterThan(3);
        for (const { name, grade, source } of figures) {
          expect(GRADES, name).toContain(grade);
          expect(source, name).toMatch(/\w{4}/);
        }
      }
    }
  });

  it('a verdict that rests on a guess says so beside it, and no other says so', () => {
    const rests = (result: (typeof results)[number], grade: string) =>
      result.storage.some(({ figures }) => figures.some((figure) => figure.grade === grade));
    const guessing = results.filter((result) => rests(result, 'guess'));
    expect(guessing.length).toBeGreaterThan(0);
    for (const result of results) {
      const [, verdict = ''] = terminalSummary(result, OPTIONS).split('\n\n');
      expect(/Rests on \d+ guess/.test(verdict)).toBe(rests(result, 'guess'));
    }
  });

  it('what the scenario says is its own statement, and what it leaves out is counted as guessed', () => {
    const result = simulated(studio(ARRAY));
    const grades = result.storage.flatMap(({ figures }) => figures.map(({ grade }) => grade));
    expect(grades.filter((grade) => grade === 'stated').length).toBeGreaterThanOrEqual(5);
    const guesses = grades.filter((grade) => grade === 'guess').length;
    expect(terminalSummary(result, OPTIONS)).toContain(`Rests on ${guesses} guesses: `);
  });

  it('stands in the page as well, figure by figure', () => {
    const result = results[0]!;
    const page = simulationReport(result, { command: 'headroom simulate', scenarioText: '' });
    const [grades, titles] = [/class="badge/g, result.storage[0]!.figures];
    expect(page.match(grades)!.length).toBeGreaterThanOrEqual(titles.length);
  });
});
