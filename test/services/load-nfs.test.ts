/** Loads on a real NFS server that freezes and that crashes. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationTally } from '../../loadgen/measure/operation-tally.ts';
import type { LoadOutcome } from '../../loadgen/run/load-outcome.ts';
import { Histogram } from '../../models/histogram.ts';
import type { MetadataStage } from '../../models/stages/metadata/definition.ts';
import { performLoad, quickLocationOf, totalsOf } from '../loadgen/run/performed-load.ts';
import { SMALL_CHURN, SMALL_INGEST, SMALL_RENDER, smallLoad } from '../loadgen/runtime/small-load.ts';
import type { ShippedStage } from '../shipped-stage.ts';
import { type Ganesha, startGanesha, whyNoGanesha } from './ganesha.ts';
import { skipUnlessInstalled } from './installed.ts';
import { quietly } from './quietly.ts';

const WHY_NOT = whyNoGanesha();
/** Beyond this, lateness of the generator itself would be seen in a percentile of half a second. */
const LAG_SECONDS_MAX = 0.002;

test('nfs-ganesha is installed', ({ skip }) => {
  skipUnlessInstalled(skip, WHY_NOT);
  expect(WHY_NOT).toBeNull();
});

describe.skipIf(WHY_NOT !== null)('a load on an NFS server', () => {
  let server: Ganesha;

  beforeAll(async () => {
    server = await startGanesha();
  });

  afterAll(async () => {
    await server?.stop();
  });

  const location = () => quickLocationOf(`${server.url}?${server.options}`);

  test('that freezes for 500 ms at 1,000 operations a second reports it in its 99th percentile', async () => {
    const rate = 1000;
    const level = { kind: 'constant', value: rate } as const;
    const lookups: MetadataStage = {
      ...SMALL_CHURN,
      rate: { ...SMALL_CHURN.rate, level, burst: { kind: 'constant', value: 1 } },
      mix: { getattr: 1 },
    };
    let frozenSeconds = 0;
    const freeze = () => {
      const from = performance.now();
      server.signal('SIGSTOP');
      setTimeout(() => {
        server.signal('SIGCONT');
        frozenSeconds = (performance.now() - from) / 1000;
      });
    };
    const attempt = () =>
      performLoad(location(), smallLoad([lookups], 4), { onStart: () => setTimeout(freeze, 1500) });
    // Of N operations, the (N/100)-th of those that came due during the freeze.
    const errorOf = ({ tallies: [first] }: LoadOutcome) => {
      const expected = frozenSeconds - first!.offered / 100 / rate;
      return Math.abs(Histogram.fromSnapshot(first!.response).quantile(0.99) - expected) / expected;
    };
    // Where the machine had no time for the generator, which then says so, or none for the server, there is nothing to be learnt;
    // what hid the freeze would be wrong by nearly all of it at each attempt.
    const { outcome } = await quietly(
      attempt,
      ({ outcome: each }) =>
        each.generator.loopLagSecondsP99 <= LAG_SECONDS_MAX &&
        errorOf(each) < 0.05 &&
        each.outages.length === 0,
    );
    const [tally, ...others] = outcome.tallies as [OperationTally];
    expect(others).toEqual([]);
    expect(tally).toMatchObject({ kind: 'getattr', loop: 'open', offered: 4 * rate, answered: 4 * rate });
    expect(errorOf(outcome)).toBeLessThan(0.05);
    // Half a second is no outage, and nothing was tried again.
    expect(outcome.outages).toEqual([]);
    expect(totalsOf(outcome).retries).toBe(0);
  });

  const WORK: readonly ShippedStage[] = [
    { ...SMALL_INGEST, arrivals: { kind: 'scheduled', timesSeconds: [0, 1, 2, 3, 4] } },
    { ...SMALL_RENDER, release: { kind: 'scheduled', timesSeconds: [0, 2, 4] } },
    SMALL_CHURN,
  ];

  test('that a drill kills, and that is started again, goes on, loses nothing, and says when it was back', async () => {
    const downSeconds = 0.7;
    const attempt = async () => {
      let started = 0;
      let backSeconds = 0;
      let restarted: Promise<void> | undefined;
      const restart = async () => {
        await server.start();
        backSeconds = (performance.now() - started) / 1000;
      };
      const load = await performLoad(location(), smallLoad(WORK, 8), {
        drainSeconds: 60,
        retrySeconds: 60,
        drills: [{ atSeconds: 2, command: `kill -KILL ${server.pid}` }],
        onStart: () => {
          // The threads begin a quarter of a second after they are told to.
          started = performance.now() + 250;
          const again = () => {
            restarted = restart();
          };
          setTimeout(again, 2250 + downSeconds * 1000);
        },
      });
      await restarted;
      return { ...load, backSeconds };
    };
    // A machine that is too busy to let the server answer for a second makes outages of its own.
    const { plan, outcome, backSeconds } = await quietly(
      attempt,
      ({ outcome: { outages, drills } }) => outages.length === 1 && drills[0]?.outage !== null,
    );
    const totals = totalsOf(outcome);
    expect(totals).toMatchObject({ offered: plan.operations, answered: plan.operations, failed: 0 });
    expect(totals.retries).toBeGreaterThan(0);
    expect(outcome.integrity).toMatchObject({ regions: 0, found: [], bytesVerified: plan.readBytes });
    for (const { stage, arrived, finished } of outcome.work) expect(finished, stage).toBe(arrived);

    const [outage, ...others] = outcome.outages;
    expect(others).toEqual([]);
    const [drill] = outcome.drills;
    expect(drill).toMatchObject({ exitCode: 0, outage });
    const { firstFailureSeconds, detectedSeconds, recoveredSeconds, failed, retried } = outage!;
    expect(firstFailureSeconds).toBeGreaterThanOrEqual(drill!.startedSeconds);
    expect(firstFailureSeconds).toBeLessThan(drill!.startedSeconds + downSeconds);
    expect(detectedSeconds).toBeGreaterThan(firstFailureSeconds);
    expect(detectedSeconds - firstFailureSeconds).toBeLessThan(2);
    // Not before the server could answer again; and each operation is tried again every two seconds at least.
    expect(recoveredSeconds!).toBeGreaterThan(drill!.startedSeconds + downSeconds);
    expect(recoveredSeconds!).toBeLessThan(backSeconds + 5);
    expect({ failed, retried }).toEqual({ failed: 0, retried: totals.retries });
  });
});
