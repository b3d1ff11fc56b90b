/**
 * Mutation testing of sim/ and models/: draws mutants, runs the tests nearest to each in a copy of the project, and prints which
 * were found and which survived. Ends with 1 if fewer than 80% were found.
 *
 *   npm run test:mutants -- [count] [seed] [path]    of files whose path begins so; 300, 1 and all by default
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { MutantTrial, type Outcome, type TriedProject } from './mutant-trial.ts';
import { drawMutants, type Mutant } from './mutants.ts';
import { importGraph } from './nearest-tests.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const LEAST_SCORE = 0.8;

const [count = '300', seed = '1', within = ''] = process.argv.slice(2);

const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
const sources = files.filter(
  (file) => /^(sim|models)\/.*\.ts$/u.test(file) && !file.endsWith('.d.ts') && file.startsWith(within),
);
const project: TriedProject = {
  root: ROOT,
  files,
  tests: files.filter(
    (file) =>
      file.endsWith('.test.ts') && !/^test\/(browser|services|slow|night|cli|loadgen|mutation)\//u.test(file),
  ),
  graph: importGraph(
    files.filter((file) => file.endsWith('.ts')),
    (file) => readFileSync(path.join(ROOT, file), 'utf8'),
  ),
  broken: new Set(),
  sound: new Set(),
};

const mutants = await drawMutants(ROOT, sources, Number(count), seed);
const trials = Array.from({ length: availableParallelism() }, () => new MutantTrial(project));
process.on('exit', () => {
  for (const trial of trials) trial.end();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

let found = 0;
let tried = 0;
const waiting = mutants.values();
// Each takes the next mutant that waits.
await Promise.all(
  trials.map(async (trial) => {
    for (const mutant of waiting) tell(mutant, await trial.outcomeOf(mutant));
  }),
);
for (const test of project.broken) process.stdout.write(`left out, as it fails without a mutant: ${test}\n`);
process.stdout.write(`${found} of ${tried} found (${((100 * found) / tried).toFixed(1)}%)\n`);
if (found < LEAST_SCORE * tried) process.exitCode = 1;
process.exit();

function tell({ place, original, replacement }: Mutant, outcome: Outcome): void {
  tried++;
  if (outcome.kind !== 'survived') found++;
  process.stdout.write(
    `${outcome.kind} ${place} ${excerpt(original)} -> ${excerpt(replacement)} ${detailOf(outcome)}\n`,
  );
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

function detailOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'found':
      return `by ${outcome.by}`;
    case 'hanging':
      return 'as tests never ended';
    case 'survived':
      return `${outcome.tests} of ${outcome.of} tests`;
  }
}
