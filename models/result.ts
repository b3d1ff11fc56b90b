/**
 * The result document: what `simulate --json` prints, what `--out` stores as result.json, what reports read. SI units
 * throughout, the unit named beside each number. The load generator writes the same document, with a section of its own.
 */

import type { FaultResult } from './fault-result.ts';
import type { EvidenceGrade } from './hardware/envelope.ts';
import type { LoadSection } from './load-section.ts';
import type { SpreadFigure } from './lower-bound.ts';
import type { Overrun } from './overrun.ts';
import type { Precision } from './precision.ts';
import type { Steadiness } from './steadiness.ts';
import type { DefaultInUse } from './studio.ts';
import type { TimeKind } from './time-part.ts';

export const RESULT_SCHEMA_VERSION = 1;

export const RESULT_UNITS = [
  'seconds',
  'bytes',
  'bytes/s',
  'operations',
  'operations/s',
  'fraction',
  'count',
] as const;

export type Unit = (typeof RESULT_UNITS)[number];

/** A 95% confidence interval; null where too few samples make it unknown. */
export type Interval = readonly [low: number, high: number] | null;

/**
 * A distribution of observations: each statistic is the mean over replications of that replication's statistic. A load run
 * is one replication, with intervals from sections of it.
 */
export interface MetricResult {
  readonly name: string;
  readonly unit: Unit;
  /** Observations over all replications, after warm-up. */
  readonly count: number;
  /** Null where nothing was observed. */
  readonly mean: number | null;
  readonly ci95: Interval;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
  /** The mean in each replication, in order; null where nothing was observed. Pairs two runs of the same seed. */
  readonly replicationMeans: readonly (number | null)[];
  /** 95% intervals of the percentiles over replications. */
  readonly percentileIntervals: { readonly p50: Interval; readonly p95: Interval; readonly p99: Interval };
  /** Figures that may lie among what had no end when the run ended: they are lower bounds. Absent where none does. */
  readonly atLeast?: readonly SpreadFigure[];
}

export type ResourceKind = 'storage-data' | 'storage-metadata' | 'link' | 'farm' | 'cache';

export interface ResourceResult {
  readonly name: string;
  readonly kind: ResourceKind;
  /** Capacity of the resource when fully used, in `capacityUnit`; null where one figure cannot express it. */
  readonly capacity: number | null;
  readonly capacityUnit: Unit;
  /**
   * Fractions of capacity. The mean is over the window in which work arrives, and the 95th percentile over the means of
   * its bins. The peak is the highest mean over any `peakWindowSeconds`, also while work is finished after the window.
   * `ci95` is of the mean.
   */
  readonly utilization: {
    readonly mean: number;
    readonly p95: number;
    readonly peak: number;
    readonly ci95: Interval;
    /** Absent in results of earlier versions, whose peak is the highest bin of the timeline. */
    readonly peakWindowSeconds?: number;
    /** How long 99.9% of the resource or more was in use, the mean over replications. */
    readonly saturatedSeconds?: number;
  };
  /** Limit set by a headroom policy on the peak, or null. */
  readonly headroomLimit: number | null;
  /** Time that stages lost to this resource being busy, in seconds summed over all work of a replication, by stage. */
  readonly lostSecondsByStage: Readonly<Record<string, number>>;
  /** How long it was down in the run, the mean over replications; of several links the longest. Absent where it never was. */
  readonly downSeconds?: number;
}

/** A share of a time: one kind of time on one resource. */
export interface CausePart {
  readonly kind: TimeKind;
  readonly resource: string;
  readonly seconds: number;
  /** Share of the value of the objective. */
  readonly share: number;
}

/** A figure of the studio, as it is and as it would have to be for the limit to be met. */
export interface Remedy {
  /** The figure in words: "nodes of compute.farm". */
  readonly figure: string;
  readonly unit: Unit;
  readonly now: number;
  /**
   * Figure at which the objective would be met, by arithmetic on the share of the cause alone, with all else as it is:
   * an estimate.
   */
  readonly needed: number;
}

