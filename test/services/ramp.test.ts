/** That a ramp finds a limit that is known exactly: devices that give so many reads or bytes a second and no more. */

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { RampResult } from '../../models/ramp-result.ts';
import { plainEnvironment, ROOT } from '../cli/run-process.ts';
import { skipUnlessInstalled } from './installed.ts';
import { type Throttle, type ThrottledDevice, throttledDevice, whyNoThrottle } from './throttled-device.ts';

const DEVICE_MEBIBYTES = 512;
const WITHIN = 0.03;

/** Reads of whole blocks at a steady rate, whatever the answers: what a throttle counts, and nothing else. */
function scenarioOf(readsPerSecond: number, bytes: string): string {
  return `
headroom: 1
name: Steady reads
run: { duration: 1min, warmup: 0s, seed: steady }
storage:
  disk: { device: custom, read: 1GB/s, write: 1GB/s, readRate: 10k IOPS, writeRate: 10k IOPS, metadataRate: 10k ops/s }
network: { racks: 1, host: 10GbE, uplink: 10GbE, core: 10GbE, roundTrip: 100us }
stages:
  reads:
    kind: metadata
    rate: { level: ${readsPerSecond}/s, burst: 1, burstEvery: 250ms }
    mix: { read: 100% }
    readBytes: ${bytes}
    files: 800
    clients: 1
objectives: [reads.read p99 <= 1min]
`;
}

let device: ThrottledDevice | null = null;
let folder: string | null = null;

afterEach(() => {
  device?.stop();
  device = null;
  if (folder !== null) rmSync(folder, { recursive: true });
  folder = null;
});

/** What a ramp finds of a device behind a throttle. */
async function ramp(
  throttle: Throttle,
  scenario: string,
  words: readonly string[] = [],
): Promise<RampResult> {
  device = throttledDevice(throttle, DEVICE_MEBIBYTES);
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-ramp-'));
  const file = path.join(folder, 'steady.yaml');
  writeFileSync(file, scenario);
  const [command = '', ...before] = device.under;
  const asked = ['--target', device.path, '--yes', '--allow-system-device', '--direct', '--threads', '8'];
  const unbounded = ['--keep-free', '0B', '--no-victim'];
  const loadgen = [path.join(ROOT, 'cli', 'main.ts'), 'loadgen', file, ...asked, ...unbounded];
  const child = spawn(
    command,
    [...before, process.execPath, ...loadgen, '--ramp', '--probe', '8s', '--json', ...words],
    { cwd: ROOT, env: plainEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exitCode = await new Promise((resolve) => child.once('close', resolve));
  expect(exitCode, stderr).toBe(0);
  // Nothing is left but the marker of the place.
  expect(readdirSync(device.path)).toEqual(['.headroom-sandbox']);
  return JSON.parse(stdout) as RampResult;
}

/** The rates between which the limit lies, by the scenario's own rate. */
function boundsOf({ headroom, bound }: RampResult, perSecond: number): { held: number; broke: number } {
  expect(bound).toMatchObject({ kind: 'target', criterion: 'backlog' });
  const [held, broke] = headroom.interval;
  return { held: held * perSecond, broke: broke! * perSecond };
}

/** How far off, as a part of the truth. */
function errorOf(found: number, truth: number): number {
  return Math.abs(found / truth - 1);
}

test('a device can be throttled here', ({ skip }) => {
  const whyNot = whyNoThrottle();
  skipUnlessInstalled(skip, whyNot);
  expect(whyNot).toBeNull();
});

describe.skipIf(whyNoThrottle() !== null)('a ramp finds', () => {
  test('the 500 reads a second of a device', async () => {
    const result = await ramp({ kind: 'read_iops', perSecond: 500 }, scenarioOf(350, '4KiB'));
    const { held, broke } = boundsOf(result, 350);
    expect(errorOf(held, 500)).toBeLessThan(WITHIN);
    expect(errorOf(broke, 500)).toBeLessThan(WITHIN);
    expect(result.headroom.offeredPerSecond).toBeCloseTo(held, 0);
  });

  test('its 2,000 reads a second', async () => {
    const result = await ramp({ kind: 'read_iops', perSecond: 2000 }, scenarioOf(1400, '4KiB'));
    const { held, broke } = boundsOf(result, 1400);
    expect(errorOf(held, 2000)).toBeLessThan(WITHIN);
    expect(errorOf(broke, 2000)).toBeLessThan(WITHIN);
  });

  test('its 50 MB a second', async () => {
    const bytes = 64 * 1024;
    const result = await ramp({ kind: 'read_bps', perSecond: 50e6 }, scenarioOf(530, '64KiB'));
    const { held, broke } = boundsOf(result, 530);
    expect(errorOf(held * bytes, 50e6)).toBeLessThan(WITHIN);
    expect(errorOf(broke * bytes, 50e6)).toBeLessThan(WITHIN);
    expect(errorOf(result.headroom.readBytesPerSecond!, 50e6)).toBeLessThan(WITHIN);
  });
});
