/** The README is true: every command in it runs, its picture is of a real run, its tables are complete. */

import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../cli/exit-codes.ts';
import { allCommands } from '../cli/program.ts';
import { loadScenario } from '../models/scenario/load.ts';
import { stageKinds } from '../models/stages/stage-kinds.ts';
import { plainEnvironment, ROOT, runProcess } from './cli/run-process.ts';
import { byPatience } from './patience.ts';
import { terminalPicture } from './terminal-picture.ts';

const execute = promisify(execFile);
const README = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
const NOT_COPIED = new Set(['.git', 'node_modules', 'dist', 'out']);

/** Command lines of all `sh` blocks, in order. */
const COMMAND_LINES = [...README.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block = '']) =>
  block.split('\n').flatMap((line) => {
    const command = line.replace(/ # .*$/, '').trim();
    return command === '' ? [] : [command];
  }),
);

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'headroom-readme-'));
  cpSync(ROOT, copy, {
    recursive: true,
    filter: (source) => !NOT_COPIED.has(path.relative(ROOT, source)) && !source.endsWith('.tgz'),
  });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
});
afterAll(() => {
  rmSync(copy, { recursive: true });
});

/** The same work in less time: the program itself instead of npx, which has a test of its own, and one replication. */
function bounded(command: string): string {
  const simulates = /\b(simulate|compare|quickstart)\b/.test(command) && !command.includes('--replications');
  const [first = '', ...piped] = command.replaceAll('npx headroom', 'node cli/headroom.mjs').split(' | ');
  const fewer = first.startsWith('npm run') ? ' -- --replications 1' : ' --replications 1';
  return [simulates ? first + fewer : first, ...piped].join(' | ');
}

describe('every command of the README', () => {
  test('is there to be run', () => {
    expect(COMMAND_LINES.length).toBeGreaterThan(8);
    expect(COMMAND_LINES[0]).toBe('npm run quickstart');
    expect(COMMAND_LINES).toContain('npm test');
  });

  // "npm test" is what runs this; the other scripts of development take their time and run in .ci/run.
  const development = /^npm (test|run (check|test:\w+|bench))$/;

  // All of them take half a minute of a processor together; `npm test` leaves most to test:slow.
  const isQuick = (command: string) => /^npx headroom (init|check)\b/.test(command);
  const isRun = byPatience({ fast: isQuick, slow: () => true });
  const commands = COMMAND_LINES.filter((command) => !development.test(command) && isRun(command));

  test.each(commands)('%s', async (command) => {
    const run = execute('bash', ['-o', 'pipefail', '-c', bounded(command)], {
      cwd: copy,
      env: plainEnvironment(),
    });
    const exitCode = await run.then(
      () => 0,
      (error: { code: number }) => error.code,
    );
    // A machine that is busy is too slow for a load, and says so.
    expect([EXIT.done, EXIT.objectiveMissed, EXIT.generatorLimit]).toContain(exitCode);
  });

  test.each(COMMAND_LINES.filter((command) => development.test(command)))('%s is a script', (command) => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    expect(scripts).toHaveProperty([command.replace(/^npm (run )?/, '')]);
  });
});

test('the scenario in it is one', () => {
  const [, excerpt = ''] = /^```yaml\n(.*?)^```/ms.exec(README) ?? [];
  const text = `headroom: 1\nname: Excerpt\nrun: { start: "07:00", duration: 24h }\n${excerpt}`;
  const loaded = loadScenario('README.md', (file) => ({ kind: 'text', path: file, text }));
  expect(loaded.diagnostics.map(({ message }) => message)).toEqual([]);
  expect(loaded.kind).toBe('studio');
});

test('the picture is of a real run (npm test -- -u readme renews it)', async () => {
  const words = ['simulate', 'scenarios/small-studio.yaml'];
  expect(README).toContain(`npx headroom ${words.join(' ')}`);
  expect(README).toContain('](.readme/summary.svg)');
  const { exitCode, stdout } = await runProcess([...words, '--threads', '1'], {
    environment: { FORCE_COLOR: '1' },
  });
  expect(exitCode).toBe(0);
  await expect(terminalPicture(stdout, 80)).toMatchFileSnapshot('../.readme/summary.svg');
});

describe('nothing is left out', async () => {
  test.each((await allCommands()).map(({ name }) => name))('the command %s is described', (name) => {
    expect(README).toContain(`headroom ${name}`);
  });

  test.each(stageKinds())('the metrics of $name stages are listed', ({ name: kind, metrics }) => {
    for (const [name, { meaning }] of Object.entries(metrics)) {
      expect(README).toContain(`| ${kind} | \`${name}\` | ${meaning} |`);
    }
  });

  test('every exit code is listed', () => {
    for (const code of Object.values(EXIT)) expect(README).toContain(`\n| ${code} | `);
  });

  test('links lead to files', () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target);
    const local = links.filter((target) => !target.startsWith('http'));
    expect(local.filter((target) => !existsSync(path.join(ROOT, target)))).toEqual([]);
  });
});
