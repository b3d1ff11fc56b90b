/**
 * Targets whose limit is known exactly, asked in virtual time: a load run as it would come out, without threads, clocks and files.
 */

import type { OperationTally } from '../../../loadgen/measure/operation-tally.ts';
import type { LoadOutcome, LoadSecond } from '../../../loadgen/run/load-outcome.ts';
import { modulatedCounts } from '../../../models/arrivals/modulated-rate.ts';
import { Histogram } from '../../../models/histogram.ts';
import type { RandomStream } from '../../../models/random.ts';
import type { MetadataStage } from '../../../models/stages/metadata/definition.ts';
import type { Studio } from '../../../models/studio.ts';
import { StreamSource } from '../../../sim/kernel/stream.ts';
import { testStream } from '../../models/random-stream.ts';
import { CHURN, smallStudio } from '../../sim/studio/small-studio.ts';

export type Law =
  /** Each operation takes the same time, one after the other. */
  | { readonly kind: 'steady'; readonly perSecond: number }
  /** Exponential times, one after the other. */
  | { readonly kind: 'random'; readonly perSecond: number }
  /** So many in each slice of time, at once; the rest waits for the next, as behind a throttle of Linux. */
  | { readonly kind: 'slices'; readonly perSecond: number; readonly sliceSeconds: number };

/** A studio of one stage, whose operations come due at a steady rate. */
export function steadyStudio(perSecond: number, seconds: number, changes: Partial<Studio> = {}): Studio {
  const level = { kind: 'constant', value: perSecond } as const;
  const stage: MetadataStage = { ...CHURN, rate: { ...CHURN.rate, level }, mix: { getattr: 1 } };
  return { ...smallStudio([stage], { durationSeconds: seconds }), ...changes };
}

/** When operations that are due at these times, in order, are answered. */
function answersOf(due: readonly number[], law: Law, stream: RandomStream): readonly number[] {
  let free = 0;
  let slice = 0;
  let taken = 0;
  return due.map((at) => {
    switch (law.kind) {
      case 'steady':
        free = Math.max(at, free) + 1 / law.perSecond;
        return free;
      case 'random':
        free = Math.max(at, free) + -Math.log(stream.uniform()) / law.perSecond;
        return free;
      case 'slices': {
        const own = Math.floor(at / law.sliceSeconds);
        if (own > slice)
          [slice, taken] = [own, Math.max(0, taken - (own - slice) * law.perSecond * law.sliceSeconds)];
        const whole = law.perSecond * law.sliceSeconds;
        const wait = Math.floor(taken++ / whole);
        return wait === 0 ? at : (slice + wait) * law.sliceSeconds;
      }
    }
  });
}

/** The run of a steady studio on such a target, drained to its last answer. */
export function virtualRun(studio: Studio, law: Law, seed: string): LoadOutcome {
  const [stage] = studio.stages as readonly [MetadataStage];
  const stream = new StreamSource(studio.run.seed, 0).stream(stage.name, 'rate');
  const due = [...modulatedCounts(stage.rate, stream, studio.run.durationSeconds)].flatMap(
    ({ atSeconds, seconds, operations }) =>
      Array.from({ length: operations }, (_, i) => atSeconds + ((i + 0.5) / operations) * seconds),
  );
  const answers = answersOf(due, law, testStream(seed));
  const end = Math.max(studio.run.durationSeconds, ...answers.slice(-1));
  const bySecond = Map.groupBy(answers.keys(), (index) => Math.floor(answers[index]!));
  const tallyOf = (indices: readonly number[]): OperationTally => {
    const [response, none] = [new Histogram(), new Histogram()];
    for (const index of indices) response.record(answers[index]! - due[index]!);
    return {
      stage: stage.name,
      step: 'churn',
      kind: 'getattr',
      loop: 'open',
      offered: indices.length,
      sent: indices.length,
      answered: indices.length,
      failed: {},
      retries: 0,
      bytes: 0,
      response: response.snapshot(),
      service: response.snapshot(),
      sendError: none.snapshot(),
    };
  };
  const seconds = Array.from(
    { length: Math.ceil(end) },
    (_, atSeconds): LoadSecond => ({
      atSeconds,
      tallies: [tallyOf(bySecond.get(atSeconds) ?? [])],
      finished: {},
      loopLagSecondsMax: 0,
      ownLag: new Histogram().snapshot(),
      cpuFraction: 0.1,
    }),
  );
  return {
    target: { url: '/mnt/virtual', kind: 'nfs' },
    caches: [],
    runId: 'virtual',
    startedAtSeconds: 0,
    elapsedSeconds: end,
    speed: 1,
    scale: 1,
    tallies: [tallyOf([...answers.keys()])],
    seconds,
    observations: [],
    work: [{ stage: stage.name, arrived: 1, finished: 1 }],
    integrity: { bytesVerified: 0, readsVerified: 0, regions: 0, found: [] },
    outages: [],
    drills: [],
    generator: {
      threads: 16,
      sendErrorSecondsP99: 0,
      loopLagSecondsP99: 0,
      cpuFraction: 0.1,
      valid: true,
      reasons: [],
    },
    ending: { kind: 'finished' },
    busiestThreadFraction: 0.3,
    prepared: { files: 0, bytes: 0 },
  };
}
