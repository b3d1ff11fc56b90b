/**
 * A load run written out rather than performed, so that what is made of it is tested on its own: two minutes on an NFS export
 * that answers 2,000 operations a second and bends before that, the pipeline's churn rising towards it, and a fail-over.
 */

import type { OperationGroup, OperationTally } from '../../../loadgen/measure/operation-tally.ts';
import type { LoadOutcome, LoadSecond } from '../../../loadgen/run/load-outcome.ts';
import type { TargetErrorCode } from '../../../loadgen/targets/target.ts';
import { Histogram } from '../../../models/histogram.ts';
import type { Objective } from '../../../models/objective.ts';
import type { Studio } from '../../../models/studio.ts';
import { testStream } from '../../models/random-stream.ts';
import { CHURN, INGEST, RENDER, SCRUB, smallStudio } from '../../sim/studio/small-studio.ts';

const SECONDS = 120;
/** What the target can answer, in operations per second. */
export const KNEE = 2_000;
/** The controller is away for these seconds. */
export const AWAY = { from: 84, to: 88 } as const;

const P99 = { kind: 'percentile', fraction: 0.99 } as const;

function objective(
  metric: string,
  statistic: Objective['statistic'],
  limit: number,
  text: string,
): Objective {
  return {
    text: `${metric} ${text}`,
    metric,
    statistic,
    comparison: '<=',
    limit,
    file: 'small.yaml',
    line: 30,
  };
}

export const LOAD_STUDIO: Studio = {
  ...smallStudio([INGEST, RENDER, CHURN, SCRUB], { durationSeconds: SECONDS }),
  name: 'Small studio',
  objectives: [
    objective('review.scrub', P99, 0.04, 'p99 <= 40ms'),
    objective('pipeline.latency', P99, 0.005, 'p99 <= 5ms'),
    objective('overnight.turnaround', { kind: 'percentile', fraction: 0.95 }, 60, 'p95 <= 1min'),
    objective('dailies.completion', { kind: 'max' }, 90, 'max <= 90s'),
  ],
  policies: [
    {
      ...objective('storage.hot utilization', { kind: 'peak', windowSeconds: 10 }, 0.8, 'peak <= 80%'),
    },
  ],
};

/** What a group does: how often by the second, how long it takes at rest, how large it is. */
interface Behaviour extends OperationGroup {
  readonly ratePerSecond: (second: number) => number;
  readonly idleSeconds: number;
  readonly bytes: number;
}

const rising = (second: number) => 300 + (1500 * second) / SECONDS;
const during = (from: number, to: number, rate: number) => (second: number) =>
  second >= from && second < to ? rate : 0;

const GROUPS: readonly Behaviour[] = [
  ...(
    [
      ['getattr', 0.6, 0.4e-3, 0],
      ['access', 0.25, 0.35e-3, 0],
      ['lookup', 0.05, 0.4e-3, 0],
      ['read', 0.09, 0.9e-3, 16_384],
      ['write', 0.01, 1.6e-3, 8_192],
    ] as const
  ).map(
    ([kind, share, idleSeconds, bytes]): Behaviour => ({
      stage: 'pipeline',
      step: 'churn',
      kind,
      loop: 'open',
      ratePerSecond: (second) => share * rising(second),
      idleSeconds,
      bytes,
    }),
  ),
  closed('review', 'scrub', 'read', () => 16, 6e-3, 1_048_576),
  closed('dailies', 'copy', 'create', during(5, 50, 4), 2e-3, 0),
  closed('dailies', 'copy', 'write', during(5, 50, 44), 7e-3, 1_048_576),
  closed('dailies', 'copy', 'commit', during(5, 50, 4), 9e-3, 0),
  closed('dailies', 'publish', 'rename', during(50, 51, 2), 3e-3, 0),
  closed('overnight', 'locate', 'getattr', during(10, 40, 60), 0.5e-3, 0),
  closed('overnight', 'read', 'read', during(12, 45, 40), 8e-3, 1_048_576),
  closed('overnight', 'write', 'write', during(20, 55, 12), 9e-3, 1_048_576),
  closed('overnight', 'publish', 'rename', during(22, 57, 2), 3e-3, 0),
];

function closed(
  stage: string,
  step: string,
  kind: OperationGroup['kind'],
  ratePerSecond: Behaviour['ratePerSecond'],
  idleSeconds: number,
  bytes: number,
): Behaviour {
  return { stage, step, kind, loop: 'closed', ratePerSecond, idleSeconds, bytes };
}

/** Mutable while the seconds are written out. */
interface Tallying {
  offered: number;
  sent: number;
  answered: number;
  retries: number;
  bytes: number;
  readonly failed: Partial<Record<TargetErrorCode, number>>;
  readonly response: Histogram;
  readonly service: Histogram;
  readonly sendError: Histogram;
}

function empty(): Tallying {
  const [response, service, sendError] = [new Histogram(), new Histogram(), new Histogram()];
  return { offered: 0, sent: 0, answered: 0, retries: 0, bytes: 0, failed: {}, response, service, sendError };
}

function tallyOf({ stage, step, kind, loop }: OperationGroup, of: Tallying): OperationTally {
  return {
    stage,
    step,
    kind,
    loop,
    ...of,
    response: of.response.snapshot(),
    service: of.service.snapshot(),
    sendError: of.sendError.snapshot(),
  };
}

/** A thousand operations that were sent as they were due, but for one. */
const PUNCTUAL = new Histogram();
for (let operation = 0; operation < 1000; operation++) PUNCTUAL.record(operation === 0 ? 0.0008 : 20e-6);

