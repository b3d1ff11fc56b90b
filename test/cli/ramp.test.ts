/** `headroom loadgen --ramp` as its users meet it, on a directory of this machine. */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { rampSettingsOf } from '../../cli/ramp.ts';
import type { RampResult } from '../../models/ramp-result.ts';
import { runProcess } from './run-process.ts';

const TINY_LOAD = path.join(import.meta.dirname, 'tiny-load.yaml');
const HERE = ['--allow-system-device', '--keep-free', '100MB', '--no-victim', '--threads', '2'];

let folder: string;
let target: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'headroom-ramp-'));
  target = path.join(folder, 'target');
  mkdirSync(target);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const ramp = (...words: readonly string[]) =>
  runProcess(['loadgen', TINY_LOAD, '--target', target, ...HERE, '--ramp', ...words]);

describe('headroom loadgen --ramp', () => {
  test('says at the first contact what the first probe would do, and that more follow', async () => {
    const { exitCode, stdout, stderr } = await ramp('--probe', '5s', '--ramp-to', '8');
    expect(exitCode).toBe(EXIT.refused);
    expect(stdout).toContain('load     5 s');
    expect(stderr).toContain('the first of some probes of 5 s; the largest may ask for 8 times as much');
    expect(readdirSync(target)).toEqual([]);
  });

  test('prints one document, stores the same, and leaves nothing on the target', async () => {
    const out = path.join(folder, 'out');
    const words = ['--probe', '5s', '--ramp-to', '1', '--yes', '--no-gate', '--json', '--out', out];
    const { exitCode, stdout, stderr } = await ramp(...words);
    expect(exitCode, stderr).toBe(EXIT.done);
    const result = JSON.parse(stdout) as RampResult;
    expect(result).toMatchObject({
      document: 'ramp',
      scenario: { name: 'Tiny load' },
      target: { url: target, kind: 'posix' },
      probeSeconds: 5,
    });
    expect(result.probes[0]).toMatchObject({ multiple: 1, loadSeconds: 5 });
    // 100 operations a second come due, whatever the machine makes of them.
    expect(result.probes[0]!.backlog!.offeredPerSecond).toBeCloseTo(100, 6);
    expect(result.probes[0]!.objectives.map(({ metric }) => metric)).toEqual([
      'wave.makespan',
      'churn.latency',
    ]);
    expect(readFileSync(path.join(out, 'ramp.json'), 'utf8')).toBe(stdout);
    expect(result.command).toBe(
      `headroom loadgen ${TINY_LOAD} --target ${target} --no-victim --ramp --threads 2 --keep-free 100MB --probe 5s --ramp-to 1`,
    );
    expect(stderr).toContain(`Report: ${path.join(out, 'report.html')}`);
    // What the report is made again from is what was stored, as if it came from elsewhere.
    const again = path.join(folder, 'again');
    expect((await runProcess(['report', out, '--out', again, '--no-gate'])).exitCode).toBe(EXIT.done);
    for (const name of ['ramp.json', 'report.html']) {
      expect(readFileSync(path.join(again, name), 'utf8')).toBe(readFileSync(path.join(out, name), 'utf8'));
    }
    expect(readFileSync(path.join(out, 'report.html'), 'utf8')).toContain('Headroom · ramp report');
    expect(stderr).toMatch(/^ +times +due +answered +p99$/m);
    expect(readdirSync(target)).toEqual(['.headroom-sandbox']);
  });

  test('has one budget for all its probes: the second is stopped at what the first has left', async () => {
    const words = ['--probe', '5s', '--yes', '--json', '--max-operations', '1000'];
    const { exitCode, stdout } = await ramp(...words);
    expect(exitCode).toBe(EXIT.guarded);
    const { probes, bound } = JSON.parse(stdout) as RampResult;
    const why = 'the guard “budget” stopped it: the 1000 operations of --max-operations are done';
    expect(bound).toEqual({ kind: 'guard', why });
    // One probe asks for some 560 operations.
    expect(probes).toHaveLength(2);
    expect(probes[0]!.outcome).not.toBe('guard');
    expect(probes[1]!.outcome).toBe('guard');
    expect(readdirSync(target)).toEqual(['.headroom-sandbox']);
  });

  test('that is interrupted tells what it found, and leaves nothing on the target', async () => {
    const run = await runProcess(
      ['loadgen', TINY_LOAD, '--target', target, ...HERE, '--ramp', '--yes', '--events', '--probe', '60s'],
      { signalAfterFirstLine: 'SIGINT' },
    );
    expect(run.exitCode).toBe(130);
    expect(run.stdout).toContain('The ramp was interrupted.');
    expect(readdirSync(target)).toEqual(['.headroom-sandbox']);
  });
});

describe('the options of a ramp', () => {
  test.each<[string, string | readonly string[], string]>([
    ['scale', '2', '--scale cannot be combined with --ramp'],
    ['duration', '5s', '--duration cannot be combined with --ramp'],
    ['at', ['1s true'], '--at cannot be combined with --ramp'],
    ['probe', '2s', '--probe takes whole seconds from 5s on, not "2s"'],
    ['probe', '5.5s', '--probe takes whole seconds from 5s on, not "5.5s"'],
    ['precision', '90%', '--precision takes 0.5% to 50%, not "90%"'],
    ['ramp-to', '0.5', '--ramp-to 0.5 is less than --ramp-from 1'],
  ])('refuse --%s %s', (option, value, message) => {
    expect(() => rampSettingsOf({ ramp: true, [option]: value })).toThrow(message);
  });

  test('begin with the load itself, and go to 64 times or to where they begin', () => {
    const options = { ramp: true, at: [], 'keep-files': false };
    const settings = { probeSeconds: 20, search: { from: 1, to: 64, precision: 0.03 } };
    expect(rampSettingsOf(options)).toEqual(settings);
    expect(rampSettingsOf({ ...options, 'ramp-from': '100' })?.search).toMatchObject({ from: 100, to: 100 });
  });

  test('say nothing without --ramp', () => {
    expect(rampSettingsOf({ ramp: false })).toBeNull();
    expect(() => rampSettingsOf({ ramp: false, probe: '5s' })).toThrow('--probe requires --ramp');
  });
});
