/**
 * Limits of a run in memory that its threads share: payload bytes written, operations, room on the target, new files.
 * Each thread takes from the whole in portions that shrink with the rest. An operation therefore costs no more than an
 * addition, and no limit is ever exceeded.
 */

import type { SafetyWatch } from './watch.ts';

export interface BudgetLimits {
  /** Infinity where there is none. */
  readonly bytesMax: number;
  readonly operationsMax: number;
}

const RESOURCES = ['bytes', 'operations', 'space', 'files'] as const;
export type BudgetResource = (typeof RESOURCES)[number];
const [BYTES, OPERATIONS, SPACE, FILES] = [0, 1, 2, 3] as const;

/** Room is given in blocks: a file takes one for itself, and its last bytes take a whole one. */
const BLOCK_BYTES = 4096;
/** A thread takes this part of what is left, and no more than these. */
const PORTION = 64;
const PORTIONS_MAX = [16 * 1024 * 1024, 1024, 16 * 1024 * 1024, 256] as const;
/** More than can ever be taken. */
const UNLIMITED = 2 ** 62;

/** In `shared`: what was taken of each resource, then their limits, then which of them ran out first, by its number plus one. */
const WORDS = 2 * RESOURCES.length + 1;
const EXHAUSTED = WORDS - 1;

export class Budget implements SafetyWatch {
  readonly name = 'budget';
  /** To be handed to other threads, and there to the constructor. */
  readonly shared: SharedArrayBuffer;
  readonly #words: BigInt64Array;
  /** Taken from the whole and not yet used. */
  readonly #portions = [0, 0, 0, 0];

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared;
    this.#words = new BigInt64Array(shared);
  }

  static of({ bytesMax, operationsMax }: BudgetLimits): Budget {
    const budget = new Budget(new SharedArrayBuffer(WORDS * BigInt64Array.BYTES_PER_ELEMENT));
    budget.#limit(BYTES, bytesMax);
    budget.#limit(OPERATIONS, operationsMax);
    budget.limitSpace(Infinity, Infinity);
    return budget;
  }

  /**
   * Takes what an operation needs, before it is sent: the bytes that it writes, the files that it makes. Answers what there is not
   * enough of, and then nothing was taken; null where all is well. From then on the run is to end.
   */
  take(writtenBytes: number, newFiles: number): BudgetResource | null {
    const blocks = writtenBytes === 0 ? newFiles : newFiles + Math.ceil(writtenBytes / BLOCK_BYTES);
    const space = blocks * BLOCK_BYTES;
    if (!this.#ensure(BYTES, writtenBytes)) return 'bytes';
    if (!this.#ensure(OPERATIONS, 1)) return 'operations';
    if (!this.#ensure(SPACE, space)) return 'space';
    if (!this.#ensure(FILES, newFiles)) return 'files';
    this.#portions[BYTES]! -= writtenBytes;
    this.#portions[OPERATIONS]!--;
    this.#portions[SPACE]! -= space;
    this.#portions[FILES]! -= newFiles;
    return null;
  }

  /**
   * Gives back the portion that this thread has taken and not used, except for room on the target. Room taken up to a
   * look at the target counts as part of what the look showed.
   */
  release(): void {
    for (const resource of [BYTES, OPERATIONS]) {
      Atomics.sub(this.#words, resource, BigInt(this.#portions[resource]!));
      this.#portions[resource] = 0;
    }
  }

  /** Bytes written and operations sent so far, portions that are not used up included. */
  get taken(): { readonly bytes: number; readonly operations: number } {
    return { bytes: this.#taken(BYTES), operations: this.#taken(OPERATIONS) };
  }

  /** Returns the room on the target taken so far, including portions that are not used up. */
  get takenSpace(): { readonly bytes: number; readonly files: number } {
    return { bytes: this.#taken(SPACE), files: this.#taken(FILES) };
  }

  /** Limits the total room that may be taken on the target. */
  limitSpace(bytesMax: number, filesMax: number): void {
    this.#limit(SPACE, bytesMax);
    this.#limit(FILES, filesMax);
  }

  /** Returns the first resource to run out, by this or another thread. */
  get exhausted(): BudgetResource | null {
    const number = Number(Atomics.load(this.#words, EXHAUSTED));
    return RESOURCES[number - 1] ?? null;
  }

  async check(): Promise<string | null> {
    const resource = this.exhausted;
    switch (resource) {
      case null:
        return null;
      case 'bytes':
        return `the ${this.#limitOf(BYTES)} bytes of --max-bytes are written`;
      case 'operations':
        return `the ${this.#limitOf(OPERATIONS)} operations of --max-operations are done`;
      case 'space':
        return 'free space on the target has come to its floor';
      case 'files':
        return 'free files (inodes) on the target have come to their floor';
    }
  }

  #ensure(resource: number, amount: number): boolean {
    return this.#portions[resource]! >= amount || this.#refill(resource, amount);
  }

  #refill(resource: number, amount: number): boolean {
    const words = this.#words;
    for (;;) {
      const taken = Atomics.load(words, resource);
      const room = Number(Atomics.load(words, resource + RESOURCES.length) - taken);
      const missing = amount - this.#portions[resource]!;
      if (room < missing) {
        Atomics.compareExchange(words, EXHAUSTED, 0n, BigInt(resource + 1));
        return false;
      }
      const portion = Math.min(room, missing + Math.min(PORTIONS_MAX[resource]!, Math.floor(room / PORTION)));
      if (Atomics.compareExchange(words, resource, taken, taken + BigInt(portion)) === taken) {
        this.#portions[resource]! += portion;
        return true;
      }
    }
  }

  #taken(resource: number): number {
    return Number(Atomics.load(this.#words, resource));
  }

  #limitOf(resource: number): number {
    return Number(Atomics.load(this.#words, resource + RESOURCES.length));
  }

  #limit(resource: number, most: number): void {
    const words = Math.min(UNLIMITED, Math.max(0, Math.floor(most)));
    Atomics.store(this.#words, resource + RESOURCES.length, BigInt(words));
  }
}
