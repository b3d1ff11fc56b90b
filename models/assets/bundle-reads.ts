import type { Asset } from './asset.ts';

/** Bundles of an asset that a batch works on: its files are dealt to them in order, and all are different. */
export interface BundleReads {
  readonly asset: Asset;
  readonly bundles: readonly number[];
}

/** Returns the number of bundles over which a read of so many bytes is spread: each file lies in one of them. */
export function bundlesTouched({ bytes, bundles }: Asset, readBytes: number, files: number): number {
  const touched = Math.ceil(readBytes / (bytes / bundles));
  return Math.max(1, Math.min(touched, bundles, files));
}

/** Returns the place, among the bundles of a batch, of the one that holds file `index` of `files`. */
export function placeOfFile({ bundles }: BundleReads, index: number, files: number): number {
  return Math.floor((index * bundles.length) / files);
}

/** Returns the first file of the bundle at a place; at the place behind the last one, the number of files. */
export function firstFileOf({ bundles }: BundleReads, place: number, files: number): number {
  return Math.ceil((place * files) / bundles.length);
}

/** Returns how many of `count` operations, dealt to files in order, go to the bundle at a place; of bytes, how many whole ones. */
export function shareOfBundle(reads: BundleReads, place: number, files: number, count: number): number {
  const upTo = (file: number) => Math.floor((file * count) / files);
  return upTo(firstFileOf(reads, place + 1, files)) - upTo(firstFileOf(reads, place, files));
}
