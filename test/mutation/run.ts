/**
 * Mutation testing of sim/ and models/: draws mutants, runs the tests nearest to each in a copy of the project, and prints which
 * were found and which survived. Ends with 1 if fewer than 80% were found.
 *
 *   npm run test:mutants -- [count] [seed] [path]    of files whose path begins so; 300, 1 and all by default
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drawMutants, type Mutant } from './mutants.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const LEAST_SCORE = 0.8;
/** A mutant may never end; what takes longer counts as found. */
const HANGING_MILLISECONDS = 600_000;

const [count = '300', seed = '1', within = ''] = process.argv.slice(2);

const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
const sources = files.filter(
  (file) => /^(sim|models)\/.*\.ts$/u.test(file) && !file.endsWith('.d.ts') && file.startsWith(within),
);
const tests = files.filter((file) =>
  /^test\/(sim|models|theory|determinism|scenarios|diagnostics|capabilities|reports)\/.*\.test\.ts$/u.test(
    file,
  ),
);

const copy = mkdtempSync(path.join(tmpdir(), 'mutants-'));
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
for (const file of files) cpSync(path.join(ROOT, file), path.join(copy, file));
symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));

type Outcome = 'found' | 'survived' | 'hanging';

/** Tests in the order in which they are tried: those named after the source, those of its folder, those that import it. */
function nearest(source: string): string[][] {
  const folder = `test/${path.dirname(source)}/`;
  const name = path.basename(source, '.ts');
  const [word = name] = name.split('-');
  const named = tests.filter((test) => test.startsWith(folder) && path.basename(test).startsWith(word));
  const beside = tests.filter((test) => test.startsWith(folder) && !named.includes(test));
  const imports = new RegExp(`/${name.replaceAll('.', '\\.')}\\.ts'`, 'u');
  const others = tests.filter(
    (test) =>
      !test.startsWith(folder) &&
      (imports.test(readFileSync(path.join(ROOT, test), 'utf8')) ||
        /^test\/(determinism|scenarios|diagnostics)\//u.test(test)),
  );
  return [named, beside, others].filter((group) => group.length > 0);
}

function outcomeOf({ file, text }: Mutant): Outcome {
  writeFileSync(path.join(copy, file), text);
  try {
    for (const group of nearest(file)) {
      const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
      const words = [
        'run',
        '--config',
        'test/vitest.config.ts',
        '--project',
        'fast',
        '--bail',
        '1',
        '--reporter',
        'dot',
      ];
      const { status } = spawnSync(process.execPath, [vitest, ...words, ...group], {
        cwd: copy,
        env: { ...process.env, CI: 'true' },
        stdio: 'ignore',
        timeout: HANGING_MILLISECONDS,
      });
      if (status === null) return 'hanging';
      if (status !== 0) return 'found';
    }
    return 'survived';
  } finally {
    cpSync(path.join(ROOT, file), path.join(copy, file));
  }
}

const outcomes: Outcome[] = [];
const excerpt = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
for (const mutant of await drawMutants(ROOT, sources, Number(count), seed)) {
  const outcome = outcomeOf(mutant);
  outcomes.push(outcome);
  process.stdout.write(
    `${outcome} ${mutant.place} ${excerpt(mutant.original)} -> ${excerpt(mutant.replacement)}\n`,
  );
}
const found = outcomes.filter((outcome) => outcome !== 'survived').length;
process.stdout.write(
  `${found} of ${outcomes.length} found (${((100 * found) / outcomes.length).toFixed(1)}%)\n`,
);
if (found < LEAST_SCORE * outcomes.length) process.exitCode = 1;
