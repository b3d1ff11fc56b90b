/** Results of load runs for reports: the fail-over of load-run.ts, and others that a reader must not take for it. */

import { loadResult } from '../../loadgen/result/load-result.ts';
import type { LoadOutcome } from '../../loadgen/run/load-outcome.ts';
import type { ResultDocument } from '../../models/result.ts';
import type { Studio } from '../../models/studio.ts';
import { cutTo, LOAD_STUDIO, loadRun } from '../loadgen/result/load-run.ts';

const PROVENANCE = {
  tool: { name: 'headroom', version: '0.1.0', node: '24.1.0' },
  scenario: {
    file: 'scenarios/small-studio.yaml',
    sha256: '3b1c07a5e2d94f6880c1b7a3d5e6f7081920a1b2c3d4e5f60718293a4b5c6d7e',
    variant: null,
    overrides: ['run.duration=2min'],
  },
} as const;

const RUN = loadRun();
const FIRST_MINUTE = cutTo(RUN, 60);

function resultOf(outcome: LoadOutcome, studio: Studio = LOAD_STUDIO): ResultDocument {
  return loadResult(studio, outcome, PROVENANCE);
}

/** Two minutes with a fail-over at 1:24. */
export function failover(): ResultDocument {
  return resultOf(RUN);
}

/** The first minute: every objective holds. */
export function calm(): ResultDocument {
  return resultOf(FIRST_MINUTE);
}

export function invalidRun(): ResultDocument {
  const reasons = ['Sends were 12 ms late at the 99th percentile, over the limit of 1 ms.'];
  return resultOf({
    ...RUN,
    generator: { ...RUN.generator, valid: false, sendErrorSecondsP99: 0.012, reasons },
  });
}

export function wrongData(): ResultDocument {
  const found = [
    {
      file: 'review/proxies/000017',
      offsetBytes: 8_392_704,
      bytes: 512,
      finding: 'corrupt',
      detail: 'checksum of the block differs',
    },
    {
      file: 'overnight/assets/000203',
      offsetBytes: 0,
      bytes: 1_048_576,
      finding: 'stale',
      detail: 'version 1 where version 2 was published',
    },
  ] as const;
  return resultOf({ ...FIRST_MINUTE, integrity: { ...FIRST_MINUTE.integrity, found, regions: 2 } });
}

/** The first minute, at whose end 100 scrubs had no answer yet and 10 frames no end. */
export function unanswered(): ResultDocument {
  const tallies = FIRST_MINUTE.tallies.map((tally) =>
    tally.step === 'scrub' ? { ...tally, offered: tally.offered + 100, sent: tally.sent + 100 } : tally,
  );
  const work = FIRST_MINUTE.work.map((each) =>
    each.stage === 'overnight' ? { ...each, arrived: each.finished + 10 } : each,
  );
  return resultOf({ ...FIRST_MINUTE, tallies, work });
}

/** Stopped by a guard while the target was away, at a quarter of the load and ten times the pace. */
export function stopped(): ResultDocument {
  const outage = { ...RUN.outages[0]!, recoveredSeconds: null };
  return resultOf({
    ...cutTo(RUN, 87),
    speed: 10,
    scale: 0.25,
    ending: { kind: 'guard', guard: 'victim probe', reason: 'its p99 of 2.1 s is over its limit of 200 ms.' },
    outages: [outage],
    drills: [{ ...RUN.drills[0]!, exitCode: null, outage }],
  });
}

/** Interrupted before anything was asked. */
export function nothingMeasured(): ResultDocument {
  const none = { tallies: [], seconds: [], observations: [], work: [], outages: [], drills: [] };
  return resultOf({
    ...RUN,
    ...none,
    elapsedSeconds: 0.2,
    integrity: { bytesVerified: 0, readsVerified: 0, found: [], regions: 0 },
    ending: { kind: 'interrupted' },
  });
}

/** A studio that asks for nothing. */
export function withoutObjectives(): ResultDocument {
  return resultOf(FIRST_MINUTE, { ...LOAD_STUDIO, objectives: [], policies: [] });
}
