/** A result on all its ways out, some of which are closed. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { conclude, deliver, type Findings } from '../../cli/delivery.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { Failure } from '../../cli/failure.ts';
import * as streams from '../../cli/terminal.ts';

const terminal = { printed: '', noted: '', isFull: false };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-delivery-'));
  Object.assign(terminal, { printed: '', noted: '', isFull: false });
  vi.spyOn(streams, 'print').mockImplementation(async (text) => {
    if (terminal.isFull) throw new Failure(EXIT.output, 'cannot write standard output: no space');
    terminal.printed += text;
  });
  vi.spyOn(streams, 'note').mockImplementation((line) => {
    terminal.noted += `${line}\n`;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const FINDINGS: Findings = {
  document: { figure: 1 },
  documentName: 'result.json',
  summary: () => 'HOLDS\n',
  files: { 'report.html': async () => '<p>', 'metrics.csv': () => 'a,b\n' },
};
const told = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const DOCUMENT = '{\n  "figure": 1\n}\n';

describe('a result', () => {
  test('is printed, and written into the folder with what is made of it', async () => {
    expect(await deliver(FINDINGS, { json: false, out: folder })).toEqual([]);
    expect(terminal.printed).toBe(`HOLDS\n\nReport: ${path.join(folder, 'report.html')}\n`);
    expect([told('result.json'), told('report.html'), told('metrics.csv')]).toEqual([
      DOCUMENT,
      '<p>',
      'a,b\n',
    ]);
  });

  test('as a document is nothing else on standard output', async () => {
    expect(await deliver(FINDINGS, { json: true, out: folder })).toEqual([]);
    expect(terminal.printed).toBe(DOCUMENT);
    expect(terminal.noted).toMatch(/^Report: /);
  });

  test('is in the folder, and its report named, where it could not be printed', async () => {
    terminal.isFull = true;
    const failed = await deliver(FINDINGS, { json: false, out: folder });
    expect(failed).toMatchObject([{ exitCode: EXIT.output }]);
    expect(readdirSync(folder).toSorted()).toEqual(['metrics.csv', 'report.html', 'result.json']);
    expect(terminal.noted).toMatch(/^Report: /);
  });

  test('is printed where no file could be written, for which there is one message', async () => {
    for (const name of ['result.json', 'report.html', 'metrics.csv']) mkdirSync(path.join(folder, name));
    const failed = await deliver(FINDINGS, { json: false, out: folder });
    expect(terminal.printed).toBe('HOLDS\n');
    expect(failed).toMatchObject([
      {
        exitCode: EXIT.output,
        message: `cannot write ${folder}/result.json, report.html, metrics.csv: there is a folder of this name`,
      },
    ]);
  });

  test('is printed and stored where its report cannot be made', async () => {
    const mistake = new TypeError('x is undefined');
    const files = {
      ...FINDINGS.files,
      'report.html': () => {
        throw mistake;
      },
    };
    const failed = await deliver({ ...FINDINGS, files }, { json: false, out: folder });
    expect(failed).toEqual([mistake]);
    expect([terminal.printed, told('result.json'), told('metrics.csv')]).toEqual([
      'HOLDS\n',
      DOCUMENT,
      'a,b\n',
    ]);
  });

  test('is stored where its summary cannot be made, and summed up where it is no document', async () => {
    const broken: Findings = {
      ...FINDINGS,
      summary: () => {
        throw new RangeError('no such column');
      },
    };
    expect(await deliver(broken, { json: false, out: folder })).toHaveLength(1);
    expect(told('result.json')).toBe(DOCUMENT);
    const lost = await deliver(
      { ...FINDINGS, document: { figure: Number.NaN } },
      { json: false, out: folder },
    );
    expect(lost).toMatchObject([{ name: 'RangeError' }]);
    expect(terminal.printed).toContain('HOLDS');
  });
});

describe('the exit code', () => {
  const full = new Failure(EXIT.output, 'no space');
  test.each([
    ['is that of the verdict', EXIT.objectiveMissed, [], EXIT.objectiveMissed],
    ['tells that something could not be written', EXIT.done, [full], EXIT.output],
    ['tells so of a missed objective too', EXIT.objectiveMissed, [full], EXIT.output],
    ['tells of a mistake of ours before all', EXIT.done, [full, new Error('x')], EXIT.bug],
  ])('%s', (_, verdict, failed, code) => {
    expect(conclude(verdict, failed)).toBe(code);
    for (const { message } of failed) expect(terminal.noted).toContain(message);
  });
});
