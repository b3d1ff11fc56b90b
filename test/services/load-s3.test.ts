/** A load on a real S3 server that crashes: its storage stays, requests fail until it is back. */

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TargetLocation } from '../../loadgen/targets/target-location.ts';
import { performLoad, quickLocationOf, totalsOf } from '../loadgen/run/performed-load.ts';
import { SMALL_CHURN, SMALL_INGEST, SMALL_RENDER, smallLoad } from '../loadgen/runtime/small-load.ts';
import { skipUnlessInstalled } from './installed.ts';
import { Radosgw, whyNoRadosgw } from './radosgw.ts';
import { environmentOf, makeBucket } from './s3-bucket.ts';

const WHY_NOT = whyNoRadosgw();

test('radosgw is installed', ({ skip }) => {
  skipUnlessInstalled(skip, WHY_NOT);
  expect(WHY_NOT).toBeNull();
});

describe.skipIf(WHY_NOT !== null)('a load on an S3 server', () => {
  const before = { ...process.env };
  let server: Radosgw;

  beforeAll(async () => {
    server = await Radosgw.start();
    const user = await server.addUser('artist');
    await makeBucket(server.endpoint, user, 'show');
    // As a shell would have them: threads find the credentials for themselves.
    Object.assign(process.env, environmentOf(user));
  });

  afterAll(async () => {
    process.env = before;
    await server?.stop();
  });

  const location = (): TargetLocation => quickLocationOf(`s3://show/?endpoint=${server.endpoint}`);
  const churn = {
    ...SMALL_CHURN,
    rate: { ...SMALL_CHURN.rate, level: { kind: 'constant', value: 60 } },
    files: 100,
  } as const;
  const studio = smallLoad(
    [
      { ...SMALL_INGEST, arrivals: { kind: 'scheduled', timesSeconds: [0, 2, 4] } },
      { ...SMALL_RENDER, release: { kind: 'scheduled', timesSeconds: [0, 3] }, metadata: { getattr: 10 } },
      churn,
    ],
    6,
  );

  test('performs all of it, and finds what it wrote', async () => {
    const { plan, outcome } = await performLoad(location(), studio, { drainSeconds: 60 });
    const { operations } = plan;
    expect(totalsOf(outcome)).toMatchObject({ offered: operations, answered: operations, failed: 0 });
    expect(outcome.integrity).toMatchObject({ regions: 0, found: [], bytesVerified: plan.readBytes });
  });

  test('that crashes and is started again goes on, loses nothing, and says when it was back', async () => {
    const downSeconds = 1;
    let restarted: Promise<void> | undefined;
    const crash = async () => {
      await server.kill();
      await delay(1000 * downSeconds);
      await server.restart();
    };
    const { plan, outcome } = await performLoad(location(), studio, {
      drainSeconds: 90,
      retrySeconds: 90,
      onStart: () =>
        setTimeout(() => {
          restarted = crash();
        }, 2000),
    });
    await restarted;
    const { operations } = plan;
    const totals = totalsOf(outcome);
    expect(totals).toMatchObject({ offered: operations, answered: operations, failed: 0 });
    expect(totals.retries).toBeGreaterThan(0);
    expect(outcome.integrity).toMatchObject({ regions: 0, found: [], bytesVerified: plan.readBytes });
    const [outage] = outcome.outages;
    expect(outage!.detectedSeconds).toBeGreaterThan(outage!.firstFailureSeconds);
    // The first failure is at most some tenths later than the crash: 60 operations a second are due.
    expect(outage!.recoveredSeconds! - outage!.firstFailureSeconds).toBeGreaterThan(downSeconds / 2);
  });
});
