/**
 * The document of a ramp: one scenario at several multiples of its load on a real target, and the largest that the target held.
 * Plain data that JSON can carry; SI units.
 */

import type { LoadSection, TimeSpread } from './load-section.ts';
import type { ObjectiveResult, ResultDocument } from './result.ts';
import type { DefaultInUse } from './studio.ts';

export const RAMP_SCHEMA_VERSION = 1;

/**
 * Criterion by which a probe was too much. `backlog`: operations came due faster than they were answered. `errors`:
 * operations were given up. `wrong data`: a read returned other content than was written.
 */
export type Criterion = 'objective' | 'backlog' | 'errors' | 'wrong data';

export interface BrokenCriterion {
  readonly criterion: Criterion;
  /** With the figures, without a full stop. */
  readonly why: string;
}

/** Why a probe is no evidence of the target: the generator was the limit, a guard or the operator stopped it, or it failed. */
export interface NoEvidence {
  readonly kind: 'generator' | 'guard' | 'interrupted' | 'failed';
  /** In words, without a full stop. */
  readonly why: string;
}

/** The operations of open loops, which come due at times of their own. Per second, over the last four fifths of a probe. */
export interface BacklogGrowth {
  readonly offeredPerSecond: number;
  readonly answeredPerSecond: number;
  /** Growth of the number of due operations without an answer, per second, and its standard error. */
  readonly growthPerSecond: number;
  readonly growthStandardError: number;
  /** Came due within the probe and had no answer at its end. */
  readonly endOperations: number;
}

/** One scenario at one multiple for some seconds. */
export interface RampProbe {
  readonly multiple: number;
  readonly runId: string;
  /** Seconds since 1970. */
  readonly startedAtSeconds: number;
  /** For which work arrived; what came after that was only to finish it. */
  readonly loadSeconds: number;
  readonly outcome: 'held' | 'broke' | NoEvidence['kind'];
  /** Criteria that the target broke; empty unless it broke. */
  readonly broke: readonly BrokenCriterion[];
  /** Null where it is evidence. */
  readonly noEvidence: NoEvidence | null;
  /** Rate of all operations, while work arrived. */
  readonly answeredPerSecond: number;
  readonly readBytesPerSecond: number;
  readonly writtenBytesPerSecond: number;
  /** Null where all loops are closed: their operations come due when the one before was answered. */
  readonly backlog: BacklogGrowth | null;
  readonly response: TimeSpread;
  readonly service: TimeSpread;
  readonly objectives: readonly ObjectiveResult[];
  readonly generator: LoadSection['generator'];
}

/** Reason why the search ended upwards. */
export type RampBound =
  | ({ readonly kind: 'target' } & BrokenCriterion)
  /** Nothing broke up to the largest multiple that was allowed. */
  | { readonly kind: 'maximum'; readonly why: string }
  | NoEvidence;

export interface RampResult {
  readonly schemaVersion: typeof RAMP_SCHEMA_VERSION;
  readonly document: 'ramp';
  readonly tool: ResultDocument['tool'];
  readonly scenario: Omit<ResultDocument['scenario'], 'fidelity' | 'durationSeconds'>;
  readonly seed: string;
  /** The defaults of keys that the scenario leaves out; absent in results of earlier versions. */
  readonly defaults?: readonly DefaultInUse[];
  /** The command that asks the same again, quoted for a shell, without secrets. */
  readonly command: string;
  readonly target: LoadSection['target'];
  readonly speed: number;
  readonly probeSeconds: number;
  /** The relative width of the interval that was requested. */
  readonly precision: number;
  /** In the order in which they were made. */
  readonly probes: readonly RampProbe[];
  readonly headroom: {
    /** The largest multiple that held; null where none did. */
    readonly multiple: number | null;
    /** From it to the smallest that broke; null where none broke, so that there is more than was found. */
    readonly interval: readonly [held: number, broke: number | null];
    /** Offered rate of the probe at `multiple`; null under the same conditions. */
    readonly offeredPerSecond: number | null;
    readonly answeredPerSecond: number | null;
    readonly readBytesPerSecond: number | null;
    readonly writtenBytesPerSecond: number | null;
  };
  readonly bound: RampBound;
}

/** The probe that held at the largest multiple. */
export function highestHeld(probes: readonly RampProbe[]): RampProbe | null {
  let highest: RampProbe | null = null;
  for (const probe of probes) {
    if (probe.outcome === 'held' && probe.multiple >= (highest?.multiple ?? 0)) highest = probe;
  }
  return highest;
}