/** Cause of a missed objective on a time, or of the first that would be missed: the largest part of its value. */
export interface TimeCause extends CausePart {
  /** All parts, the largest first; they add up to the value. */
  readonly parts: readonly CausePart[];
  /** Absent where no single figure meets the limit, or none can be named by arithmetic. */
  readonly remedy?: Remedy;
  /** One sentence with the figures. */
  readonly why: string;
}

/**
 * A resource as a cause by its load: too busy for a headroom policy, full, or less busy than the objective asks for. It
 * may also be the busiest on the way of unfinished work.
 */
export interface LoadCause {
  readonly kind: 'load';
  readonly resource: string;
  readonly remedy?: Remedy;
  readonly why: string;
}

export type Cause = TimeCause | LoadCause;

/**
 * How sure a verdict is; `judgeObjective` in models/verdict.ts has the rule. `too close to call`: replications disagree, and
 * neither their mean nor their number decides. `few replications`: they agree, and are too few to be certain. `unknown`: the
 * metric was never observed although all work came to its end, or unfinished work leaves it open.
 */
export const CERTAINTIES = [
  'certain',
  'too close to call',
  'few replications',
  'single replication',
  'unknown',
] as const;

export type Certainty = (typeof CERTAINTIES)[number];

/** Some of the replications that say anything of an objective. */
export interface ReplicationShare {
  readonly replications: number;
  readonly of: number;
}

/**
 * The part of the run in which a verdict was measured, in seconds of the scenario since the run began. Observations
 * count from its start on, of work that arrived until its end.
 */
