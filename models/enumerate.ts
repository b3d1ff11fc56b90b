/**
 * The single operations of a batch. The simulator's operation granularity and the load generator enumerate with the
 * stream of the same name. They therefore perform the same operations on the same files with the same sizes.
 */

import { bundleFile } from './assets/asset.ts';
import { type BundleReads, firstFileOf, placeOfFile } from './assets/bundle-reads.ts';
import type { Distribution } from './distributions/distribution.ts';
import { sampler } from './distributions/distribution.ts';
import {
  type Dataset,
  datasetOf,
  isFollowed,
  type Operation,
  type OperationBatch,
  type OperationKind,
  operationCount,
} from './operations.ts';
import type { RandomStream } from './random.ts';

/** The order in which a client works on one file. */
const FILE_ORDER: readonly OperationKind[] = [
  'lookup',
  'getattr',
  'access',
  'readdir',
  'create',
  'read',
  'write',
  'commit',
  'rename',
  'remove',
];

/**
 * Enumerates a batch: as many operations of each kind as it counts, with payloads that add up to its totals exactly. A
 * batch with at least one operation per distinct file goes file by file, in the order in which a client works on each.
 * As many files as the client has requests outstanding are worked on side by side. A sparse batch (fewer operations
 * than files) touches files at random, kinds in random order. A copy writes each block right after it has read it.
 */
export function* operationsOf(batch: OperationBatch, stream: RandomStream): Generator<Operation> {
  const nextRead = payloads(batch.counts.read ?? 0, batch.readBytes, batch.readShape, stream);
  const nextWrite = payloads(batch.counts.write ?? 0, batch.writeBytes, batch.writeShape, stream);
  const total = operationCount(batch.counts);
  const touched = batch.distinctFiles <= total ? fileByFile(batch) : atRandom(batch, total, stream);
  const offsets = new Map<number, number>();
  // The reads of a copy go through files of their own.
  const readOffsets = batch.source === undefined ? offsets : new Map<number, number>();
  for (const { kind, index } of touched) {
    const ofKind = kind === 'read' ? readOffsets : offsets;
    const offsetBytes = ofKind.get(index) ?? 0;
    const bytes = kind === 'read' ? nextRead() : kind === 'write' ? nextWrite() : 0;
    const { bundles, firstFile, distinctFiles } = batch;
    yield bundles === undefined
      ? { kind, file: fileName(datasetOf(batch, kind), firstFile + index), offsetBytes, bytes }
      : {
          kind,
          file: fileOfBundle(bundles, index, distinctFiles),
          offsetBytes,
          bytes,
          bundle: placeOfFile(bundles, index, distinctFiles),
        };
    if (bytes > 0) ofKind.set(index, offsetBytes + bytes);
  }
}

interface Touch {
  readonly kind: OperationKind;
  readonly index: number;
}

function* fileByFile(batch: OperationBatch): Generator<Touch> {
  const files = Math.max(1, batch.distinctFiles);
  const sideBySide = batch.pacing.kind === 'closed' ? batch.pacing.outstanding : 1;
  for (let first = 0; first < files; first += sideBySide) {
    const group = Array.from(
      { length: Math.min(sideBySide, files - first) },
      (_, i) => new FileOperations(batch, first + i, files),
    );
    let unfinished = group.length;
    while (unfinished > 0) {
      unfinished = 0;
      for (const file of group) {
        const kind = file.next();
        if (kind === undefined) continue;
        unfinished++;
        yield { kind, index: file.index };
        if (isFollowed(batch, kind) && file.take('write')) yield { kind: 'write', index: file.index };
      }
    }
  }
}

/** One file's share of the operations, in the order in which a client works on it; counted, as there may be a billion. */
class FileOperations {
  readonly index: number;
  readonly #left: number[];
  #place = 0;

  constructor({ counts }: OperationBatch, index: number, files: number) {
    this.index = index;
    this.#left = FILE_ORDER.map((kind) => {
      const count = counts[kind] ?? 0;
      return Math.floor(((index + 1) * count) / files) - Math.floor((index * count) / files);
    });
  }

  /** The next operation; undefined after the last. */
  next(): OperationKind | undefined {
    while (this.#place < FILE_ORDER.length && this.#left[this.#place] === 0) this.#place++;
    if (this.#place === FILE_ORDER.length) return undefined;
    this.#left[this.#place]!--;
    return FILE_ORDER[this.#place];
  }

  /** Takes an operation of a kind before its turn; returns whether there was one left. */
  take(kind: OperationKind): boolean {
    const place = FILE_ORDER.indexOf(kind);
    if (this.#left[place] === 0) return false;
    this.#left[place]!--;
    return true;
  }
}

function* atRandom(batch: OperationBatch, total: number, stream: RandomStream): Generator<Touch> {
  const left = FILE_ORDER.map((kind) => batch.counts[kind] ?? 0);
  for (let remaining = total; remaining > 0; remaining--) {
    let pick = Math.min(remaining - 1, Math.floor(stream.uniform() * remaining));
    let k = 0;
    while (pick >= left[k]!) pick -= left[k++]!;
    left[k] = left[k]! - 1;
    const index = Math.min(batch.distinctFiles - 1, Math.floor(stream.uniform() * batch.distinctFiles));
    yield { kind: FILE_ORDER[k]!, index };
  }
}

/**
 * Returns sizes of `count` operations that add up to `totalBytes`, one at each call. They are equal, or in proportion
 * to draws from `shape`, which are all made at once.
 */
function payloads(
  count: number,
  totalBytes: number,
  shape: Distribution | undefined,
  stream: RandomStream,
): () => number {
  const weights = shape === undefined ? null : drawWeights(count, shape, stream);
  const weightSum = weights === null ? count : weights.reduce((sum, weight) => sum + weight, 0);
  let made = 0;
  let weightSoFar = 0;
  let bytesSoFar = 0;
  return () => {
    weightSoFar += weights === null ? 1 : weights[made]!;
    made++;
    // A shape that is nothing but zeros has no proportions, and no bytes to divide.
    const share = weightSum > 0 ? weightSoFar / weightSum : made / count;
    const upTo = made === count ? totalBytes : Math.round(share * totalBytes);
    const bytes = upTo - bytesSoFar;
    bytesSoFar = upTo;
    return bytes;
  };
}

function drawWeights(count: number, shape: Distribution, stream: RandomStream): Float64Array {
  const draw = sampler(shape, stream);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) weights[i] = draw();
  return weights;
}

/** Returns the path of a dataset's file; numbers beyond its files begin anew. */
export function fileName({ directory, files }: Dataset, number: number): string {
  return `${directory}/${String(number % files).padStart(6, '0')}`;
}

/** Returns the path of the first file that a batch touches, of the dataset where its files are not in bundles. */
export function firstFileName(
  { bundles, firstFile, distinctFiles }: OperationBatch,
  dataset: Dataset,
): string {
  return bundles === undefined ? fileName(dataset, firstFile) : fileOfBundle(bundles, 0, distinctFiles);
}

function fileOfBundle(reads: BundleReads, index: number, files: number): string {
  const place = placeOfFile(reads, index, files);
  return bundleFile(reads.asset, reads.bundles[place]!, index - firstFileOf(reads, place, files));
}
