import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFile, replaceFile } from '../../../cli/output/whole-file.ts';

let folder: string;
const at = (name: string) => path.join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-file-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a file', () => {
  test('is replaced whole, and nothing stays beside it', () => {
    writeFileSync(at('a'), 'a much longer text than the next');
    replaceFile(at('a'), 'short');
    expect(readFileSync(at('a'), 'utf8')).toBe('short');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  test('that cannot be replaced leaves what was there, and nothing beside it', () => {
    mkdirSync(at('a'));
    expect(() => replaceFile(at('a'), 'text')).toThrow('EISDIR');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  test('is made only where there is none', () => {
    createFile(at('a'), Buffer.from('first'));
    expect(() => createFile(at('a'), Buffer.from('second'))).toThrow('EEXIST');
    expect(readFileSync(at('a'), 'utf8')).toBe('first');
  });

  test.each([
    ['replaced', () => replaceFile(path.join(folder, 'missing', 'a'), 'text')],
    ['made', () => createFile(path.join(folder, 'missing', 'a'), Buffer.from('text'))],
  ])('cannot be %s in a folder that is not there', (_, write) => {
    expect(write).toThrow('ENOENT');
    expect(readdirSync(folder)).toEqual([]);
  });
});
