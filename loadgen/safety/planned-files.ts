/** The files that a run may make: what its manifest says, and what clean-up may delete. */

import { type FileName, fileName, parseFileName } from './file-names.ts';

/** Files of one directory with numbers that follow each other (see `file-names.ts`). */
export interface PlannedFiles {
  /** Below the run's own directory, "/" between the parts. */
  readonly directory: string;
  readonly firstFile: number;
  readonly files: number;
  /** Versions beside the file itself, from 1. */
  readonly versionsMax: number;
  /** Size that no version exceeds. */
  readonly bytesMax: number;
}

/** A file at one of its names, as planned. */
export interface PlannedFile extends FileName {
  /** Path without version: what the blocks of the file name. */
  readonly file: string;
  readonly versionsMax: number;
  readonly bytesMax: number;
}

interface Range {
  firstFile: number;
  endFile: number;
  versionsMax: number;
  bytesMax: number;
}

/** Additions after which a directory's ranges are put in order, lest they take much memory. */
const COMPACTED_AFTER = 8192;
/** Ranges of a directory that are kept apart because their bounds differ. */
const EXACT_MAX = 4096;

/** Ranges of files, put together where they touch: a million files in a row are one range. */
export class PlannedSet {
  readonly #directories = new Map<string, Range[]>();

  static of(planned: Iterable<PlannedFiles>): PlannedSet {
    const set = new PlannedSet();
    for (const each of planned) set.add(each);
    set.#compact();
    return set;
  }

  /** Directories that hold files, and those that they stand in, parents before children. */
  directories(): readonly string[] {
    const all = new Set<string>();
    for (const directory of this.#directories.keys()) {
      const parts = directory.split('/');
      for (let length = 1; length <= parts.length; length++) all.add(parts.slice(0, length).join('/'));
    }
    return [...all].toSorted();
  }

  /** Ranges that do not overlap, in the order of their directories and numbers. */
  *ranges(): Generator<PlannedFiles> {
    for (const directory of [...this.#directories.keys()].toSorted()) {
      for (const { firstFile, endFile, versionsMax, bytesMax } of this.#directories.get(directory)!) {
        yield { directory, firstFile, files: endFile - firstFile, versionsMax, bytesMax };
      }
    }
  }

  /** The file that a name in a directory stands for; undefined where no such file is planned. */
  find(directory: string, name: string): PlannedFile | undefined {
    const parsed = parseFileName(name);
    const ranges = this.#directories.get(directory);
    if (parsed === undefined || ranges === undefined) return undefined;
    const range = rangeOf(ranges, parsed.number);
    if (range === undefined || parsed.version > range.versionsMax) return undefined;
    const file = `${directory}/${fileName({ number: parsed.number, version: 0, done: false })}`;
    return { ...parsed, file, versionsMax: range.versionsMax, bytesMax: range.bytesMax };
  }

  add({ directory, firstFile, files, versionsMax, bytesMax }: PlannedFiles): void {
    if (files === 0) return;
    let ranges = this.#directories.get(directory);
    if (ranges === undefined) {
      ranges = [];
      this.#directories.set(directory, ranges);
    }
    const last = ranges.at(-1);
    const endFile = firstFile + files;
    if (last?.endFile === firstFile && last.versionsMax === versionsMax && last.bytesMax === bytesMax) {
      last.endFile = endFile;
    } else {
      ranges.push({ firstFile, endFile, versionsMax, bytesMax });
      if (ranges.length % COMPACTED_AFTER === 0) this.#directories.set(directory, compacted(ranges));
    }
  }

  #compact(): void {
    for (const [directory, ranges] of this.#directories) {
      this.#directories.set(directory, compacted(ranges));
    }
  }
}

/** In order, none overlapping another; files of different bounds in one range where there would be very many otherwise. */
function compacted(ranges: readonly Range[]): Range[] {
  const inOrder = ranges.toSorted((a, b) => a.firstFile - b.firstFile);
  const exact = joined(inOrder, false);
  return exact.length > EXACT_MAX ? joined(inOrder, true) : exact;
}

function joined(inOrder: readonly Range[], ofAnyBounds: boolean): Range[] {
  const result: Range[] = [];
  for (const range of inOrder) {
    const last = result.at(-1);
    const isLike =
      ofAnyBounds || (last?.versionsMax === range.versionsMax && last.bytesMax === range.bytesMax);
    if (last !== undefined && range.firstFile < last.endFile + (isLike ? 1 : 0)) {
      last.endFile = Math.max(last.endFile, range.endFile);
      last.versionsMax = Math.max(last.versionsMax, range.versionsMax);
      last.bytesMax = Math.max(last.bytesMax, range.bytesMax);
    } else result.push({ ...range });
  }
  return result;
}

/**
 * Yields the files of a plan by path, each with its size, and the versions of files, each with their number and largest
 * size.
 */
export function* plannedFilesOf(
  bases: ReadonlyMap<string, number>,
  versions: ReadonlyMap<string, { readonly versions: number; readonly bytesMax: number }>,
): Generator<PlannedFiles> {
  for (const [path, bytesMax] of bases) yield { ...placeOf(path), versionsMax: 0, bytesMax };
  for (const [path, { versions: versionsMax, bytesMax }] of versions) {
    yield { ...placeOf(path), versionsMax, bytesMax };
  }
}

function placeOf(path: string): {
  readonly directory: string;
  readonly firstFile: number;
  readonly files: 1;
} {
  const slash = path.lastIndexOf('/');
  const name = parseFileName(path.slice(slash + 1));
  if (slash < 1 || name === undefined || name.version !== 0 || name.done) {
    throw new RangeError(`no file of a run is called ${path}`);
  }
  return { directory: path.slice(0, slash), firstFile: name.number, files: 1 };
}

/** The range that holds a number, by halving. */
function rangeOf(ranges: readonly Range[], number: number): Range | undefined {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranges[middle]!.endFile <= number) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low];
  return range !== undefined && range.firstFile <= number ? range : undefined;
}
