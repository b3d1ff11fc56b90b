import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTextLoader } from '../../cli/text-loader.ts';
import type { LoadText } from '../../models/scenario/load-text.ts';

let folder: string;
const at = (...names: string[]) => path.join(folder, ...names);
const refusal = (reason: RegExp) => ({ kind: 'refused', reason: expect.stringMatching(reason) });

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-load-'));
  mkdirSync(at('studio', 'overlays'), { recursive: true });
  writeFileSync(at('studio', 'day.yaml'), 'name: day\n');
  writeFileSync(at('studio', 'overlays', 'night.yaml'), 'name: night\n');
  writeFileSync(at('outside.yaml'), 'name: outside\n');
  writeFileSync(at('studio', 'latin1.yaml'), Buffer.from([0x6e, 0xe4, 0x0a]));
  writeFileSync(at('studio', 'largest.yaml'), 'x'.repeat(1024 * 1024));
  writeFileSync(at('studio', 'too-large.yaml'), 'x'.repeat(1024 * 1024 + 1));
  symlinkSync(at('outside.yaml'), at('studio', 'link-out.yaml'));
  symlinkSync(at('studio', 'overlays', 'night.yaml'), at('studio', 'link-in.yaml'));
  symlinkSync(at('studio', 'circle.yaml'), at('studio', 'circle.yaml'));
  execFileSync('mkfifo', [at('studio', 'pipe.yaml')]);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('the scenario itself', () => {
  test('is read wherever it lies', () => {
    const file = at('outside.yaml');
    expect(createTextLoader()(file, '')).toEqual({ kind: 'text', path: file, text: 'name: outside\n' });
  });

  test('keeps its byte order mark, so that places in it can be counted', () => {
    const file = at('studio', 'mark.yaml');
    writeFileSync(file, '\uFEFFname: day\n');
    expect(createTextLoader()(file, '')).toMatchObject({ text: '\uFEFFname: day\n' });
  });

  test('may have one mebibyte and no byte more', () => {
    expect(createTextLoader()(at('studio', 'largest.yaml'), '')).toMatchObject({ kind: 'text' });
    expect(createTextLoader()(at('studio', 'too-large.yaml'), '')).toEqual(refusal(/larger than 1 MiB/));
  });

  test.each([
    ['a missing file', () => at('missing.yaml'), /no such file/],
    ['a folder', () => at('studio'), /is a folder/],
    ['a path through a file', () => at('outside.yaml', 'x.yaml'), /no such file/],
    ['a device', () => '/dev/zero', /is a device/],
    ['a named pipe, without waiting for its writer', () => at('studio', 'pipe.yaml'), /named pipe/],
    ['a circle of links', () => at('studio', 'circle.yaml'), /circle/],
    ['a name with NUL', () => 'day.yaml\0.png', /NUL/],
    ['a name of 4 kB', () => at('n'.repeat(4096)), /name is too long/],
    ['a file that is not UTF-8', () => at('studio', 'latin1.yaml'), /not UTF-8/],
  ])('is refused if it is %s', (_what, file, reason) => {
    expect(createTextLoader()(file(), '')).toEqual(refusal(reason));
  });
});

function loaderAfter(scenario: string, currentFolder: string): LoadText {
  const load = createTextLoader(currentFolder);
  load(scenario, '');
  return load;
}

describe('a file named by extends', () => {
  test('is found beside the file that names it', () => {
    const load = loaderAfter(at('studio', 'day.yaml'), '/');
    const found = load('overlays/night.yaml', at('studio', 'day.yaml'));
    expect(found).toEqual({
      kind: 'text',
      path: at('studio', 'overlays', 'night.yaml'),
      text: 'name: night\n',
    });
    expect(load('../day.yaml', at('studio', 'overlays', 'night.yaml'))).toMatchObject({
      text: 'name: day\n',
    });
    expect(load('link-in.yaml', at('studio', 'day.yaml'))).toMatchObject({ text: 'name: night\n' });
  });

  test('may lie above the scenario inside the folder that headroom was started in', () => {
    const scenario = at('studio', 'overlays', 'night.yaml');
    expect(loaderAfter(scenario, folder)('../day.yaml', scenario)).toMatchObject({ text: 'name: day\n' });
  });

  test.each([
    ['lies outside that folder', '../outside.yaml', /outside the folder/],
    ['is a link that leads outside', 'link-out.yaml', /outside the folder/],
    ['is an absolute path', '/etc/hostname', /absolute/],
    ['is a device', '../../../../../../../../dev/zero', /outside the folder/],
    ['is a named pipe', 'pipe.yaml', /named pipe/],
    ['is a folder', 'overlays', /is a folder/],
    ['has NUL in its name', 'day\0.yaml', /NUL/],
    ['is missing', 'missing.yaml', /no such file/],
  ])('is refused if it %s', (_what, name, reason) => {
    const scenario = at('studio', 'day.yaml');
    expect(loaderAfter(scenario, at('studio'))(name, scenario)).toEqual(refusal(reason));
    expect(loaderAfter(scenario, tmpdir())(name, scenario).kind).toBe(
      name === '../outside.yaml' || name === 'link-out.yaml' ? 'text' : 'refused',
    );
  });
});
