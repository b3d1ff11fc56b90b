/** The probe that feels what others feel, and the guard that stops the run because of it. */

import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { DeadMan } from '../../../loadgen/safety/dead-man.ts';
import { limitsFrom, VictimGuard } from '../../../loadgen/safety/victim-guard.ts';
import { type ProbeWindow, VictimProbe } from '../../../loadgen/safety/victim-probe.ts';
import { openVictimQuestions } from '../../../loadgen/safety/victim-questions.ts';
import { protocolOf } from '../../../loadgen/targets/protocols.ts';
import { until } from '../../until.ts';
import { locationOf } from '../location-of.ts';
import { makeFolder } from './sandboxes.ts';

const LIMITS = { latencySecondsP99: 0.1, failedFraction: 0.5, windows: 3 };
const window = (latencySecondsP99: number, failed = 0): ProbeWindow => ({
  probes: 3,
  failed,
  latencySecondsP99,
});
const GOOD = window(0.001);
const SLOW = window(0.2);
const EMPTY: ProbeWindow = { probes: 0, failed: 0, latencySecondsP99: Number.NaN };

describe('the guard', () => {
  async function verdict(...windows: readonly ProbeWindow[]) {
    const guard = new VictimGuard(LIMITS);
    for (const each of windows) guard.record(each);
    return guard.check();
  }

  test('bears two bad windows, however often', async () => {
    expect(await verdict(GOOD, SLOW, SLOW, GOOD, SLOW, SLOW, GOOD)).toBeNull();
  });

  test('stops at three on end', async () => {
    expect(await verdict(GOOD, SLOW, SLOW, SLOW)).toBe(
      'p99 of the victim probe was 200 ms, above its limit of 100 ms, in 3 consecutive windows',
    );
  });

  test('stops at three on end of which most fail', async () => {
    expect(await verdict(window(0, 2), window(0, 3), window(0, 2))).toBe(
      '2 of 3 questions of the victim probe failed in 3 consecutive windows',
    );
    expect(await verdict(window(0, 1), window(0, 1), window(0, 1))).toBeNull();
  });

  test('counts one kind of harm with another', async () => {
    expect(await verdict(SLOW, window(0, 3), SLOW)).not.toBeNull();
  });

  test('takes nothing from a window in which nothing was asked', async () => {
    expect(await verdict(EMPTY, EMPTY, EMPTY)).toBeNull();
    expect(await verdict(SLOW, EMPTY, SLOW, EMPTY, SLOW)).not.toBeNull();
  });

  test('speaks once, and stays with what it said', async () => {
    const reasons: string[] = [];
    const guard = new VictimGuard(LIMITS, (reason) => reasons.push(reason));
    for (const each of [SLOW, SLOW, SLOW, SLOW, GOOD, SLOW, SLOW, SLOW]) guard.record(each);
    expect(reasons).toHaveLength(1);
    expect(await guard.check()).toBe(reasons[0]);
  });

  test('takes its limits from how the target fared before', () => {
    expect(limitsFrom([])).toMatchObject({ latencySecondsP99: 0.1, windows: 3 });
    expect(limitsFrom([GOOD, EMPTY]).latencySecondsP99).toBe(0.1);
    expect(limitsFrom([GOOD, window(0.05)]).latencySecondsP99).toBe(0.5);
  });
});