export interface MeasurementWindow {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface ObjectiveResult {
  readonly text: string;
  readonly metric: string;
  readonly statistic: string;
  readonly comparison: '<=' | '>=';
  readonly unit: Unit;
  readonly limit: number;
  readonly value: number | null;
  readonly ci95: Interval;
  /** Absent in results of earlier versions. */
  readonly window?: MeasurementWindow;
  /** The statistic in each replication, in order; null where nothing was observed. */
  readonly replicationValues: readonly (number | null)[];
  /** Replications that miss: their own value breaks the limit, or they left work unfinished. Absent with fewer than two. */
  readonly missedIn?: ReplicationShare;
  /** Whether the value and most replications keep the limit, and all work came to its end. */
  readonly met: boolean;
  /** How far the value may move before the objective fails, as a fraction of the limit; negative when missed. */
  readonly margin: number | null;
  readonly certainty: Certainty;
  /** Replications behind the value; in a load run, which is one, observations. */
  readonly count: number;
  readonly kind: 'objective' | 'policy';
  readonly file: string;
  readonly line: number;
  /** Why this run could not judge it, in a sentence; absent where it could. */
  readonly unjudged?: string;
  /**
   * True where work had no end, which takes longer than anything observed: the value, if there is one, is a lower
   * bound.
   */
  readonly unfinished?: true;
  /** Cause of a missed objective in a simulation; absent where no observation explains it. */
  readonly cause?: Cause;
}

/** The cause of the upper limit with the least margin: of its miss or, where it is met, of most of its value. */
export interface Bottleneck {
  readonly resource: string;
  /** One sentence with the figures that make it the bottleneck. */
  readonly why: string;
  /** The objective with the least margin; null in documents of versions that named a bottleneck without one. */
  readonly objective: string | null;
}

/** Work of the caches of one name on all nodes: means over replications. */
export interface CacheResult {
  readonly name: string;
  /** Share of the bytes asked of it that it held, over the whole run; null where nothing was asked. */
  readonly hitRate: number | null;
  readonly ci95: Interval;
  /** In the order of the replications. */
  readonly replicationHitRates: readonly (number | null)[];
  readonly bytesHit: number;
  readonly bytesMissed: number;
  readonly bundlesHit: number;
  readonly bundlesMissed: number;
  /** Bundles that gave way to others. */
  readonly evictions: number;
}

/** A series over the run, and on until all work is finished: one value per bin, the mean over replications. */
export interface Series {
  readonly name: string;
  readonly title: string;
  readonly unit: Unit;
  readonly group: 'queue' | 'throughput' | 'metadata' | 'farm' | 'utilization';
  readonly values: readonly number[];
}

export interface Timeline {
  readonly binSeconds: number;
  /** Time of day of the first bin, in seconds after midnight. */
  readonly startSecondsOfDay: number;
  /** Span in which work arrives, from the first bin on; later bins have what was still to be finished. Absent in load runs. */
  readonly windowSeconds?: number;
  readonly series: readonly Series[];
}

/** Summary of a stage of the scenario for the report, in words and figures. */
export interface StageSummary {
  readonly name: string;
  readonly kind: string;
  /** Name of its storage system; a list where it works on several. */
  readonly storage: string | readonly string[];
  /** Work that arrived, finished, and was still unfinished when the simulation stopped, mean per replication. */
  readonly arrived: number;
  readonly finished: number;
  /** Arrived units that never start because they depend on work that failed; absent where none is. */
  readonly blocked?: number;
  /** Units that arrived and were killed in their last attempt, mean per replication; absent where none were. */
  readonly lost?: number;
  /** Units of work that a day which repeats hands on to the next, mean per replication; absent where none repeats. */
  readonly carriedOver?: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  readonly operations: number;
}

export interface StorageSummary {
  readonly name: string;
  readonly device: string;
  /** Figures of the envelope in use with their evidence, worst grade first. */
  readonly figures: readonly {
    readonly name: string;
    readonly value: number;
    readonly unit: Unit;
    readonly grade: EvidenceGrade;
    readonly source: string;
  }[];
  /** Rates of its reads and writes at one size each, with nothing else under way; absent in earlier results. */
  readonly transfers?: readonly TransferSummary[];
}

/**
 * The rate and bandwidth of operations of one size when a storage system does nothing else. `halfway`: half of the rate
 * of operations without payload and half of the bandwidth. `stated`: the rate that the scenario states for this size.
 */
export interface TransferSummary {
  readonly kind: 'halfway' | 'stated';
  readonly direction: 'read' | 'write';
  readonly bytesPerOperation: number;
  readonly operationsPerSecond: number;
  readonly bytesPerSecond: number;
}

export interface Warning {
  readonly code: string;
  readonly message: string;
}

export interface ResultDocument {
  readonly schemaVersion: typeof RESULT_SCHEMA_VERSION;
  readonly tool: { readonly name: 'headroom'; readonly version: string; readonly node: string };
  readonly scenario: {
    readonly name: string;
    /** Description that the scenario gives of itself; absent where it has none. */
    readonly description?: string;
    readonly file: string;
    /** Digest of the file's own bytes. */
    readonly sha256: string;
    /** Files that the file extends, nearest first, with the digest of each; absent where it extends none. */
    readonly extends?: readonly { readonly file: string; readonly sha256: string }[];
    readonly fidelity: string;
    readonly variant: string | null;
    readonly overrides: readonly string[];
    readonly durationSeconds: number;
  };
  readonly seed: string;
  readonly replications: number;
  /** How well the estimates are known, where that decided on the number of replications; absent where it was given. */
  readonly precision?: Precision;
  readonly warmupSeconds: number;
  readonly metrics: readonly MetricResult[];
  readonly resources: readonly ResourceResult[];
  readonly objectives: readonly ObjectiveResult[];
  /** Null where no objective has a cause: there is none, or nothing was observed. */
  readonly bottleneck: Bottleneck | null;
  readonly stages: readonly StageSummary[];
  /** The faults that happened, in the order of the scenario; absent where it has none. */
  readonly faults?: readonly FaultResult[];
  readonly storage: readonly StorageSummary[];
  /** Absent where the studio has none. */
  readonly caches?: readonly CacheResult[];
  /** The defaults of keys that the scenario leaves out; absent in results of earlier versions. */
  readonly defaults?: readonly DefaultInUse[];
  readonly timeline: Timeline;
  readonly warnings: readonly Warning[];
  /** Work that outlived the window; absent where none did. */
  readonly overrun?: Overrun;
  /** How the day came out that was repeated until it was steady; absent where the window was run once. */
  readonly steadiness?: Steadiness;
  /** Wall time is null unless it was asked for: it is the one figure that differs between two runs of the same input. */
  readonly engine: { readonly events: number; readonly flows: number; readonly wallSeconds: number | null };
  /** Measurements of a run against a real target; absent where the figures were simulated. */
  readonly load?: LoadSection;
}
