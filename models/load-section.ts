/**
 * The part of a result document for figures that were measured on a real target. It holds the target, the work asked
 * and given, and whether the generator itself was in the way. Plain data that JSON can carry; SI units.
 */

import type { OperationKind } from './operations.ts';
import type { Unit } from './result.ts';
import type { StandsFor } from './stands-for.ts';

/** Percentiles of times in seconds; null where nothing was measured. */
export interface TimeSpread {
  readonly count: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}

/** Operations of one step of a stage and of one kind. */
export interface OperationResult {
  readonly stage: string;
  readonly step: string;
  readonly kind: OperationKind;
  /**
   * `open`: sent at times of their own, whatever the answers. `closed`: each after the one before it, so that a slow
   * target is asked less. The response times of a closed loop then look better than those of people who do not wait.
   */
  readonly loop: 'open' | 'closed';
  /** Came due. */
  readonly offered: number;
  readonly sent: number;
  /** Came due and was never sent. */
  readonly unsent: number;
  readonly answered: number;
  /** Given up, in all and by the code of the last failure. */
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  /** Attempts after the first. */
  readonly retries: number;
  readonly bytes: number;
  /** From the time at which it was due to its answer. */
  readonly response: TimeSpread;
  /** From the sending to the answer. */
  readonly service: TimeSpread;
  /** From the time at which it was due to the sending. */
  readonly sendError: TimeSpread;
}

/** Response times of one metric within each bin; null where nothing was answered. */
export interface ResponseSeries {
  /** As in objectives: "edit.scrub". */
  readonly metric: string;
  readonly counts: readonly number[];
  readonly p50: readonly (number | null)[];
  readonly p99: readonly (number | null)[];
  readonly max: readonly (number | null)[];
}

/** The run bin by bin, from its start. Seconds of real time. */
export interface LoadTimeline {
  /** 1, or more in runs of many hours. */
  readonly binSeconds: number;
  /** Operations per second: that came due, that were sent, that were answered, that failed. */
  readonly offered: readonly number[];
  readonly sent: readonly number[];
  readonly answered: readonly number[];
  readonly failed: readonly number[];
  /** Bytes per second of payload. */
  readonly read: readonly number[];
  readonly written: readonly number[];
  readonly responses: readonly ResponseSeries[];
  /** Longest delay of a worker's event loop, in seconds. */
  readonly loopLag: readonly number[];
  /** CPU of the generator, as a fraction of all processors. */
  readonly cpu: readonly number[];
}

/** A figure in the words of a studio: frames, streams, publishes. */
export interface StudioTerm {
  readonly stage: string;
  readonly name: string;
  readonly unit: Unit;
  readonly value: number;
  /** How it was counted, in a sentence without its full stop. */
  readonly meaning: string;
}

/** Fault in a region of a file on the target: the expected and the actual content. */
export interface CorruptRegion {
  readonly file: string;
  readonly offsetBytes: number;
  readonly bytes: number;
  /** `corrupt`: not what was written; `stale`: an older version; `foreign`: of another file or run; `missing`: not there. */
  readonly finding: 'corrupt' | 'stale' | 'foreign' | 'missing';
  readonly detail: string;
}

/** A span in which the target did not answer as it should, in seconds since the start. */
export interface Outage {
  readonly firstFailureSeconds: number;
  readonly detectedSeconds: number;
  /** Null if the target had not recovered when the run ended. */
  readonly recoveredSeconds: number | null;
  /** Operations that were given up in it. */
  readonly failed: number;
  /** Attempts that failed and were repeated. */
  readonly retried: number;
}

/** Response times of one metric in the seconds of the run that no outage touched. */
export interface OutsideOutages {
  /** As in objectives: "edit.scrub". */
  readonly metric: string;
  readonly response: TimeSpread;
}

/** Observations that a metric lacks, because they had no end when the run ended. */
export interface UnfinishedObservations {
  readonly metric: string;
  readonly what: 'operations' | 'work';
  /** Operations or units of work that came due, and those of them without an end. */
  readonly due: number;
  readonly unfinished: number;
}

/** A command of the operator that was run during the load. */
export interface Drill {
  readonly atSeconds: number;
  /** Its program, and "..." for all else: arguments may hold passwords. */
  readonly command: string;
  readonly startedSeconds: number;
  readonly exitCode: number | null;
  /** The first that began after the command was started, and before the next was. */
  readonly outage: Outage | null;
  /** That in which the command was started: what the command did to it is not to be told from what was there before. */
  readonly outageBefore: Outage | null;
}

export type LoadEnding =
  | { readonly kind: 'finished' }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'guard'; readonly guard: string; readonly reason: string }
  /** A thread of the generator failed: figures are of the part that ran. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Load of the generator's machine during a run, as parts of all its processors. */
export interface HostLoad {
  readonly cpuFraction: number;
  /** Part used by programs other than the generator. */
  readonly othersFraction: number;
  /** Part in which a virtual machine was ready to run while its hypervisor ran others. */
  readonly stealFraction: number;
  /** For which the CPU limit of its container held the generator back; null where there is none. */
  readonly throttledSeconds: number | null;
  /** The other programs that took most, by their names. */
  readonly busiest: readonly { readonly name: string; readonly cpuFraction: number }[];
}

export interface LoadSection {
  readonly target: {
    /** Without credentials. */
    readonly url: string;
    /** The name of the protocol by which it was reached. */
    readonly kind: string;
    /** Results of versions that did not look at the storage of stages have none. */
    readonly standsFor?: StandsFor;
  };
  readonly runId: string;
  /** Asks the same load again, quoted for a shell, without secrets; results of versions that did not keep it have none. */
  readonly command?: string;
  /** Seconds since 1970. */
  readonly startedAtSeconds: number;
  /** Real time of the load itself. */
  readonly elapsedSeconds: number;
  /** Scenario seconds of waiting and computing per real second. */
  readonly speed: number;
  /** Fraction of the scenario's actors. */
  readonly scale: number;
  readonly ending: LoadEnding;
  /** Files made before the load for the stages to read. */
  readonly prepared: { readonly files: number; readonly bytes: number };
  readonly generator: {
    readonly threads: number;
    readonly sendErrorSecondsP99: number;
    readonly loopLagSecondsP99: number;
    /** How late the generator may be by itself at the 99th percentile; results of versions that did not let it be chosen have none. */
    readonly allowedLatenessSeconds?: number;
    readonly cpuFraction: number;
    /** Load of its machine; null where the system does not tell. Results of earlier versions have none. */
    readonly host?: HostLoad | null;
    /** False where the generator's own limits are in the figures: nothing is claimed of the target then. */
    readonly valid: boolean;
    /** Why not, one sentence each. */
    readonly reasons: readonly string[];
  };
  readonly operations: readonly OperationResult[];
  readonly timeline: LoadTimeline;
  readonly studioTerms: readonly StudioTerm[];
  readonly integrity: {
    readonly bytesVerified: number;
    readonly readsVerified: number;
    /** All regions that were wrong; `found` has the first hundred at most. */
    readonly regions: number;
    readonly found: readonly CorruptRegion[];
  };
  readonly outages: readonly Outage[];
  /**
   * Figures outside of outages by metric of operations, if there were outages; results of earlier versions have none.
   */
  readonly outsideOutages?: readonly OutsideOutages[];
  /** Unfinished observations by metric that lacks some; results of earlier versions have none. */
  readonly unfinished?: readonly UnfinishedObservations[];
  readonly drills: readonly Drill[];
}