/** Windows of a probe that is asked as `ask` says, until there are so many. */
async function windowsOf(count: number, ask: () => Promise<void>): Promise<readonly ProbeWindow[]> {
  const windows: ProbeWindow[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const probe = new VictimProbe(
    ask,
    (each) => {
      windows.push(each);
      if (windows.length === count) resolve();
    },
    { intervalSeconds: 0.01, windowSeconds: 0.05 },
  );
  probe.start();
  const keepAlive = setInterval(() => undefined, 1000);
  await promise;
  clearInterval(keepAlive);
  probe.stop();
  return windows;
}

describe('the probe', () => {
  test('measures how long an answer takes', async () => {
    const windows = await windowsOf(4, () => sleep(20));
    for (const { probes, failed, latencySecondsP99 } of windows.filter((each) => each.probes > 0)) {
      expect(failed).toBe(0);
      expect(latencySecondsP99).toBeGreaterThanOrEqual(0.015);
      expect(probes).toBeLessThanOrEqual(5);
    }
  });

  test('counts what fails', async () => {
    const windows = await windowsOf(3, () => Promise.reject(new Error('refused')));
    for (const { failed, probes } of windows) expect(failed).toBe(probes);
    expect(windows.reduce((sum, { probes }) => sum + probes, 0)).toBeGreaterThan(0);
  });

  test('shows a stall while it lasts, by its age', async () => {
    const windows = await windowsOf(4, () => new Promise(() => undefined));
    const p99 = windows.map(({ latencySecondsP99 }) => latencySecondsP99);
    for (const [at, each] of p99.entries()) expect(each).toBeGreaterThanOrEqual(0.04 * (at + 1));
  });

  test('does not ask again before it is answered', async () => {
    let asked = 0;
    await windowsOf(3, () => {
      asked++;
      return new Promise(() => undefined);
    });
    expect(asked).toBe(1);
  });

  test('asks a path without making the thread wait, past the page cache where that can be', async () => {
    const folder = makeFolder();
    writeFileSync(path.join(folder.root, 'file'), Buffer.alloc(4096));
    const prober = await protocolOf(folder.root).openProber(locationOf(folder.root));
    await prober.probe('file');
    await prober.probe(null);
    expect((await prober.space()).freeBytes).toBeGreaterThan(0);
    await expect(prober.probe('nothing')).rejects.toMatchObject({ code: 'not-found' });
    await prober.close();
    folder.remove();
  });
});

describe('questions to another place', () => {
  test('read the file that was named, until it is gone', async () => {
    const folder = makeFolder();
    const file = path.join(folder.root, 'of others');
    writeFileSync(file, 'short');
    const questions = await openVictimQuestions(locationOf(file));
    await questions.ask();
    rmSync(file);
    await expect(questions.ask()).rejects.toMatchObject({ code: 'not-found' });
    await questions.close();
    folder.remove();
  });

  test('read the marker of a directory that was a target, and else ask for its attributes', async () => {
    const folder = makeFolder();
    const plain = await openVictimQuestions(locationOf(folder.root));
    const marker = path.join(folder.root, '.headroom-sandbox');
    writeFileSync(marker, '{}');
    const marked = await openVictimQuestions(locationOf(folder.root));
    rmSync(marker);
    await plain.ask();
    await expect(marked.ask()).rejects.toMatchObject({ code: 'not-found' });
    await Promise.all([plain.close(), marked.close()]);
    folder.remove();
  });

  test('are not begun where nothing answers', async () => {
    const folder = makeFolder();
    const nowhere = openVictimQuestions(locationOf(path.join(folder.root, 'nothing')));
    await expect(nowhere).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('--victim'),
    });
    folder.remove();
  });
});

describe('the dead man', () => {
  test('is alone once nothing was heard for five seconds', () => {
    let [beats, now] = [0, 0];
    const man = new DeadMan(
      () => beats,
      undefined,
      () => now,
    );
    now = 4.9;
    expect(man.isAlone()).toBe(false);
    beats++;
    now = 9.8;
    expect(man.isAlone()).toBe(false);
    now = 14.8;
    expect(man.isAlone()).toBe(true);
  });

  test('stops a thread whose controller hangs', async () => {
    const words = new Int32Array(new SharedArrayBuffer(12));
    const file = new URL('../../../loadgen/safety/dead-man.ts', import.meta.url).href;
    const code = `
      const { workerData: words, parentPort } = require('node:worker_threads');
      import(${JSON.stringify(file)}).then(({ DeadMan }) => {
        const man = new DeadMan(() => Atomics.load(words, 0), 5, () => Atomics.load(words, 2));
        parentPort.postMessage('ready');
        while (!man.isAlone()) Atomics.add(words, 1, 1);
        Atomics.store(words, 1, -1);
      });`;
    const worker = new Worker(code, { eval: true, workerData: words });
    await once(worker, 'message');
    for (let second = 1; second <= 20; second++) {
      Atomics.add(words, 0, 1);
      const looks = Atomics.load(words, 1);
      // It has looked at this beat before its clock goes on.
      await until(() => Atomics.load(words, 1) > looks + 1);
      Atomics.store(words, 2, second);
    }
    expect(Atomics.load(words, 1)).toBeGreaterThan(0);
    // From here on this thread beats no more, and does not even turn its event loop.
    Atomics.store(words, 2, 25);
    while (Atomics.load(words, 1) !== -1);
    await once(worker, 'exit');
  });
});
