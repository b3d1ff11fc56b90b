/** The document of `compare`: several results of the same seeds side by side, with paired differences. */

import type { Interval, ResultDocument, Unit } from './result.ts';

export const COMPARISON_SCHEMA_VERSION = 1;

/** One objective or metric of a candidate against the same of the baseline, replication by replication. */
export interface PairedDifference {
  readonly candidate: string;
  readonly subject: string;
  readonly kind: 'objective' | 'policy' | 'metric';
  readonly unit: Unit;
  readonly baseline: number | null;
  readonly value: number | null;
  /** Candidate minus baseline. */
  readonly difference: number | null;
  readonly ci95: Interval;
  readonly verdict: 'higher' | 'lower' | 'within noise' | 'unknown';
}

export interface Candidate {
  readonly name: string;
  readonly result: ResultDocument;
  /** Whether every objective and policy is met. */
  readonly meetsAll: boolean;
  /** The least margin over all objectives, and whose it is. */
  readonly leastMargin: { readonly text: string; readonly margin: number | null } | null;
}

export interface ComparisonDocument {
  readonly schemaVersion: typeof COMPARISON_SCHEMA_VERSION;
  readonly tool: ResultDocument['tool'];
  /** In the order given; the first is the baseline. */
  readonly candidates: readonly Candidate[];
  readonly differences: readonly PairedDifference[];
}
