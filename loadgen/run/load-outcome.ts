/** Everything that a load run yields; plain data, from which the result document, reports and the live view are made. */

import type { CacheTotals } from '../../models/caches/cache.ts';
import type { HistogramSnapshot } from '../../models/histogram.ts';
import type { CorruptRegion, Drill, LoadEnding, LoadSection, Outage } from '../../models/load-section.ts';
import type { OperationTally } from '../measure/operation-tally.ts';

/** Observations that a stage made itself, as in the simulation (see models/metrics.ts). */
export interface StageObservations {
  readonly stage: string;
  readonly metric: string;
  readonly values: HistogramSnapshot;
}

export interface StageWork {
  readonly stage: string;
  readonly arrived: number;
  readonly finished: number;
  /** Arrived units that depend on work that failed; absent where none does. */
  readonly blocked?: number;
}

/** Measurements of one second of the run, by group. */
export interface LoadSecond {
  /** Seconds since the start, a whole number: the second from there to the next. */
  readonly atSeconds: number;
  readonly tallies: readonly OperationTally[];
  /** Units of work finished in this second, by stage. */
  readonly finished: Readonly<Record<string, number>>;
  /** Longest delay of a worker's event loop in this second. */
  readonly loopLagSecondsMax: number;
  /** How late the generator was by itself, for each operation that was due in this second. */
  readonly ownLag: HistogramSnapshot;
  /** CPU of the whole program in this second, as a fraction of all processors. */
  readonly cpuFraction: number;
}

export interface Integrity {
  readonly bytesVerified: number;
  readonly readsVerified: number;
  /** At most the first hundred; `regions` counts all. */
  readonly found: readonly CorruptRegion[];
  readonly regions: number;
}

/** Whether the generator's own limits are in the figures. */
export type GeneratorHealth = LoadSection['generator'];

export interface LoadOutcome {
  readonly target: { readonly url: string; readonly kind: string };
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
  /** The requests to each cache of the studio. */
  readonly caches: readonly CacheTotals[];
  readonly outages: readonly Outage[];
  readonly drills: readonly Drill[];
  readonly generator: GeneratorHealth;
  /**
   * Processor time of the busiest thread, the operating system's work for it included, as a fraction of one processor.
   * 0 where Node does not tell.
   */
  readonly busiestThreadFraction: number;
  readonly ending: LoadEnding;
  /** Error of a run that failed. */
  readonly failure?: unknown;
  /** Files that were made for the stages to read before the load, and their bytes. */
  readonly prepared: { readonly files: number; readonly bytes: number };
}
