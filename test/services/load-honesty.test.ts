/**
 * What is reported of a target that stalls, of one that is too slow, and of a generator that is. With nothing beside it: it measures
 * milliseconds.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { LoadRecord } from '../../loadgen/measure/load-record.ts';
import type { OperationTally } from '../../loadgen/measure/operation-tally.ts';
import { generatorHealth } from '../../loadgen/run/generator-health.ts';
import { RealClock } from '../../loadgen/runtime/clock.ts';
import { LoadSession } from '../../loadgen/runtime/load-session.ts';
import { NOTHING } from '../../loadgen/runtime/rehearsal.ts';
import type { Storage } from '../../loadgen/targets/storage.ts';
import { Histogram, type HistogramSnapshot } from '../../models/histogram.ts';
import type { MetadataStage } from '../../models/stages/metadata/definition.ts';
import type { RenderStage } from '../../models/stages/render/definition.ts';
import type { StageDefinition } from '../../models/studio.ts';
import { smallLoad } from '../loadgen/runtime/small-load.ts';
import { CHURN, RENDER } from '../sim/studio/small-studio.ts';
import { quietly } from './quietly.ts';

const RATE = 1000;
const DURATION_SECONDS = 3;
const SHORT_SECONDS = 1;
const STALL = { fromSeconds: 1, seconds: 0.5 };

function lookups(ratePerSecond: number): MetadataStage {
  const level = { kind: 'constant', value: ratePerSecond } as const;
  return { ...CHURN, rate: { ...CHURN.rate, level, levelSeconds: 1 }, mix: { getattr: 1 }, files: 1000 };
}

/** One frame that looks its inputs up, one after the other, about as many times as the open loop does. */
const CLOSED: RenderStage = {
  ...RENDER,
  release: { kind: 'scheduled', timesSeconds: [0] },
  framesPerWave: 1,
  outstanding: 1,
  computeSeconds: { kind: 'constant', value: 0 },
  reads: { storage: 'hot', bytes: { kind: 'constant', value: 1 }, files: 1 },
  metadata: { getattr: RATE * DURATION_SECONDS },
  verify: false,
};

interface Measured {
  readonly tallies: readonly OperationTally[];
  readonly record: LoadRecord;
  readonly endedSeconds: number;
}

async function measure(
  stage: StageDefinition,
  storageWith: (nowSeconds: () => number) => Storage,
  options: {
    readonly durationSeconds?: number;
    readonly drainSeconds?: number;
    readonly permit?: () => boolean;
  } = {},
): Promise<Measured> {
  const { durationSeconds = DURATION_SECONDS, drainSeconds = 10, permit } = options;
  const record = new LoadRecord(1);
  const clock = new RealClock(process.hrtime.bigint() + 50_000_000n);
  const settings = {
    studio: smallLoad([stage], durationSeconds),
    workers: 1,
    directory: 'run',
    runKey: 'honest',
    verify: false,
    speed: 1,
    retrySeconds: 1,
    drainSeconds,
  };
  const session = new LoadSession(0, settings, {
    clock,
    storage: storageWith(() => clock.nowSeconds),
    call: null,
    onSignal: () => undefined,
    onSecond: (atSeconds, second) => record.add(atSeconds, second),
    ...(permit !== undefined && { permit }),
  });
  await session.run();
  return { tallies: record.tallies, record, endedSeconds: clock.nowSeconds };
}

/** Beyond this the machine had no time for the generator, and nothing is to be learnt of what it measured. */
const LAG_SECONDS_MAX = 0.001;

const hadTime = (measured: Measured) => lagP99(measured) <= LAG_SECONDS_MAX;

function lagP99({ record: { ownLag } }: Measured): number {
  return ownLag.count === 0 ? 0 : ownLag.quantile(0.99);
}

function sleep(seconds: number): void {
  if (seconds > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}

function busy(seconds: number): void {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until);
}

/**
 * A storage that stalls once, and says for how long it did: on a busy machine the stall may end late, and what is reported of it
 * is held against what it was.
 */
class Stalling {
  readonly #nowSeconds: () => number;
  #ended: Promise<void> | null = null;
  #endSeconds: number | null = null;

  constructor(nowSeconds: () => number) {
    this.#nowSeconds = nowSeconds;
  }

  get seconds(): number {
    return this.#endSeconds! - STALL.fromSeconds;
  }

  /** Answers as promises, all of those that came during the stall when it ends. */
  get promised(): Storage {
    return {
      ...NOTHING,
      getattr: async (path) => {
        if (this.#isStalled) {
          this.#ended ??= delay((STALL.fromSeconds + STALL.seconds - this.#nowSeconds()) * 1000).then(() => {
            this.#endSeconds = this.#nowSeconds();
          });
          await this.#ended;
        }
        return NOTHING.getattr(path);
      },
    };
  }

  /** Lets the thread wait, and each operation take `serviceSeconds` at least. */
  waiting(serviceSeconds = 0): Storage {
    return {
      ...NOTHING,
      getattr: (path) => {
        if (this.#isStalled) {
          sleep(STALL.fromSeconds + STALL.seconds - this.#nowSeconds());
          this.#endSeconds = this.#nowSeconds();
        } else sleep(serviceSeconds);
        return NOTHING.getattr(path);
      },
    };
  }

  get #isStalled(): boolean {
    return this.#endSeconds === null && this.#nowSeconds() >= STALL.fromSeconds;
  }
}

