import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { toJson } from '../../cli/json.ts';
import type { ComparisonDocument } from '../../models/comparison.ts';
import { calm, failover } from '../reports/measured-run.ts';
import { steadyRamp } from '../reports/ramp-result.ts';
import { runProcess, TINY } from './run-process.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-report-'));
  writeFileSync(path.join(folder, 'calm.json'), toJson(calm()));
  writeFileSync(path.join(folder, 'failover.json'), toJson(failover()));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const at = (name: string) => path.join(folder, name);

test('what simulate wrote, report makes again to the byte, but for the scenario that only simulate had', async () => {
  const simulated = await runProcess(['simulate', TINY, '--out', at('first'), '--no-gate', '--quiet']);
  const again = await runProcess(['report', at('first'), '--out', at('again'), '--no-gate']);
  expect(again.exitCode).toBe(EXIT.done);
  expect(again.stdout.replace(at('again'), at('first'))).toBe(simulated.stdout);
  for (const name of ['result.json', 'timeline.csv', 'metrics.csv', 'objectives.csv']) {
    expect(readFileSync(path.join(at('again'), name), 'utf8')).toBe(
      readFileSync(path.join(at('first'), name), 'utf8'),
    );
  }
  const [first, second] = ['first', 'again'].map((name) =>
    readFileSync(path.join(at(name), 'report.html'), 'utf8'),
  );
  const withoutScenario = first!.replace(/<h3>The scenario<\/h3>[^]*?<\/details>/, '');
  expect(second!.replace(/\s+/g, '')).toBe(withoutScenario.replace(/\s+/g, ''));
});

test('the result of a load run becomes the report of a load run, and decides the exit code', async () => {
  const held = await runProcess(['report', at('calm.json'), '--out', at('calm')]);
  expect(held.exitCode).toBe(EXIT.done);
  expect(held.stdout).toContain('HOLDS, with 23% to spare');
  const page = readFileSync(path.join(at('calm'), 'report.html'), 'utf8');
  expect(page).toContain('Headroom · load report');
  expect(page).toContain(
    'headroom loadgen scenarios/small-studio.yaml --target nfs://filer.example/export/headroom',
  );
  expect((await runProcess(['report', at('failover.json')])).exitCode).toBe(EXIT.objectiveMissed);
  expect((await runProcess(['report', at('failover.json'), '--no-gate'])).exitCode).toBe(EXIT.done);
});

test('several results are compared, and compare takes a result beside a scenario', async () => {
  const results = await runProcess(['report', at('calm.json'), at('failover.json'), '--json']);
  expect(results.exitCode).toBe(EXIT.done);
  const comparison = JSON.parse(results.stdout) as ComparisonDocument;
  expect(comparison.candidates.map(({ meetsAll }) => meetsAll)).toEqual([true, false]);
  expect(new Set(comparison.differences.map(({ basis }) => basis))).toEqual(new Set(['independent']));

  // Nothing is simulated, so what is printed is the same.
  const stored = await runProcess(['compare', at('calm.json'), at('failover.json'), '--json']);
  expect(stored).toEqual(results);

  const mixed = await runProcess(['compare', TINY, at('calm.json'), '--json', '--quiet']);
  const { candidates } = JSON.parse(mixed.stdout) as ComparisonDocument;
  expect(candidates.map(({ result }) => result.load === undefined)).toEqual([true, false]);
});

test('what is no result is refused with exit code 3 and one line, before anything is written', async () => {
  writeFileSync(at('broken.json'), '{"schemaVersion": 1,');
  const { exitCode, stdout, stderr } = await runProcess(['report', at('broken.json'), '--out', at('never')]);
  expect({ exitCode, stdout }).toEqual({ exitCode: EXIT.invalid, stdout: '' });
  expect(stderr).toMatch(/^headroom: \S+broken\.json: it is not JSON: .*\n$/);
  expect(() => readFileSync(path.join(at('never'), 'report.html'))).toThrow(/ENOENT/);
});

test('ramps are compared with ramps, by compare and by report, and with nothing else', async () => {
  const { headroom } = steadyRamp();
  const less = steadyRamp({ headroom: { ...headroom, multiple: 0.62, interval: [0.62, 0.64] } });
  writeFileSync(at('a-ramp.json'), toJson(steadyRamp()));
  writeFileSync(at('b-ramp.json'), toJson(less));
  const compared = await runProcess(['compare', at('a-ramp.json'), at('b-ramp.json'), '--out', at('ramps')]);
  expect(compared.exitCode).toBe(EXIT.done);
  expect(compared.stdout).toContain('1.408 to 1.450');
  expect(compared.stdout).toContain('0.44 times that of A; the intervals are apart');
  expect(readFileSync(path.join(at('ramps'), 'report.html'), 'utf8')).toContain('comparison of 2 ramps');
  const reported = await runProcess(['report', at('a-ramp.json'), at('b-ramp.json'), '--json']);
  expect(reported.stdout).toBe(readFileSync(path.join(at('ramps'), 'comparison.json'), 'utf8'));

  const alone = await runProcess(['report', at('b-ramp.json')]);
  expect(alone.exitCode).toBe(EXIT.objectiveMissed);
  expect(alone.stdout).toContain('DOES NOT HOLD');

  for (const words of [
    ['compare', at('a-ramp.json'), at('calm.json')],
    ['compare', TINY, at('a-ramp.json')],
    ['report', at('calm.json'), at('a-ramp.json')],
  ]) {
    const mixed = await runProcess(words);
    expect({ exitCode: mixed.exitCode, stdout: mixed.stdout }).toEqual({
      exitCode: EXIT.invalid,
      stdout: '',
    });
    expect(mixed.stderr).toMatch(/^headroom: \S+a-ramp\.json is a ramp and \S+ is not: .*\n/);
  }
});
