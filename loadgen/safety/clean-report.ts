/** Reason why a clean-up left a file. */

export type LeftReason =
  /** The manifest names no such thing. */
  | 'not-planned'
  /** A link, a directory or something else has the name of a file, or something else that of a directory. */
  | 'another-kind'
  /** Another name leads to the same file. */
  | 'several-names'
  | 'too-large'
  /** It does not hold what the run wrote. */
  | 'other-content'
  /** It was replaced while it was looked at. */
  | 'changed'
  /** There is no manifest, or none that can be read, or it is of another run or sandbox. */
  | 'no-manifest'
  /** The target did not let it be deleted. */
  | 'failed';

/** Something that is still there. */
export interface LeftEntry {
  /** Below the root of the target. */
  readonly path: string;
  readonly reason: LeftReason;
  /** Message of the target; empty where the reason is enough. */
  readonly detail: string;
}

export interface CleanReport {
  readonly run: string;
  readonly removedFiles: number;
  readonly removedBytes: number;
  readonly removedDirectories: number;
  /** At most the first thousand. */
  readonly left: readonly LeftEntry[];
  readonly leftCount: number;
  /** Whether nothing of the run is left; what others put there may be. */
  readonly complete: boolean;
}

const LISTED_MAX = 1000;

/** Counts while a run is cleaned. */
export class CleanTally {
  removedFiles = 0;
  removedBytes = 0;
  removedDirectories = 0;
  leftCount = 0;
  readonly left: LeftEntry[] = [];
  /** True if a file that may be the run's own was left: its manifest is still needed. */
  isOwnLeft = false;

  leave(path: string, reason: LeftReason, detail = ''): void {
    this.leftCount++;
    if (this.left.length < LISTED_MAX) this.left.push({ path, reason, detail });
    if (reason !== 'not-planned' && reason !== 'another-kind') this.isOwnLeft = true;
  }

  report(run: string): CleanReport {
    const { removedFiles, removedBytes, removedDirectories, left, leftCount, isOwnLeft } = this;
    return { run, removedFiles, removedBytes, removedDirectories, left, leftCount, complete: !isOwnLeft };
  }
}
