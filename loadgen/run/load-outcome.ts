/** Everything that a load run yields; plain data, from which the result document, reports and the live view are made. */

import type { HistogramSnapshot } from '../../models/histogram.ts';
import type { OperationTally } from '../measure/operation-tally.ts';

/** What a stage observed of itself, as in the simulation (see models/metrics.ts). */
export interface StageObservations {
  readonly stage: string;
  readonly metric: string;
  readonly values: HistogramSnapshot;
}

export interface StageWork {
  readonly stage: string;
  readonly arrived: number;
  readonly finished: number;
}

/** What happened within one second of the run, by group. */
export interface LoadSecond {
  /** Seconds since the start, a whole number: the second from there to the next. */
  readonly atSeconds: number;
  readonly tallies: readonly OperationTally[];
  /** Units of work finished in this second, by stage. */
  readonly finished: Readonly<Record<string, number>>;
  /** Longest delay of a worker's event loop in this second. */
  readonly loopLagSecondsMax: number;
  /** CPU of the whole program in this second, as a fraction of all processors. */
  readonly cpuFraction: number;
}

/** What is wrong with a region of a file: what it should hold, and what it holds. */
export interface CorruptRegion {
  readonly file: string;
  readonly offsetBytes: number;
  readonly bytes: number;
  /** `corrupt`: not what was written; `stale`: an older version; `foreign`: of another file or run; `missing`: not there. */
  readonly finding: 'corrupt' | 'stale' | 'foreign' | 'missing';
  readonly detail: string;
}

export interface Integrity {
  readonly bytesVerified: number;
  readonly readsVerified: number;
  /** At most the first hundred; `regions` counts all. */
  readonly found: readonly CorruptRegion[];
  readonly regions: number;
}

/** A span in which the target did not answer as it should: from the first failure to the first lasting success after it. */
export interface Outage {
  /** Seconds since the start of the run. */
  readonly firstFailureSeconds: number;
  /** When it was noticed: the error rate of a second passed the limit, or a stall its length. */
  readonly detectedSeconds: number;
  /** Null if the target had not recovered when the run ended. */
  readonly recoveredSeconds: number | null;
  /** Operations that were given up in it. */
  readonly failed: number;
  /** Attempts that failed and were repeated. */
  readonly retried: number;
}

/** A command of the operator, run during the load. */
export interface DrillCommand {
  readonly atSeconds: number;
  readonly command: string;
  readonly startedSeconds: number;
  readonly exitCode: number | null;
  readonly outage: Outage | null;
}

/** Whether the generator's own limits are in the figures. */
export interface GeneratorHealth {
  readonly threads: number;
  readonly sendErrorSecondsP99: number;
  readonly loopLagSecondsP99: number;
  readonly cpuFraction: number;
  readonly valid: boolean;
  /** One sentence each, with the figure and its limit; empty where the run is valid. */
  readonly reasons: readonly string[];
}

/** Why a run came to its end. */
export type Ending =
  | { readonly kind: 'finished' }
  | { readonly kind: 'interrupted' }
  /** A guard stopped it: exit code 6. */
  | { readonly kind: 'guard'; readonly guard: string; readonly reason: string };

export interface LoadOutcome {
  readonly target: { readonly url: string; readonly kind: 'posix' | 'nfs' | 's3' };
  readonly runId: string;
  /** Seconds since 1970. */
  readonly startedAtSeconds: number;
  /** In real time, from the start of the load to its end, without preparation and clean-up. */
  readonly elapsedSeconds: number;
  /** Scenario seconds per real second, of waiting and computing. */
  readonly speed: number;
  readonly scale: number;
  /** Over the whole run. */
  readonly tallies: readonly OperationTally[];
  readonly seconds: readonly LoadSecond[];
  readonly observations: readonly StageObservations[];
  readonly work: readonly StageWork[];
  readonly integrity: Integrity;
  readonly outages: readonly Outage[];
  readonly drills: readonly DrillCommand[];
  readonly generator: GeneratorHealth;
  readonly ending: Ending;
  /** Files that were made for the stages to read before the load, and their bytes. */
  readonly prepared: { readonly files: number; readonly bytes: number };
}
