/** That a load is stopped when another place suffers, asked over the network: an NFS export, a prefix of a bucket. */

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planLoad } from '../../loadgen/plan/load-plan.ts';
import type { LoadOutcome } from '../../loadgen/run/load-outcome.ts';
import { LoadSafety } from '../../loadgen/run/load-safety.ts';
import { runInSandbox } from '../../loadgen/run/run-in-sandbox.ts';
import { MARKER_NAME } from '../../loadgen/safety/marker.ts';
import { openVictimQuestions } from '../../loadgen/safety/victim-questions.ts';
import { openTarget } from '../../loadgen/targets/protocols.ts';
import { locationOf } from '../loadgen/location-of.ts';
import { quickLocationOf } from '../loadgen/run/performed-load.ts';
import { SMALL_CHURN, smallLoad } from '../loadgen/runtime/small-load.ts';
import { CONSENTS, makeFolder, treeOf } from '../loadgen/safety/sandboxes.ts';
import { type Ganesha, startGanesha, whyNoGanesha } from './ganesha.ts';
import { skipUnlessInstalled } from './installed.ts';
import { quietly } from './quietly.ts';
import { Radosgw, whyNoRadosgw } from './radosgw.ts';
import { environmentOf, makeBucket } from './s3-bucket.ts';

/** After the load has begun. */
const FREEZE_MILLISECONDS = 300;

test('what is needed is installed', ({ skip }) => {
  for (const whyNot of [whyNoGanesha(), whyNoRadosgw()]) {
    skipUnlessInstalled(skip, whyNot);
    expect(whyNot).toBeNull();
  }
});

/** Of a load on a directory of this machine, during which the victim's server is frozen; all it made has been taken away. */
async function loadBeside(
  victim: string,
  server: { signal(signal: 'SIGSTOP' | 'SIGCONT'): void },
): Promise<LoadOutcome> {
  const folder = makeFolder();
  const location = quickLocationOf(folder.root);
  const studio = smallLoad([SMALL_CHURN], 8);
  const plan = await planLoad(studio, 1);
  const settings = { studio, verify: true, speed: 1, retrySeconds: 5, drainSeconds: 1 };
  const limits = {
    budget: { bytesMax: Number.POSITIVE_INFINITY, operationsMax: Number.POSITIVE_INFINITY },
    floor: { freeBytesMin: 0, freeFractionMin: 0, freeFilesMin: 0 },
    victimSecondsP99: 'before',
    victim: locationOf(victim),
  } as const;
  const events = {
    onPreparing: () => undefined,
    onPrepared: () => undefined,
    onStart: () => setTimeout(() => server.signal('SIGSTOP'), FREEZE_MILLISECONDS),
    onSecond: () => undefined,
  };
  const asked = { location, consents: CONSENTS, seed: 'seed', keepFiles: false, onCleaning: () => undefined };
  try {
    const { result, cleaning } = await runInSandbox(asked, async (sandbox) => {
      const safety = await LoadSafety.open(location, limits);
      try {
        const load = {
          plan,
          safety,
          threads: 1,
          scale: 1,
          drills: [],
          allowedLatenessSeconds: 0.001,
          settings,
        };
        return await sandbox.load(load, events, new AbortController().signal);
      } finally {
        const from = performance.now();
        await safety.close();
        // Its question is still without an answer, which comes after a minute: it was not waited for.
        expect(performance.now() - from).toBeLessThan(50_000);
      }
    });
    expect(cleaning).toMatchObject({ kind: 'cleaned', report: { complete: true, leftCount: 0 } });
    return result;
  } finally {
    server.signal('SIGCONT');
    folder.remove();
  }
}

const STOPPED = {
  kind: 'guard',
  guard: 'victim',
  reason: expect.stringMatching(/^p99 of the victim probe was .* in 3 consecutive windows$/),
};
/** A second is promised; some more is for a machine that has other things to do. */
const STOPPED_SECONDS_MAX = 4;
const isPunctual = ({ elapsedSeconds }: LoadOutcome) => elapsedSeconds < STOPPED_SECONDS_MAX;

/** Asks some times; the code with which it is refused to begin, with what is said of it. */
async function asking(url: string): Promise<unknown> {
  try {
    const questions = await openVictimQuestions(locationOf(url));
    try {
      for (let turn = 0; turn < 3; turn++) await questions.ask();
    } finally {
      await questions.close();
    }
    return 'answered';
  } catch (error) {
    return error;
  }
}

