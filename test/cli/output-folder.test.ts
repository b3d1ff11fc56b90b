import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { prepareOutputFolder, writeOutput } from '../../cli/output-folder.ts';

let folder: string;
const at = (...names: string[]) => path.join(folder, ...names);
const OURS = JSON.stringify({ schemaVersion: 1, tool: { name: 'headroom', version: '0.1.0' } });

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-out-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('an output folder', () => {
  test('is made where it is missing', () => {
    prepareOutputFolder(at('a', 'b'));
    expect(readdirSync(at('a'))).toEqual(['b']);
  });

  test('may hold files of other names', () => {
    writeFileSync(at('notes.txt'), 'mine');
    prepareOutputFolder(folder);
    writeOutput(folder, 'result.json', OURS);
    expect(readFileSync(at('notes.txt'), 'utf8')).toBe('mine');
  });

  test('is written again and again', () => {
    for (const report of ['first', 'second']) {
      prepareOutputFolder(folder);
      writeOutput(folder, 'result.json', OURS);
      writeOutput(folder, 'report.html', report);
    }
    expect(readFileSync(at('report.html'), 'utf8')).toBe('second');
    expect(readdirSync(folder).toSorted()).toEqual(['report.html', 'result.json']);
  });

  test('loses what a process that is gone left of an output, and nothing else', () => {
    const { pid: gone } = spawnSync('true');
    const left = [
      `.objectives.csv.${gone}.tmp`,
      `.result.json.${gone}.tmp`,
      `.report.html.${process.pid}.tmp`,
    ];
    const others = [
      `.objectives.csv.${process.ppid}.tmp`,
      `.notes.txt.${gone}.tmp`,
      `objectives.csv.${gone}.tmp`,
      `.objectives.csv.0${gone}.tmp`,
      '.objectives.csv..tmp',
      '.objectives.csv.tmp',
      `.objectives.csv.${gone}.tmp.bak`,
    ];
    for (const name of [...left, ...others]) writeFileSync(at(name), '');
    symlinkSync(at('.objectives.csv.tmp'), at(`.metrics.csv.${gone}.tmp`));
    mkdirSync(at(`.timeline.csv.${gone}.tmp`));
    const kept = [...others, `.metrics.csv.${gone}.tmp`, `.timeline.csv.${gone}.tmp`];
    prepareOutputFolder(folder);
    expect(readdirSync(folder).toSorted()).toEqual(kept.toSorted());
  });

  test.each([
    ['report.html', '<p>mine</p>'],
    ['result.json', '{"tool": {"name": "another"}}'],
    ['result.json', 'not JSON'],
    ['result.json', 'null'],
    ['metrics.csv', 'mine'],
  ])('is refused if its %s is someone else’s: %s', (name, text) => {
    writeFileSync(at(name), text);
    expect(() => prepareOutputFolder(folder)).toThrow(expect.objectContaining({ exitCode: EXIT.usage }));
    expect(() => prepareOutputFolder(folder)).toThrow(`${at(name)} exists and was not written by headroom`);
    expect(readFileSync(at(name), 'utf8')).toBe(text);
  });

  test('is refused if there is a file of its name', () => {
    writeFileSync(at('file'), '');
    for (const name of ['file', 'file/below']) {
      expect(() => prepareOutputFolder(at(name))).toThrow(
        `cannot write to the folder ${at(name)}: there is a file of this name`,
      );
    }
  });
});

test('an output that cannot be written leaves no part of itself behind', () => {
  mkdirSync(at('report.html'));
  expect(() => writeOutput(folder, 'report.html', 'x')).toThrow('EISDIR');
  expect(readdirSync(folder)).toEqual(['report.html']);
});
