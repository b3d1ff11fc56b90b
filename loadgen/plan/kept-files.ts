/**
 * The files of loads that are performed one after another in one place. They are the missing files of the next load,
 * and, for the manifest, all that the loads may have made.
 *
 * Bases outlive a load, as nothing changes them; a later, smaller load reads only some of them, as in a studio.
 * Versions do not: the load wrote, renamed and removed them, so no load can begin with the rest. They are deleted
 * before the next load, which makes its own, the empty ones included, by numbers that were never given.
 */

import { BLOCK_BYTES } from '../data/block-header.ts';
import type { PlannedFiles } from '../safety/planned-files.ts';
import type { LoadPlan } from './load-plan.ts';
import { plannedFiles } from './manifest-files.ts';

/** Files to make before a load. */
export interface MissingFiles {
  /** With contents of stamp 0, from where to where; what begins at 0 is made anew. */
  readonly bases: readonly (readonly [path: string, startBytes: number, endBytes: number])[];
  /** With their versions. */
  readonly empty: readonly string[];
  /** Bytes of all bases. */
  readonly bytes: number;
}

export class KeptFiles {
  /** On the target, by path, with their sizes. */
  readonly #bases = new Map<string, number>();
  readonly #plannedBases = new Map<string, number>();
  readonly #plannedVersions = new Map<string, { readonly versions: number; readonly bytesMax: number }>();
  readonly #directories = new Set<string>();
  #numbersBefore = 0;

  /** Numbers up to it were given to versions by earlier loads (see file-ledger.ts). */
  get numbersBefore(): number {
    return this.#numbersBefore;
  }

  /**
   * Returns the files that a load needs and that are missing; `lengthens` says whether the target can append to an
   * existing file.
   */
  missing({ bases, versions }: LoadPlan, lengthens: boolean): MissingFiles {
    const missing: [path: string, startBytes: number, endBytes: number][] = [];
    let bytes = 0;
    for (const [path, endBytes] of bases) {
      const there = this.#bases.get(path);
      if (there !== undefined && there >= endBytes) continue;
      // Whole blocks, as some ways to write take no others: the part of one that is there is written again.
      const startBytes = lengthens && there !== undefined ? there - (there % BLOCK_BYTES) : 0;
      missing.push([path, startBytes, endBytes]);
      bytes += endBytes - startBytes;
    }
    const empty: string[] = [];
    for (const [path, planned] of versions) {
      for (const version of planned.empty) empty.push(`${path}.v${this.#numbersBefore + version}`);
    }
    return { bases: missing, empty, bytes };
  }

  /** Takes note of what a load may make, before it does; answers all that loads may have made by then. */
  plan({ bases, versions, directories }: LoadPlan): Iterable<PlannedFiles> {
    for (const [path, bytes] of bases) {
      this.#plannedBases.set(path, Math.max(bytes, this.#plannedBases.get(path) ?? 0));
    }
    for (const [path, { versions: count, bytesMax }] of versions) {
      const before = this.#plannedVersions.get(path)?.bytesMax ?? 0;
      this.#plannedVersions.set(path, {
        versions: this.#numbersBefore + count,
        bytesMax: Math.max(bytesMax, before),
      });
    }
    for (const directory of directories) this.#directories.add(directory);
    return plannedFiles({
      bases: this.#plannedBases,
      versions: this.#plannedVersions,
      directories: this.#directories,
    });
  }

  /** Takes note that a load is over. Where it was broken off, nobody knows which bases are whole: all are made anew. */
  end({ bases, numberMax }: LoadPlan, finished: boolean): void {
    this.#numbersBefore += numberMax;
    if (!finished) this.#bases.clear();
    else
      for (const [path, bytes] of bases) this.#bases.set(path, Math.max(bytes, this.#bases.get(path) ?? 0));
  }
}
