/**
 * What comes out of the program, on which stream, and with which exit code: in the process of the test. What only a process of its own
 * can show is in process.test.ts.
 */

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { headroom } from '../capabilities/program.ts';
import { ROOT, TINY } from './run-process.ts';

const execute = promisify(execFile);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-program-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Writes a scenario and returns its path. */
function written(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** What every run has that is only about its results. One thread saves starting others; a busy machine may want to show progress. */
const ONE = ['--threads', '1', '--quiet'];
const MISSED = 'objectives=["pipeline.latency p99 <= 201us"]';
const COLOR = `${String.fromCharCode(27)}[`;
const STACK = /^\s+at /m;

describe('simulate', () => {
  test('prints a summary and exits with 0 when every objective is met', async () => {
    const { exitCode, stdout, stderr } = await headroom('simulate', TINY, ...ONE);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Tiny\n/);
    expect(stdout).not.toContain(COLOR);
  });

  test('exits with 4 when one is missed, and with 0 under --no-gate', async () => {
    const words = ['simulate', TINY, '--set', MISSED, ...ONE];
    expect(await headroom(...words)).toMatchObject({ exitCode: 4, stderr: '' });
    expect(await headroom(...words, '--no-gate')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('--json prints one JSON document, of the file as it is and of what was asked for', async () => {
    const asked = [
      '--variant',
      'slow',
      '--seed',
      '7',
      '--replications',
      '2',
      '--duration',
      '5min',
      '--timing',
    ];
    const { exitCode, stdout, stderr } = await headroom('simulate', TINY, ...asked, '--json', ...ONE);
    const result = JSON.parse(stdout);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(result).toMatchObject({
      schemaVersion: 1,
      tool: { name: 'headroom', node: process.versions.node },
      scenario: {
        name: 'Tiny',
        file: TINY,
        variant: 'slow',
        durationSeconds: 300,
        overrides: ['run.seed="7"', 'run.replications=2', 'run.duration=5min'],
      },
      seed: '7',
      replications: 2,
    });
    expect(result.engine.wallSeconds).toBeGreaterThan(0);
    const [digest] = (await execute('sha256sum', [TINY])).stdout.split(' ');
    expect(result.scenario.sha256).toBe(digest);
    expect(result.scenario).not.toHaveProperty('extends');
  });

  test('a scenario that extends another has the digest of either, and the description of the nearest that has one', async () => {
    const base = path.join(folder, 'base.yaml');
    writeFileSync(base, `${readFileSync(TINY, 'utf8')}\ndescription: A tiny pipeline.\n`);
    const file = path.join(folder, 'extending.yaml');
    writeFileSync(file, 'headroom: 1\nextends: base.yaml\nname: Extending\n');
    const { stdout } = await headroom('simulate', file, '--duration', '1min', '--json', '--quiet', ...ONE);
    const digests = (await execute('sha256sum', [file, base])).stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    expect(JSON.parse(stdout).scenario).toMatchObject({
      description: 'A tiny pipeline.',
      sha256: digests[0],
      extends: [{ file: expect.stringMatching(/base\.yaml$/), sha256: digests[1] }],
    });
  });

  test('refuses what would cost too much before it begins, and check does, too', async () => {
    const words = [TINY, '--set', 'run.fidelity=operations', '--set', 'stages.pipeline.rate.level=1e12/s'];
    const simulated = await headroom('simulate', ...words, ...ONE);
    expect(simulated).toMatchObject({ exitCode: 3, stdout: '' });
    expect(simulated.stderr).toMatch(/^--set:2:8 - error HR510: too costly to simulate: about /);
    const checked = await headroom('check', ...words);
    expect(checked).toMatchObject({ exitCode: 3, stderr: '' });
    expect(checked.stdout).toContain(simulated.stderr.split('\n', 1)[0]);
  });

  test('--out stores every document, whole, and prints the path of the report last', async () => {
    const out = path.join(folder, 'out');
    const words = ['simulate', TINY, '--seed', "it's", '--out', out, ...ONE];
    const { exitCode, stdout, stderr } = await headroom(...words);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`\n\nReport: ${out}/report.html\n$`));
    const names = ['metrics.csv', 'objectives.csv', 'report.html', 'result.json', 'timeline.csv'];
    expect(readdirSync(out).toSorted()).toEqual(names);

    // Again, over its own files; with --json the path is not a part of the result.
    const again = await headroom(...words, '--json');
    expect(again.stderr).toBe(`Report: ${out}/report.html\n`);
    expect(readFileSync(path.join(out, 'result.json'), 'utf8')).toBe(again.stdout);
  });

  test('does not touch files of others in the output folder', async () => {
    writeFileSync(path.join(folder, 'report.html'), 'mine');
    const { exitCode, stderr } = await headroom('simulate', TINY, '--out', folder);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${folder}/report.html exists and was not written by headroom`);
    expect(readFileSync(path.join(folder, 'report.html'), 'utf8')).toBe('mine');
  });
});

describe('an invalid scenario', () => {
  test.each([
    ['a missing file', 'missing.yaml'],
    ['a device', '/dev/zero'],
    ['not a scenario', path.join(ROOT, 'LICENSE')],
  ])('%s ends with 3 and diagnostics on stderr', async (_what, file) => {
    const { exitCode, stdout, stderr } = await headroom('simulate', file);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(/error HR\d{3}: /);
    expect(stderr).toMatch(/\nheadroom: .*: \d+ errors?\n$/);
    expect(stderr).not.toMatch(STACK);
  });

  test('every mistake is shown at once, with its place, in the file and in overrides', async () => {
    const text = readFileSync(TINY, 'utf8')
      .replace('10GbE', '10Gb')
      .replace('kind: metadata', 'kind: metdata');
    const file = written('mistaken.yaml', text);
    const { exitCode, stderr } = await headroom('compare', file, '--set', 'run.duratoin=1h');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('mistaken.yaml:7:');
    expect(stderr).toContain('did you mean "metadata"?');
    expect(stderr).toContain('--set:1:');
    expect(stderr).toMatch(/\nheadroom: .*mistaken\.yaml: 3 errors\n$/);
  });
});

describe('check', () => {
  test('finds nothing wrong with the scenarios that come with the program', async () => {
    const files = readdirSync(path.join(ROOT, 'scenarios')).map((name) => `scenarios/${name}`);
    const { exitCode, stdout, stderr } = await headroom('check', ...files);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const verdicts = stdout.split('\n').filter((line) => /: (in)?valid/.test(line));
    expect(verdicts).toEqual(files.map((file) => `${file}: valid`));
  });

  test('prints diagnostics as its result and exits with 3', async () => {
    const { exitCode, stdout, stderr } = await headroom(
      'check',
      TINY,
      written('empty.yaml', 'headroom: 1\n'),
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' });
    expect(stdout).toMatch(
      /^.*tiny\.yaml: valid\nNot stated [^]*empty\.yaml:1:1 - error HR\d{3}[^]*empty\.yaml: invalid: \d+ errors?\n$/,
    );
  });

  test('checks every variant; --json prints the diagnostics as data', async () => {
    const file = written('variant.yaml', readFileSync(TINY, 'utf8').replace('5k ops/s }', '5k GB }'));
    const { exitCode, stdout } = await headroom('check', file, '--json');
    const { files } = JSON.parse(stdout);
    expect(exitCode).toBe(3);
    expect(files).toMatchObject([{ file, valid: false }]);
    expect(files[0].diagnostics).toHaveLength(1);
    expect(files[0].studies).toMatchObject([{ variant: null, storage: [{ name: 'nas' }] }]);
    const [{ defaults }] = files[0].studies;
    expect(defaults).toContainEqual({
      key: 'storage.nas.metadataIsolated',
      value: 'false',
      source: expect.stringContaining('a guess'),
    });
    expect(files[0].diagnostics[0]).toMatchObject({ file, line: 20, severity: 'error' });
  });
});

describe('compare', () => {
  test('takes one scenario as written and all its variants, with paired differences', async () => {
    const out = path.join(folder, 'comparison');
    const words = ['compare', TINY, '--set', MISSED, '--out', out, ...ONE];
    const { exitCode, stdout, stderr } = await headroom(...words);
    expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: '' });
    expect(stdout).toMatch(new RegExp(`\n\nReport: ${out}/report.html\n$`));
    const names = ['comparison.csv', 'comparison.json', 'differences.csv', 'report.html'];
    expect(readdirSync(out).toSorted()).toEqual(names);
    const comparison = JSON.parse(readFileSync(path.join(out, 'comparison.json'), 'utf8'));
    expect(comparison.candidates).toMatchObject([{ name: 'Tiny' }, { name: 'slow' }]);
    expect(comparison.differences.length).toBeGreaterThan(0);
  });

  test('puts all candidates on the seed and replications of the first, and says so', async () => {
    const changed = readFileSync(TINY, 'utf8')
      .replace('name: Tiny', 'name: Other')
      .replace('seed: tiny', 'seed: x');
    const other = written('other.yaml', changed);
    const { exitCode, stdout, stderr } = await headroom('compare', TINY, other, '--json', ...ONE);
    expect(exitCode).toBe(0);
    expect(stderr).toBe(`headroom: ${other}: compared with run.seed="tiny", as the first candidate has it\n`);
    const { candidates } = JSON.parse(stdout);
    expect(candidates).toMatchObject([
      { name: 'Tiny', result: { seed: 'tiny' } },
      { name: 'Other', result: { seed: 'tiny', scenario: { overrides: ['run.seed="tiny"'] } } },
    ]);
  });

  test('a scenario that equals one of its variants is no candidate beside it', async () => {
    const text = `${readFileSync(TINY, 'utf8')}  same: { storage.nas.metadataRate: 20k ops/s }\n`;
    const { stdout } = await headroom('compare', written('same.yaml', text), '--json', ...ONE);
    expect(JSON.parse(stdout).candidates).toMatchObject([{ name: 'slow' }, { name: 'same' }]);
  });
});

describe('writing a scenario', () => {
  test('init writes one that is valid', async () => {
    const file = path.join(folder, 'mine.yaml');
    const { exitCode, stdout, stderr } = await headroom('init', file);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${file}\n` });
    expect(stderr).toContain(`headroom simulate ${file}`);
    const checked = await headroom('check', file);
    expect(checked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${file}: valid\n`) });
  });

  test('schema prints a JSON Schema', async () => {
    const { exitCode, stdout, stderr } = await headroom('schema');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.any(String), type: 'object' });
  });

  test('catalog lists all that can be named, and the evidence of each', async () => {
    const { exitCode, stdout, stderr } = await headroom('catalog');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const { entries } = JSON.parse((await headroom('catalog', '--json')).stdout);
    expect(entries.length).toBeGreaterThan(40);
    for (const { id } of entries)
      expect(stdout).toMatch(new RegExp(`^ +${id.replaceAll('.', '\\.')}(\\s|$)`, 'm'));
    const details = (await headroom('catalog', 'weka-supermicro-8n')).stdout;
    expect(details).toMatch(/read bandwidth +132 GB\/s +vendor \[1\]/);
    expect(details).toMatch(/Sources\n +\[1\] +Micron/);
  });
});

describe('completion', () => {
  test('works in bash', async () => {
    const { stdout: script } = await headroom('completion', 'bash');
    const ask = async (...words: readonly string[]) => {
      const state = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}`;
      const asked = `${script}${state}; _headroom; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return (await execute('bash', ['-c', asked])).stdout.trim().split('\n');
    };
    expect(await ask('headroom', 's')).toEqual(['simulate', 'schema']);
    expect(await ask('headroom', 'simulate', '--rep')).toEqual(['--replications']);
    expect(await ask('headroom', 'simulate', 'studio')).toEqual(['']);
  });

  test.each(['zsh', 'fish'])('knows commands and options in %s', async (shell) => {
    const { exitCode, stdout } = await headroom('completion', shell);
    expect(exitCode).toBe(0);
    for (const word of ['simulate', 'replications', 'compare', 'variants']) expect(stdout).toContain(word);
  });
});

describe('streams', () => {
  test('help and version are results; help that nobody asked for is not', async () => {
    const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
    expect(await headroom('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    expect(await headroom('help', 'simulate')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await headroom()).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('usage:'),
    });
  });

  test('wrong usage is a message on stderr, with control characters written out', async () => {
    const { exitCode, stdout, stderr } = await headroom('\u001B[2Jx');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe('headroom: unknown command \\x1b[2Jx\n  see: headroom --help\n');
  });
});
