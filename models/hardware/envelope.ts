/**
 * The envelope of a storage system: the few figures that the simulator needs. The cost of an operation is affine, a
 * fixed time per kind plus bytes over bandwidth. The same envelope therefore gives the operation-rate limit at small
 * sizes, the bandwidth limit at large ones, and the values between.
 */

import type { MetadataKind, OperationKind } from '../operations.ts';
import type { RatedTransfer } from './operation-size.ts';

/**
 * Support of a figure, best first. Measured by the user's own probe; a certified benchmark result (SPEC); a benchmark
 * run by the system's owner or vendor (IO500). The vendor's documents; a quotation of one of these or an unaudited
 * laboratory; stated in the scenario. Arithmetic on published figures; a guess from other systems.
 */
export const EVIDENCE_GRADES = [
  'measured',
  'certified',
  'benchmark',
  'vendor',
  'secondary',
  'stated',
  'inferred',
  'guess',
] as const;

export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number];

export interface Evidence {
  readonly grade: EvidenceGrade;
  /** Source of the figure, or its derivation. */
  readonly source: string;
}

/** Queueing behaviour of one service (data or metadata) of a system. */
export interface ServiceLaw {
  /** Independent lanes over which operations are spread; each is a small queue of its own. */
  readonly lanes: number;
  /** Servers of a lane. */
  readonly serversPerLane: number;
  /** (ca2 + cs2) / 2: the variability of arrivals and service in Sakasegawa's law. */
  readonly variability: number;
  /** Response time on an idle system of a read without payload, or of a getattr. */
  readonly idleResponseSeconds: number;
}

/** A service beside those of data and metadata, which answers operations of its own: a journal, a path for writes alone. */
export interface FurtherService {
  /** First part of its name as a resource: "commits" of "commits.hot". */
  readonly name: string;
  /** Kinds that it answers, and no other service of the system. */
  readonly operations: readonly OperationKind[];
  /** Rate limit of its operations, of any kind, where their payload is negligible. */
  readonly operationsPerSecond: number;
  /** Payload rate; absent where that of the system holds. */
  readonly bytesPerSecond?: number;
  readonly law: ServiceLaw;
}

/** How far the capacity of a system lies above what is published as its peak, as a share of that. */
export interface BeyondPeak {
  /** For its rates of operations. */
  readonly operations: number;
  /** For its bandwidths. */
  readonly bytes: number;
}

export interface StorageEnvelope {
  readonly readBytesPerSecond: number;
  readonly writeBytesPerSecond: number;
  /** Rate limits of the data path for operations whose payload is negligible. */
  readonly readOperationsPerSecond: number;
  readonly writeOperationsPerSecond: number;
  /** Payload rate of a single request on an idle system, which spreads it over many of its servers. */
  readonly streamBytesPerSecond: number;
  /** Rate limit of the metadata service for getattr. */
  readonly metadataOperationsPerSecond: number;
  /** Cost of each metadata kind as a multiple of getattr's. */
  readonly metadataCost: Readonly<Record<MetadataKind, number>>;
  /** How far the capacity lies above the rates and bandwidths of this envelope; absent where they are hard limits. */
  readonly beyondPeak?: BeyondPeak;
  /** Whether metadata has its own service; otherwise it competes with bulk data for the same controllers. */
  readonly metadataIsolated: boolean;
  readonly data: ServiceLaw;
  readonly metadata: ServiceLaw;
  /** Services beside data and metadata; absent where there are none. */
  readonly further?: readonly FurtherService[];
  /** Rates that were stated with a payload, which the costs above keep; absent where none were. */
  readonly statedTransfers?: readonly RatedTransfer[];
  /** Evidence for each figure above, by field name. */
  readonly evidence: Readonly<Record<string, Evidence>>;
}
