/**
 * Storage operations, one by one and in batches. A stage never issues single operations: it performs a batch, whose
 * totals are exact. The flow granularity of the simulator needs only the totals. The operation granularity and the load
 * generator enumerate the same batch, so both see the same operations (see enumerate.ts).
 */

import type { BundleReads } from './assets/bundle-reads.ts';
import type { Distribution } from './distributions/distribution.ts';

export const METADATA_KINDS = [
  'lookup',
  'getattr',
  'access',
  'readdir',
  'create',
  'rename',
  'remove',
] as const;
export const DATA_KINDS = ['read', 'write', 'commit'] as const;
export const OPERATION_KINDS = [...METADATA_KINDS, ...DATA_KINDS] as const;

export type MetadataKind = (typeof METADATA_KINDS)[number];
export type DataKind = (typeof DATA_KINDS)[number];
export type OperationKind = MetadataKind | DataKind;

/** How many operations of each kind; an absent kind is none. Whole numbers. */
export type OperationCounts = Readonly<Partial<Record<OperationKind, number>>>;

/** One operation as a target sees it. Metadata kinds carry no bytes. */
export interface Operation {
  readonly kind: OperationKind;
  /** Path inside the storage system, "/" between the parts, for example "overnight/assets/000017". */
  readonly file: string;
  readonly offsetBytes: number;
  readonly bytes: number;
  /** Place of its file's bundle among those of the batch; absent where the batch names none. */
  readonly bundle?: number;
}

/**
 * Order in which a client issues the operations of a batch. `closed` keeps a number of requests outstanding and sends
 * the next when one returns, as a renderer does. `open` spreads them over a span whatever the answers, as a whole
 * studio does.
 */
export type Pacing =
  | { readonly kind: 'closed'; readonly outstanding: number }
  | { readonly kind: 'open'; readonly spreadSeconds: number };

/** A named tree of files on one storage system, for example everything that the frames of one wave read. */
export interface Dataset {
  /** Name of the storage system in the scenario. */
  readonly storage: string;
  /** Path of the directory that holds the files. */
  readonly directory: string;
  /** How many files the directory holds; files are numbered from 0. */
  readonly files: number;
}

/** Work for storage: exact totals, from which its single operations can be enumerated. */
export interface OperationBatch {
  readonly dataset: Dataset;
  /**
   * The files that a copy reads, as many as those of the dataset and with the same numbers. What only looks is done there,
   * and each read is followed by a write of as many bytes to the dataset. Absent where a batch is no copy.
   */
  readonly source?: Dataset;
  readonly counts: OperationCounts;
  /** Total bytes of all reads and of all writes; divided over the operations of that kind when enumerated. */
  readonly readBytes: number;
  readonly writeBytes: number;
  /** Shape of the sizes of single reads and writes when they differ; equal sizes where absent. */
  readonly readShape?: Distribution;
  readonly writeShape?: Distribution;
  readonly pacing: Pacing;
  /** First file touched, and how many distinct files, numbered onwards (wrapping at the dataset's size). */
  readonly firstFile: number;
  readonly distinctFiles: number;
  /** Bundles in which its files lie; absent where they lie in the directory of the dataset. */
  readonly bundles?: BundleReads;
  /** The client's own limit on payload in bytes per second, such as a camera card's reader; Infinity where there is none. */
  readonly clientBytesPerSecond: number;
}

/** Returns the files on which operations of a kind work: in a copy, those of its source for what only looks. */
export function datasetOf(
  { dataset, source }: Pick<OperationBatch, 'dataset' | 'source'>,
  kind: OperationKind,
): Dataset {
  return source !== undefined && isReadOnly(kind) ? source : dataset;
}

/** Returns whether the next operation of a batch waits for the answer of this one: a copy reads a block before it writes it. */
export function isFollowed({ source }: Pick<OperationBatch, 'source'>, kind: OperationKind): boolean {
  return source !== undefined && kind === 'read';
}

/** Number of operations in a batch, all kinds together. */
export function operationCount(counts: OperationCounts): number {
  let total = 0;
  for (const kind of OPERATION_KINDS) total += counts[kind] ?? 0;
  return total;
}

/** Whether a kind is answered by the metadata service rather than by the data path. */
export function isMetadata(kind: OperationKind): kind is MetadataKind {
  switch (kind) {
    case 'read':
    case 'write':
    case 'commit':
      return false;
    case 'lookup':
    case 'getattr':
    case 'access':
    case 'readdir':
    case 'create':
    case 'rename':
    case 'remove':
      return true;
  }
}

/** Number of metadata operations in a batch. */
export function metadataOperationCount(counts: OperationCounts): number {
  let total = 0;
  for (const kind of METADATA_KINDS) total += counts[kind] ?? 0;
  return total;
}

/** Whether operations of this kind leave a file as it is. */
export function isReadOnly(kind: OperationKind): boolean {
  switch (kind) {
    case 'lookup':
    case 'getattr':
    case 'access':
    case 'readdir':
    case 'read':
      return true;
    case 'create':
    case 'write':
    case 'commit':
    case 'rename':
    case 'remove':
      return false;
  }
}
