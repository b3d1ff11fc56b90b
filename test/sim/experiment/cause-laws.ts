/** What holds of the cause of a missed objective in any studio. */

import type { ObjectiveResult, TimeCause } from '../../../models/result.ts';
import type { Studio } from '../../../models/studio.ts';
import { summarize } from '../../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import type { StudioInTrouble } from './random-studios.ts';
import { relieved } from './relieved-studio.ts';

const PROVENANCE = {
  tool: { name: 'headroom', version: '0.0.0', node: 'v24' },
  scenario: { file: 'random.yaml', sha256: '0'.repeat(64), variant: null, overrides: [] },
} as const;

export function judged(studio: Studio, replications = 1): ObjectiveResult {
  const outcomes = Array.from({ length: replications }, (_, replication) =>
    simulateReplication(studio, replication),
  );
  return summarize(studio, outcomes, PROVENANCE).objectives[0]!;
}

/** The cause of a time, for objectives on one. */
export function timeCauseOf({ cause }: ObjectiveResult): TimeCause | null {
  return cause === undefined || cause.kind === 'load' ? null : cause;
}

/**
 * The law is about what is to be expected: in a single replication a gesture that was over before a wave came may meet it when
 * that comes sooner, because its way has become shorter too.
 */
const REPLICATIONS = 3;

/** What relieving its cause does to the value of an objective. */
export interface Relief {
  readonly cause: TimeCause;
  readonly before: number;
  readonly after: number;
}

/**
 * Relieves the cause of the studio's objective; null where nothing was observed or took any time, or where work was left
 * unfinished: relieved, more of it comes to its end, and the value is of more work than before.
 */
export function relieve({ studio, stage }: StudioInTrouble): Relief | null {
  const before = judged(studio, REPLICATIONS);
  const cause = timeCauseOf(before);
  if (cause === null || before.value === null || before.unfinished === true) return null;
  const after = judged(relieved(studio, stage.name, cause), REPLICATIONS);
  return { cause, before: before.value, after: after.value! };
}

/** A part of this share of the cause may take over when the cause is relieved: then they tie. */
const TIE = 0.4;

/**
 * How relieving the cause breaks its law: it makes the value larger, or no smaller where no other part ties. Null where it keeps
 * it. Another order of events draws other response times, so that a value may differ by `noise` of it for nothing.
 */
export function violationOf(trouble: StudioInTrouble, noise: number): string | null {
  const relief = relieve(trouble);
  if (relief === null) return null;
  const { cause, before, after } = relief;
  const told = `${cause.kind} of ${cause.resource}: ${before} before, ${after} after`;
  if (after > (1 + noise) * before) return `larger: ${told}`;
  const second = cause.parts[1]?.share ?? 0;
  return second < TIE * cause.share && after >= 0.97 * before ? `no smaller: ${told}` : null;
}
