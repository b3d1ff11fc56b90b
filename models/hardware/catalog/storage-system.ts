/**
 * Published figures of one storage system, restated in SI units, before any interpretation. derive-envelope.ts turns
 * them into an envelope.
 */

import type { Evidence } from '../envelope.ts';
import type { ResponseCurve } from '../fit-law.ts';
import type { Figure } from './figure.ts';

/** Names of the figures that sources give about the system as it was tested or is sold. */
export type StorageFigure =
  | 'readBytesPerSecond'
  | 'writeBytesPerSecond'
  | 'readOperationsPerSecond'
  | 'writeOperationsPerSecond'
  /** Peak of a mixture of metadata and data operations: more than this of metadata alone, or less, is not known. */
  | 'mixedOperationsPerSecond'
  /** IO500 "hard" phases: transfers of 47,008 bytes from and to one shared file. */
  | 'smallReadBytesPerSecond'
  | 'smallWriteBytesPerSecond'
  | 'statOperationsPerSecond'
  | 'createOperationsPerSecond'
  | 'removeOperationsPerSecond'
  /** Response time on a system that has next to nothing to do. */
  | 'idleResponseSeconds'
  | 'usableBytes'
  | 'rackUnits'
  | 'powerWatts'
  | 'listPriceDollars'
  | 'dollarsPerByteMonth';

/** Peak of one benchmark workload: both rates were reached at the same time. */
export interface WorkloadPeak {
  readonly workload: string;
  readonly operationsPerSecond: number;
  readonly bytesPerSecond: number;
  /**
   * `read-and-write`: the payload goes both ways in like amounts; `read`, `write`: nine tenths or more one way. By the
   * op mixes and sizes of the SPECstorage 2020 workload definitions.
   */
  readonly payload: 'read-and-write' | 'read' | 'write';
  readonly evidence: Evidence;
  /** Share of the mixture's operations that are metadata, where its definition is known; above 0 and at most 1. */
  readonly metadataShare?: number;
}

export interface PublishedStorage {
  readonly id: string;
  readonly vendor: string;
  readonly model: string;
  /** Meaning of one of a scenario's `nodes` for this system. */
  readonly nodeMeaning: string;
  /** Nodes of the configuration that the figures belong to; null where it is not published. */
  readonly nodes: number | null;
  /** Whether metadata has servers of its own; null where the sources consulted do not say. */
  readonly metadataIsolated: boolean | null;
  /** A figure that is absent was not looked for; one that is UNKNOWN was, and not found. */
  readonly figures: Readonly<Partial<Record<StorageFigure, Figure>>>;
  readonly peaks: readonly WorkloadPeak[];
  /** Load-response curve of this very configuration. */
  readonly curve: ResponseCurve | null;
  /** Further facts from the sources that a planner should know, each with its source. */
  readonly notes: readonly string[];
}

/** Transfer size of the IO500 "hard" phases in bytes, by the benchmark's rules. */
export const SMALL_TRANSFER_BYTES = 47_008;
