/** The document of `compare`: several results side by side, simulated or measured, with their differences. */

import type { Interval, ResultDocument, Unit } from './result.ts';
import type { DifferenceVerdict, PairSigns } from './statistics/paired-difference.ts';

export const COMPARISON_SCHEMA_VERSION = 1;

/**
 * How a difference was taken. `paired`: replication by replication, both having been given the same draws. `independent`: from
 * two figures and their intervals, as of a load run and the simulation that predicts it.
 */
export type DifferenceBasis = 'paired' | 'independent';

/** One objective or metric of a candidate against the same of the baseline. */
export interface PairedDifference {
  readonly candidate: string;
  readonly subject: string;
  readonly kind: 'objective' | 'policy' | 'metric';
  readonly basis: DifferenceBasis;
  readonly unit: Unit;
  readonly baseline: number | null;
  readonly value: number | null;
  /** Candidate minus baseline. */
  readonly difference: number | null;
  readonly ci95: Interval;
  /** Replications in which the candidate is higher, and lower, than the baseline; absent where they are not paired. */
  readonly signs?: PairSigns;
  /** See `pairedDifference` and `independentDifference`. */
  readonly verdict: DifferenceVerdict | 'unknown' | 'withheld';
  /** Why nothing is said of the difference, in a sentence; absent where something is. Then there is no difference and no interval. */
  readonly withheld?: string;
}

export interface Candidate {
  readonly name: string;
  readonly result: ResultDocument;
  /** Whether every objective and policy is met. */
  readonly meetsAll: boolean;
  /** The objective or policy that is nearest to its limit, or farthest beyond it, with its margin. */
  readonly leastMargin: { readonly text: string; readonly margin: number | null } | null;
  /** How its work differs from the baseline's, in a clause; absent where both did the same work in the same time. */
  readonly otherWork?: string;
}

export interface ComparisonDocument {
  readonly schemaVersion: typeof COMPARISON_SCHEMA_VERSION;
  readonly tool: ResultDocument['tool'];
  /** In the order given; the first is the baseline. */
  readonly candidates: readonly Candidate[];
  readonly differences: readonly PairedDifference[];
}