function p99(snapshot: HistogramSnapshot): number {
  return Histogram.fromSnapshot(snapshot).quantile(0.99);
}

/**
 * Of N operations that come due at a rate r, the k-th of a stall of length T is answered T - k/r after it was due, the others at
 * once: the 99th percentile is that of the (N/100)-th of them.
 */
function analyticP99(operations: number, stallSeconds: number): number {
  return stallSeconds - operations / 100 / RATE;
}

describe('a target that stalls for 500 ms at 1,000 operations a second', () => {
  /** Measures with a storage that stalls. */
  async function stalled(stage: StageDefinition, storageOf: (stalling: Stalling) => Storage) {
    const { tallies, stallSeconds } = await quietly(async () => {
      let stalling: Stalling | undefined;
      const measured = await measure(stage, (now) => {
        stalling = new Stalling(now);
        return storageOf(stalling);
      });
      return { ...measured, stallSeconds: stalling!.seconds };
    }, hadTime);
    return { tally: tallies.find(({ kind }) => kind === 'getattr')!, stallSeconds };
  }

  test.each([
    ['answers later', (stalling: Stalling) => stalling.promised],
    ['lets the thread wait', (stalling: Stalling) => stalling.waiting()],
  ])('is seen in the response time of all that came due meanwhile, where it %s', async (_, storageOf) => {
    const { tally, stallSeconds } = await stalled(lookups(RATE), storageOf);
    const { offered, answered, loop, response } = tally;
    expect(loop).toBe('open');
    expect(offered).toBe(RATE * DURATION_SECONDS);
    expect(answered).toBe(offered);
    const expected = analyticP99(offered, stallSeconds);
    expect(Math.abs(p99(response) - expected) / expected).toBeLessThan(0.05);
    expect(response.maximum).toBeGreaterThan(stallSeconds - 2 / RATE);
  });

  test('is hidden from a thread that waits, in the service time: only one operation saw it', async () => {
    const { tally, stallSeconds } = await stalled(lookups(RATE), (stalling) => stalling.waiting());
    const { service, sendError } = tally;
    expect(p99(service)).toBeLessThan(stallSeconds / 10);
    expect(service.maximum).toBeGreaterThan(stallSeconds / 2);
    // That the others were sent late is said.
    expect(p99(sendError)).toBeGreaterThan(stallSeconds / 2);
  });

  test('is hidden from a closed loop, whose figures are labelled so', async () => {
    const { tally, stallSeconds } = await stalled(CLOSED, (stalling) => stalling.waiting(0.0005));
    expect(tally.loop).toBe('closed');
    expect(tally.response.maximum).toBeGreaterThan(stallSeconds / 2);
    expect(p99(tally.response)).toBeLessThan(stallSeconds / 10);
    expect(tally.sendError.maximum).toBe(0);
  });
});

describe('a target that gives 500 operations a second', () => {
  const SERVICE_SECONDS = 1 / 500;
  const slow = (): Storage => ({
    ...NOTHING,
    getattr: (path) => {
      sleep(SERVICE_SECONDS);
      return NOTHING.getattr(path);
    },
  });

  test('and is offered 600 leaves unsent what came due before the run was stopped', async () => {
    const { tallies, record, endedSeconds } = await quietly(
      () => measure(lookups(600), slow, { durationSeconds: SHORT_SECONDS, drainSeconds: 0 }),
      hadTime,
    );
    const [{ offered, sent, answered, response }] = tallies as [OperationTally];
    expect(offered).toBe(600 * SHORT_SECONDS);
    expect(sent).toBe(answered);
    expect(sent).toBeLessThanOrEqual(endedSeconds / SERVICE_SECONDS);
    expect(offered - sent).toBeGreaterThanOrEqual(100 * SHORT_SECONDS - 1);
    // The last that was sent had waited for all that came due and could not be served before it.
    expect(response.maximum).toBeGreaterThan(sent * (SERVICE_SECONDS - 1 / 600));
    // Stopped at its end, not when what was due had been worked off.
    expect(endedSeconds).toBeLessThan(offered * SERVICE_SECONDS);
    // It was the target that was slow.
    expect(generatorHealth(1, tallies, record.ownLag, 0).valid).toBe(true);
  });

  test('is asked for all of it where there is time to go on', async () => {
    const { tallies } = await measure(lookups(600), slow, { durationSeconds: SHORT_SECONDS });
    const [{ offered, sent }] = tallies as [OperationTally];
    expect(sent).toBe(offered);
  });
});

describe('a generator that is too slow', () => {
  const BUSY_SECONDS = 0.003;
  const permit = () => {
    busy(BUSY_SECONDS);
    return true;
  };

  test.each([
    ['of a thread that waits', NOTHING],
    ['of a thread to which answers come', { ...NOTHING, getattr: async () => NOTHING.getattr('') }],
  ])('is said to have been the limit: %s', async (_, storage) => {
    const durationSeconds = SHORT_SECONDS;
    const { tallies, record } = await measure(lookups(100), () => storage, { durationSeconds, permit });
    const { valid, reasons, loopLagSecondsP99 } = generatorHealth(1, tallies, record.ownLag, 0);
    expect(loopLagSecondsP99).toBeGreaterThanOrEqual(BUSY_SECONDS * 0.99);
    expect(valid).toBe(false);
    expect(reasons).toEqual([expect.stringContaining('too late because the generator was overloaded')]);
  });
});
