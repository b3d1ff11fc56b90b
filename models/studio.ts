/**
 * The compiled studio: a validated scenario in plain SI numbers (seconds, bytes, bytes/s, operations/s, fractions), with
 * every name resolved. Nothing below this line of the data's journey sees a unit, a string quantity or YAML again.
 */

import type { Asset } from './assets/asset.ts';
import type { Cache } from './caches/cache.ts';
import type { FaultDefinition } from './faults/fault.ts';
import type { Evidence, StorageEnvelope } from './hardware/envelope.ts';
import type { Objective } from './objective.ts';

/** `flows`: a batch of operations is one flow. `operations`: every operation is an event. */
export type Fidelity = 'flows' | 'operations';

export type Warmup = { readonly kind: 'auto' } | { readonly kind: 'given'; readonly seconds: number };

/** A day that is repeated until its measures are steady, at most so many times. */
export interface RepeatedDay {
  readonly kind: 'steady';
  readonly daysMax: number;
}

/** How well the estimates are to be known: replications are added until all of them are. */
export interface TargetPrecision {
  /** Widest that the half width of a 95% interval may be, as a share of its estimate. */
  readonly halfWidthShare: number;
  /** Replications below which nothing is decided. */
  readonly replicationsMin: number;
}

export interface RunSettings {
  /** Span of the run during which work arrives. Work in progress at its end is finished. */
  readonly durationSeconds: number;
  /** Absent: the span is run once. Otherwise it is a day that is repeated until its measures are steady. */
  readonly until?: RepeatedDay;
  /** Time of day at which the run starts, in seconds after midnight; times of day in the scenario are relative to it. */
  readonly startSecondsOfDay: number;
  readonly warmup: Warmup;
  /** How many there are; the most of them where a precision is asked for. */
  readonly replications: number;
  /** Absent: the number of replications is given. */
  readonly precision?: TargetPrecision;
  readonly seed: string;
  readonly fidelity: Fidelity;
}

export interface StorageSystem {
  readonly name: string;
  /** Catalog id, or "custom" for an envelope written in the scenario. */
  readonly device: string;
  /** Already scaled to the number of nodes and derated. */
  readonly envelope: StorageEnvelope;
  /** Size and derating that the envelope was worked out for, with where each comes from; absent where not of a scenario. */
  readonly configuration?: StorageConfiguration;
}

/** Size and derating of a system, stated in the scenario or taken as published. */
export interface StorageConfiguration {
  /** Absent where the size is neither stated nor published, and for "custom", whose figures are of the whole system. */
  readonly nodes?: ConfiguredFigure;
  readonly derate: ConfiguredFigure;
}

export interface ConfiguredFigure {
  readonly value: number;
  readonly evidence: Evidence;
}

/** Default of a key that the scenario leaves out. */
export interface DefaultInUse {
  /** Path of the key: "storage.hot.nodes". */
  readonly key: string;
  /** As a scenario would write it, or in words: "8", "the span is run once". */
  readonly value: string;
  /** Source of the default. */
  readonly source: string;
}

/** Source of a default that the scenario language itself gives. */
export const LANGUAGE_DEFAULT = 'default of the scenario language';

/** Hosts in racks behind uplinks, one core; every storage system is reached through the core. */
export interface Network {
  readonly racks: number;
  readonly hostBytesPerSecond: number;
  readonly uplinkBytesPerSecond: number;
  readonly coreBytesPerSecond: number;
  readonly roundTripSeconds: number;
}

/** Identical nodes; node i stands in rack i modulo the number of racks. One frame occupies one slot (one GPU). */
export interface Farm {
  readonly name: string;
  readonly nodes: number;
  readonly gpusPerNode: number;
  readonly gpuMemoryBytes: number;
}

/** How farms serve their queues. */
export interface Scheduling {
  /** Name of a scheduler policy (see scheduling/policies.ts). */
  readonly policy: string;
  /** How often a job is tried at most, when what it runs on fails. */
  readonly attemptsMax: number;
}

/** Fields that every stage has; the others are its kind's own, which reads them (see stages/stage-kinds.ts). */
export interface StageDefinition {
  /** Name of the kind of stage. */
  readonly kind: string;
  readonly name: string;
  /** Name of the storage system that the stage works on, except for payloads that name another (see `systemsOf`). */
  readonly storage: string;
  /** The stages for whose work the work of this one waits; absent where it comes at times of its own. */
  readonly after?: readonly Upstream[];
}

/** A stage for whose work another one waits. */
export interface Upstream {
  readonly stage: string;
  /** How often a day it releases work at stated times: each release waits for one of these. Null: all wait for its end. */
  readonly releases: number | null;
}

export interface Studio {
  readonly name: string;
  /** Description that the scenario gives of itself; absent where it has none. */
  readonly description?: string;
  readonly run: RunSettings;
  readonly storage: readonly StorageSystem[];
  /** Absent where the studio has none. */
  readonly assets?: readonly Asset[];
  /** In the order in which a node asks its own; absent where the studio has none. */
  readonly caches?: readonly Cache[];
  readonly network: Network;
  readonly farms: readonly Farm[];
  /** Absent where the studio is not of a scenario: the default policy. */
  readonly scheduling?: Scheduling;
  /** In the order of the scenario; absent where there are none. */
  readonly faults?: readonly FaultDefinition[];
  readonly stages: readonly StageDefinition[];
  readonly objectives: readonly Objective[];
  /** Headroom policies: limits on utilization, written and judged as objectives are. */
  readonly policies: readonly Objective[];
  /** Keys that the scenario leaves out and that can change an answer; absent where the studio is not of a scenario. */
  readonly defaults?: readonly DefaultInUse[];
}
