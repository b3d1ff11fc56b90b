/**
 * Mutation testing of sim/ and models/: draws mutants, runs the tests nearest to each in a copy of the project, and prints which
 * were found and which survived. Ends with 1 if fewer than 80% were found.
 *
 *   npm run test:mutants -- [count] [seed] [path]    of files whose path begins so; 300, 1 and all by default
 */

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drawMutants, type Mutant } from './mutants.ts';
import { importGraph, nearestTests } from './nearest-tests.ts';
import { TestProcess } from './test-process.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const LEAST_SCORE = 0.8;
/** Files that are run at a time, before the time that they took is looked at; each time twice as many. */
const FIRST_FILES = 4;
/** A mutant that survives tests for so long survives. */
const SURVIVING_SECONDS = 120;
/** Tests of a few files that take more processor time than this never end: that is found, too. */
const HANGING_PROCESSOR_SECONDS = 400;

const [count = '300', seed = '1', within = ''] = process.argv.slice(2);

const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
const sources = files.filter(
  (file) => /^(sim|models)\/.*\.ts$/u.test(file) && !file.endsWith('.d.ts') && file.startsWith(within),
);
const tests = files.filter(
  (file) =>
    file.endsWith('.test.ts') && !/^test\/(browser|services|slow|night|cli|loadgen|mutation)\//u.test(file),
);
const graph = importGraph(
  files.filter((file) => file.endsWith('.ts')),
  (file) => readFileSync(path.join(ROOT, file), 'utf8'),
);

const copy = mkdtempSync(path.join(tmpdir(), 'mutants-'));
const host = new TestProcess(copy);
process.on('exit', () => {
  host.end();
  rmSync(copy, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
for (const file of files) cpSync(path.join(ROOT, file), path.join(copy, file));
symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));

/** How a mutant fared: by which test it was found, or how many of those that import it it survived. */
type Outcome =
  | { readonly kind: 'found'; readonly by: string }
  | { readonly kind: 'hanging' }
  | { readonly kind: 'survived'; readonly tests: number; readonly of: number };

/** Tests that fail by themselves, and such as were seen to pass. */
const broken = new Set<string>();
const sound = new Set<string>();

async function outcomeOf(mutant: Mutant): Promise<Outcome> {
  const { file, text } = mutant;
  const near = nearestTests(file, graph, tests).filter((test) => !broken.has(test));
  const started = performance.now();
  const ask = async (asked: readonly string[]) =>
    await host.run({ root: copy, changed: [file], tests: asked }, HANGING_PROCESSOR_SECONDS);
  let done = 0;
  for (let next = FIRST_FILES; done < near.length; next *= 2) {
    writeFileSync(path.join(copy, file), text);
    const run = await ask(near.slice(done, done + next));
    cpSync(path.join(ROOT, file), path.join(copy, file));
    if (run.kind === 'hanging') return run;
    if (run.kind === 'failed') {
      const { test } = run;
      if (sound.has(test) || (await ask([test])).kind === 'passed') {
        sound.add(test);
        return { kind: 'found', by: test };
      }
      broken.add(test);
      return await outcomeOf(mutant);
    }
    done = Math.min(near.length, done + next);
    if (performance.now() - started > 1000 * SURVIVING_SECONDS) break;
  }
  return { kind: 'survived', tests: done, of: near.length };
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

let found = 0;
let tried = 0;
const excerpt = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
for (const mutant of await drawMutants(ROOT, sources, Number(count), seed)) {
  const outcome = await outcomeOf(mutant);
  tried++;
  if (outcome.kind !== 'survived') found++;
  process.stdout.write(
    `${outcome.kind} ${mutant.place} ${excerpt(mutant.original)} -> ${excerpt(mutant.replacement)} ${detailOf(outcome)}\n`,
  );
}
for (const test of broken) process.stdout.write(`left out, as it fails without a mutant: ${test}\n`);
process.stdout.write(`${found} of ${tried} found (${((100 * found) / tried).toFixed(1)}%)\n`);
if (found < LEAST_SCORE * tried) process.exitCode = 1;
process.exit();