const refused = (code: string, said: string) => ({
  code,
  message: expect.stringMatching(`^--victim: .*${said}`),
});

describe.skipIf(whyNoGanesha() !== null)('an NFS export as a victim', () => {
  let server: Ganesha;
  beforeAll(async () => {
    server = await startGanesha();
    for (const name of ['plain', 'marked', 'closed']) mkdirSync(path.join(server.folder, name));
    writeFileSync(path.join(server.folder, 'plain/file'), 'theirs');
    for (const name of ['marked', 'closed']) writeFileSync(path.join(server.folder, name, MARKER_NAME), '{}');
    chmodSync(path.join(server.folder, 'closed'), 0o700);
  });
  afterAll(() => server?.stop());

  const urlOf = (directory: string, more = '') => `nfs://127.0.0.1/${directory}?${server.options}${more}`;

  test.each([
    ['with files of others', 'export/plain', ''],
    ['that was a target', 'export/marked', ''],
    ['that this user may not look into', 'export/closed', '&uid=4242&gid=4242'],
    ['that is read-only', 'sealed', ''],
  ])('%s is asked, and nothing there is changed', async (_what, directory, more) => {
    const before = treeOf(server.folder);
    expect(await asking(urlOf(directory, more))).toBe('answered');
    expect(treeOf(server.folder)).toEqual(before);
  });

  test('is not begun with where it is not there, or a file', async () => {
    expect(await asking(urlOf('export/nothing'))).toMatchObject(refused('not-found', 'nothing'));
    expect(await asking(urlOf('nowhere'))).toMatchObject(refused('not-found', 'does not export /nowhere'));
    expect(await asking(urlOf('export/plain/file'))).toMatchObject(refused('not-a-directory', 'is a file'));
  });

  test('stops the load within moments of being frozen, and does not hold up its end', async () => {
    const { ending, elapsedSeconds } = await quietly(
      () => loadBeside(urlOf('export/plain'), server),
      isPunctual,
    );
    expect(ending).toEqual(STOPPED);
    expect(elapsedSeconds).toBeLessThan(STOPPED_SECONDS_MAX);
  });
});

describe.skipIf(whyNoRadosgw() !== null)('a prefix of a bucket as a victim', () => {
  let server: Radosgw;
  let environment: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    server = await Radosgw.start();
    const [user, other] = [await server.addUser('artist'), await server.addUser('other')];
    await makeBucket(server.endpoint, user, 'show');
    await makeBucket(server.endpoint, other, 'theirs');
    environment = environmentOf(user);
    Object.assign(process.env, environment);
    const target = await openTarget(locationOf(urlOf('show/marked')));
    await target.create(MARKER_NAME);
    await target.close();
  });
  afterAll(async () => {
    for (const name of Object.keys(environment)) delete process.env[name];
    await server?.stop();
  });

  const urlOf = (prefix: string) => `s3://${prefix}?endpoint=${server.endpoint}`;

  test.each([
    ['of nothing', 'show/nothing'],
    ['that was a target', 'show/marked'],
    ['that is all of it', 'show'],
  ])('%s is asked, and nothing there is changed', async (_what, prefix) => {
    expect(await asking(urlOf(prefix))).toBe('answered');
    const bucket = await openTarget(locationOf(urlOf('show')));
    expect(await bucket.readdir('')).toEqual([{ name: 'marked', kind: 'directory' }]);
    expect(await bucket.readdir('marked')).toEqual([{ name: MARKER_NAME, kind: 'file' }]);
    await bucket.close();
  });

  test('is not begun with where it is not there, or not for this user', async () => {
    expect(await asking(urlOf('nowhere/x'))).toMatchObject(refused('not-found', 'nowhere does not exist'));
    expect(await asking(urlOf('theirs/x'))).toMatchObject(refused('permission', 'theirs'));
  });

  test('stops the load within moments of being frozen, and does not hold up its end', async () => {
    const { ending, elapsedSeconds } = await quietly(
      () => loadBeside(urlOf('show/marked'), server),
      isPunctual,
    );
    expect(ending).toEqual(STOPPED);
    expect(elapsedSeconds).toBeLessThan(STOPPED_SECONDS_MAX);
  });
});
