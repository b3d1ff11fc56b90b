/**
 * Simulates the random scenarios on each of the numbers of threads that it is told, and prints for each number the digests of all
 * results. A process of its own, because the time zone and the locale are the process's.
 */

import { createHash } from 'node:crypto';
import { toJson } from '../../cli/json.ts';
import { simulateStudios } from '../../cli/simulate-studios.ts';
import { loadScenario, renderDiagnostics } from '../../models/scenario/load.ts';
import { randomScenario } from './random-scenario.ts';

const [scenarios = 0, ...threads] = process.argv.slice(2).map(Number);

const inputs = Array.from({ length: scenarios }, (_, number) => {
  const text = randomScenario(number);
  const loaded = loadScenario('scenario.yaml', (path) => ({ kind: 'text', path, text }));
  const scenario = { file: 'scenario.yaml', sha256: digestOf(text), variant: null, overrides: [] };
  if (loaded.kind === 'studio') return { studio: loaded.studio, scenario };
  throw new Error(`${text}\n${renderDiagnostics(loaded.diagnostics, loaded.sources, { color: false })}`);
});

const digests: Record<string, readonly string[]> = {};
for (const count of threads) {
  const options = { threads: count, quiet: true, signal: new AbortController().signal };
  const results = await simulateStudios(inputs, options);
  digests[count] = results.map((result) => digestOf(toJson(result)));
}
process.stdout.write(JSON.stringify({ digests, now: new Date(0).toLocaleString() }));

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
