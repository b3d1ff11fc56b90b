/** How a day that was repeated came out. */

import type { Interval } from './result.ts';

/** The work of one stage that each day hands on to the next. */
export interface Backlog {
  readonly stage: string;
  /** Units of work that were not finished at the end of each day, mean over replications. */
  readonly unfinished: readonly number[];
  /** Growth in units per day, the mean over the later half of the days. */
  readonly growthPerDay: number;
  /** Interval of the growth; null for a single replication. */
  readonly ci95: Interval;
  readonly growing: boolean;
}

export interface Steadiness {
  /**
   * `steady`: no backlog grows, and the last day measures what the day before it did. `unstable`: a backlog grows. `unsettled`:
   * none does, but some measure still changes.
   */
  readonly kind: 'steady' | 'unstable' | 'unsettled';
  readonly daySeconds: number;
  /** Days that were run. Every figure of the result is that of the last one. */
  readonly days: number;
  /** One for each stage. */
  readonly backlogs: readonly Backlog[];
  /** Metrics whose means still changed from the last day but one to the last. */
  readonly changing: readonly string[];
}

/** The backlogs that grow. */
export function growingBacklogs(steadiness: Steadiness | undefined): readonly Backlog[] {
  return steadiness?.backlogs.filter(({ growing }) => growing) ?? [];
}