/** The run, with changes to the whole of it. */
export function loadRun(changes: Partial<LoadOutcome> = {}): LoadOutcome {
  const stream = testStream('load run');
  const normal = () => Math.sqrt(-2 * Math.log(stream.uniform())) * Math.cos(2 * Math.PI * stream.uniform());
  const whole = GROUPS.map(empty);
  const seconds = Array.from({ length: SECONDS }, (_, atSeconds): LoadSecond => {
    const rates = GROUPS.map(({ ratePerSecond }) => ratePerSecond(atSeconds));
    const load = rates.reduce((sum, rate) => sum + rate, 0) / KNEE;
    // The power form of load-response curves: flat, and then not.
    const stretch = 1 + (0.6 * Math.min(load, 0.97) ** 6) / (1 - Math.min(load, 0.97));
    const isAway = atSeconds >= AWAY.from && atSeconds < AWAY.to;
    const tallies = GROUPS.flatMap((group, index) => {
      const due = Math.round(rates[index]! + (rates[index]! > 20 ? Math.sqrt(rates[index]!) * normal() : 0));
      if (due <= 0) return [];
      const [now, all] = [empty(), whole[index]!];
      for (let each = 0; each < due; each++) {
        const isFailing = isAway && stream.uniform() < 0.02;
        const lateSeconds = group.loop === 'open' ? 30e-6 * Math.exp(0.8 * normal()) : 0;
        const serviceSeconds =
          group.idleSeconds * stretch * Math.exp(0.45 * normal()) +
          (isAway ? (AWAY.to - atSeconds - stream.uniform()) * 0.9 : 0);
        for (const tally of [now, all]) {
          tally.offered++;
          tally.sent++;
          tally.sendError.record(lateSeconds);
          if (isAway) tally.retries++;
          if (isFailing) {
            tally.failed.timeout = (tally.failed.timeout ?? 0) + 1;
          } else {
            tally.answered++;
            tally.bytes += group.bytes;
            tally.response.record(lateSeconds + Math.max(0, serviceSeconds));
            tally.service.record(Math.max(0, serviceSeconds));
          }
        }
      }
      return [tallyOf(group, now)];
    });
    return {
      atSeconds,
      tallies,
      finished: { review: 2, pipeline: 1 },
      ownLag: PUNCTUAL.snapshot(),
      loopLagSecondsMax: 0.0006 + 0.0004 * stream.uniform(),
      cpuFraction: 0.12 + 0.14 * load,
    };
  });
  const observed = (values: readonly number[]) => {
    const histogram = new Histogram();
    for (const value of values) histogram.record(value);
    return histogram.snapshot();
  };
  const outage = {
    firstFailureSeconds: AWAY.from + 0.1,
    detectedSeconds: AWAY.from + 1.1,
    recoveredSeconds: AWAY.to + 0.4,
    failed: whole.reduce((sum, { failed }) => sum + (failed.timeout ?? 0), 0),
    retried: whole.reduce((sum, { retries }) => sum + retries, 0),
  };
  return {
    target: { url: 'nfs://filer.example/export/headroom', kind: 'nfs' },
    caches: [],
    runId: 'r-20260412-0741',
    startedAtSeconds: 1_775_979_660,
    elapsedSeconds: SECONDS + 0.2,
    speed: 1,
    scale: 1,
    tallies: GROUPS.map((group, index) => tallyOf(group, whole[index]!)),
    seconds,
    observations: [
      {
        stage: 'overnight',
        metric: 'turnaround',
        values: observed(Array.from({ length: 40 }, (_, frame) => 9 + frame)),
      },
      { stage: 'overnight', metric: 'makespan', values: observed([48.2]) },
      { stage: 'dailies', metric: 'completion', values: observed([46.3]) },
    ],
    work: [
      { stage: 'dailies', arrived: 1, finished: 1 },
      { stage: 'overnight', arrived: 40, finished: 40 },
      { stage: 'pipeline', arrived: SECONDS, finished: SECONDS },
      { stage: 'review', arrived: 241, finished: 240 },
    ],
    integrity: { bytesVerified: 5.2e9, readsVerified: 9_800, found: [], regions: 0 },
    outages: [outage],
    drills: [
      {
        atSeconds: 84,
        command: 'ssh filer cluster takeover',
        startedSeconds: 84.002,
        exitCode: 0,
        outage,
        outageBefore: null,
      },
    ],
    generator: {
      threads: 2,
      sendErrorSecondsP99: 0.00021,
      loopLagSecondsP99: 0.00098,
      cpuFraction: 0.2,
      valid: true,
      reasons: [],
    },
    ending: { kind: 'finished' },
    busiestThreadFraction: 0.3,
    prepared: { files: 4_120, bytes: 3.4e9 },
    ...changes,
  };
}

/** A run that was over after some of its seconds: before the fail-over nothing fails. */
export function cutTo(outcome: LoadOutcome, elapsedSeconds: number): LoadOutcome {
  const seconds = outcome.seconds.slice(0, elapsedSeconds);
  const tallies = outcome.tallies.map((whole): OperationTally => {
    const total = empty();
    for (const tally of seconds.flatMap((second) => second.tallies)) {
      const isSame = tally.stage === whole.stage && tally.step === whole.step && tally.kind === whole.kind;
      if (!isSame) continue;
      total.offered += tally.offered;
      total.sent += tally.sent;
      total.answered += tally.answered;
      total.retries += tally.retries;
      total.bytes += tally.bytes;
      total.failed.timeout = (total.failed.timeout ?? 0) + (tally.failed.timeout ?? 0);
      total.response.merge(tally.response);
      total.service.merge(tally.service);
      total.sendError.merge(tally.sendError);
    }
    return tallyOf(whole, total);
  });
  return { ...outcome, elapsedSeconds, seconds, tallies, outages: [], drills: [] };
}
