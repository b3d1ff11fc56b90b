/** Secrets that get into an argument, the environment or a file do not come out again, whatever is said about them. */

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { explain } from '../../cli/explain.ts';
import { runProgram } from '../../cli/program.ts';
import { TargetError } from '../../loadgen/targets/target.ts';
import { CREDENTIAL_SHAPES } from '../loadgen/safety/credential-shapes.ts';
import { type Folder, makeFolder } from '../loadgen/safety/sandboxes.ts';

let folder: Folder;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  folder.remove();
});

/** All that the program says, on both streams, with and without the stack. */
async function saidBy(words: readonly string[]): Promise<string> {
  const said: string[] = [];
  const listen = (text: unknown, done?: unknown) => {
    said.push(String(text));
    if (typeof done === 'function') done();
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(listen);
  vi.spyOn(process.stderr, 'write').mockImplementation(listen);
  try {
    await runProgram(words, new AbortController().signal);
  } catch (error) {
    for (const debugging of [false, true]) said.push(...explain(error, debugging).lines);
  }
  vi.restoreAllMocks();
  return said.join('\n');
}

/** Those of the secrets that are in it; silence would be no answer. */
function secretsIn(said: string, secrets: readonly string[]): readonly string[] {
  return said === '' ? ['nothing was said'] : secrets.filter((secret) => said.includes(secret));
}

describe.each(CREDENTIAL_SHAPES)('%s does not come out again', (_name, text, secrets) => {
  test('of an argument', async () => {
    const line = text.replaceAll('\n', ' ');
    for (const words of [
      ['clean', '--target', line],
      ['clean', '--target', `s3://show/x?endpoint=${line}`],
      ['clean', '--target', `nfs://127.0.0.1:1/export?timeout=1s&uid=${line}`],
      ['clean', '--target', folder.root, '--run', line],
      ['clean', '--target', 's3://show/x?endpoint=http://127.0.0.1:1', '--profile', line],
      ['clean', '--target', 's3://show/x?endpoint=http://127.0.0.1:1', '--credentials', line],
      ['clean', line],
      ['loadgen', line, '--target', folder.root],
      [
        'loadgen',
        'scenarios/load-check.yaml',
        '--target',
        folder.root,
        '--set',
        `name=${line}`,
        '--scale',
        line,
      ],
      [line],
    ]) {
      expect(secretsIn(await saidBy(words), secrets)).toEqual([]);
    }
  });

  test('of a credentials file', async () => {
    const file = path.join(folder.folder, 'credentials');
    writeFileSync(file, `[default]\n${text}\n`);
    const target = ['--target', 's3://show/x?endpoint=http://127.0.0.1:1'];
    expect(secretsIn(await saidBy(['clean', ...target, '--credentials', file]), secrets)).toEqual([]);
    rmSync(file);
    expect(readdirSync(folder.folder)).toEqual(['root']);
  });

  test('of an error, or of what caused it', () => {
    const cause = new Error(text, { cause: { request: text } });
    const error = new TargetError('io', `the server said: ${text}`, { retryable: false, cause });
    expect(secretsIn(explain(error, true).lines.join('\n'), secrets)).toEqual([]);
  });
});

test('what the environment holds does not come out, whatever its shape', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'plain-and-short');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'no shape at all');
  const target = ['clean', '--target', 's3://show/x?endpoint=http://127.0.0.1:1'];
  const said = await saidBy(target);
  expect(secretsIn(said, ['no shape at all', 'plain-and-short'])).toEqual([]);
  const error = new Error('it said: no shape at all');
  expect(explain(error, true).lines.join('\n')).not.toContain('no shape at all');
});

test('a name that looks like a header stays, and is stored, read and stored again', async () => {
  const name = 'Show "Cookie: Monster" day, Cookie: a="b"';
  const scenario = path.join(folder.folder, 'cookie.yaml');
  const tiny = readFileSync(path.join(import.meta.dirname, 'tiny.yaml'), 'utf8');
  writeFileSync(scenario, tiny.replace('name: Tiny', `name: '${name}'`));
  // Words of documents, and the digits of their figures.
  for (const [index, value] of ['00000000', 'headroom', 'objective', 'operations/s', 'pipeline'].entries()) {
    vi.stubEnv(`SECRET_${index}_KEY`, value);
  }
  const out = path.join(folder.folder, 'out');
  const words = [
    'simulate',
    scenario,
    '--replications',
    '1',
    '--threads',
    '1',
    '--quiet',
    '--no-gate',
    '--out',
    out,
  ];
  for (const command of [words, ['report', out, '--out', out, '--no-gate']]) {
    expect(await saidBy(command)).toContain('Show "Cookie: Monster" day, Cookie: [redacted]');
    const result = JSON.parse(readFileSync(path.join(out, 'result.json'), 'utf8'));
    expect(result).toMatchObject({ tool: { name: 'headroom' }, objectives: [{ kind: 'objective' }] });
    expect(result.resources.map(({ capacity }: { capacity: number }) => capacity)).toContain(1e9);
    expect(JSON.stringify(result)).not.toContain('pipeline');
  }
});

test('what is written into a scenario reaches no report, no document and no terminal', async () => {
  const scenario = path.join(folder.folder, 'secrets.yaml');
  const texts = CREDENTIAL_SHAPES.map(([, text]) => text.replaceAll('\n', '\n  # '));
  const [, name] = CREDENTIAL_SHAPES[0]!;
  const tiny = readFileSync(path.join(import.meta.dirname, 'tiny.yaml'), 'utf8');
  writeFileSync(
    scenario,
    `${texts.map((text) => `# ${text}\n`).join('')}${tiny.replace('name: Tiny', `name: "${name}"`)}`,
  );
  const out = path.join(folder.folder, 'out');
  const words = [
    'simulate',
    scenario,
    '--replications',
    '1',
    '--threads',
    '1',
    '--quiet',
    '--out',
    out,
    '--no-gate',
  ];
  const said = [await saidBy(words), await saidBy([...words, '--json'])];
  const written = readdirSync(out).map((file) => readFileSync(path.join(out, file), 'utf8'));
  expect(written.length).toBeGreaterThanOrEqual(5);
  // Short words of a passphrase occur in any text.
  const secrets = CREDENTIAL_SHAPES.flatMap(([, , each]) => each.filter(({ length }) => length >= 8));
  for (const text of [...said, ...written]) expect(secretsIn(text, secrets)).toEqual([]);
});
