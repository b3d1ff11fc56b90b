/**
 * Keeps room on the target: a run may write what is free above a floor. The free room is known before the run and read
 * again each second, as others write there too. It goes to the budget, which the threads ask before each write, so a
 * fast device is not full between two readings.
 */

import { formatQuantity } from '../../models/units.ts';
import type { Space } from '../targets/target.ts';
import type { Budget } from './budget.ts';
import type { SafetyWatch } from './watch.ts';

/** Room to keep free. The larger of the two amounts of bytes counts. */
export interface SpaceFloor {
  readonly freeBytesMin: number;
  /** Fraction of the whole target. */
  readonly freeFractionMin: number;
  /** Inodes. */
  readonly freeFilesMin: number;
}

export const DEFAULT_FLOOR: SpaceFloor = {
  freeBytesMin: 10 * 2 ** 30,
  freeFractionMin: 0.1,
  freeFilesMin: 10_000,
};

/** Largest addition of a run. */
export interface PlannedSpace {
  readonly bytes: number;
  readonly files: number;
}

const LOOK_SECONDS = 1;

export class SpaceGuard implements SafetyWatch {
  readonly name = 'space';
  readonly #look: () => Promise<Space>;
  readonly #floor: SpaceFloor;
  readonly #budget: Budget;
  readonly #now: () => number;
  #looking = false;
  #lookedAtSeconds = Number.NEGATIVE_INFINITY;
  /** Room taken of the budget at the last look: by now it is written, or never will be. */
  #takenBefore: { readonly bytes: number; readonly files: number };
  #reason: string | null = null;

  /** `look` asks the target (see `space-of-target.ts`); `nowSeconds` is any clock that goes on. */
  constructor(
    look: () => Promise<Space>,
    floor: SpaceFloor,
    budget: Budget,
    nowSeconds: () => number = () => process.uptime(),
  ) {
    this.#look = look;
    this.#floor = floor;
    this.#budget = budget;
    this.#now = nowSeconds;
    this.#takenBefore = budget.takenSpace;
  }

  /**
   * Before the run: why there is no room for what it plans; null where there is. From then on the budget ends at the floor.
   * Rejects with a TargetError.
   */
  async admit(planned: PlannedSpace): Promise<string | null> {
    const space = await this.#look();
    this.#limit(space);
    const { bytes, files } = this.#roomOf(space);
    if (bytes < planned.bytes) {
      return `the run may write ${text(planned.bytes)}, and ${roomText(bytes)} ${this.#floorText(space)}`;
    }
    if (files < planned.files) {
      return `the run may make ${planned.files} files, and ${Math.max(0, files)} can be made until only ${this.#floor.freeFilesMin} are free`;
    }
    return null;
  }

  async check(): Promise<string | null> {
    const now = this.#now();
    if (!this.#looking && now - this.#lookedAtSeconds >= LOOK_SECONDS) {
      this.#lookedAtSeconds = now;
      void this.#lookAgain();
    }
    return this.#reason;
  }

  /** A target that does not answer is for the guard of the victim, and for the load itself, to notice. */
  async #lookAgain(): Promise<void> {
    this.#looking = true;
    try {
      const space = await this.#look();
      this.#limit(space);
      const { bytes, files } = this.#roomOf(space);
      if (bytes < 0)
        this.#reason = `${text(space.freeBytes ?? 0)} are free, less than ${this.#floorText(space)}`;
      if (files < 0)
        this.#reason = `${space.freeFiles} files (inodes) are free, less than ${this.#floor.freeFilesMin}`;
    } catch {
      // Looked at again in a second.
    } finally {
      this.#looking = false;
    }
  }

  #limit(space: Space): void {
    const { bytes, files } = this.#roomOf(space);
    const { bytes: takenBytes, files: takenFiles } = this.#takenBefore;
    this.#takenBefore = this.#budget.takenSpace;
    this.#budget.limitSpace(takenBytes + bytes, takenFiles + files);
  }

  /** Above the floor; Infinity where the target does not say. */
  #roomOf({ freeBytes, totalBytes, freeFiles }: Space): { readonly bytes: number; readonly files: number } {
    const { freeFilesMin } = this.#floor;
    return {
      bytes: freeBytes === null ? Infinity : freeBytes - this.#floorBytes(totalBytes),
      files: freeFiles === null ? Infinity : freeFiles - freeFilesMin,
    };
  }

  #floorBytes(totalBytes: number | null): number {
    const { freeBytesMin, freeFractionMin } = this.#floor;
    return Math.max(freeBytesMin, freeFractionMin * (totalBytes ?? 0));
  }

  #floorText({ totalBytes }: Space): string {
    return `the ${text(this.#floorBytes(totalBytes))} that stay free`;
  }
}

function roomText(bytes: number): string {
  return bytes > 0 ? `${text(bytes)} are free beside` : 'nothing is free beside';
}

function text(bytes: number): string {
  return formatQuantity(bytes, 'bytes');
}
