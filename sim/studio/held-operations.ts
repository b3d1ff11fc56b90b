import type { OperationKind } from '../../models/operations.ts';

/** Operations that were held up while their batch stood still: a share of those recorded next, and for how long. */
export interface Held {
  readonly operations: number;
  readonly share: number;
  readonly seconds: number;
  readonly kinds: readonly OperationKind[];
}

const NONE: Held = { operations: 0, share: 0, seconds: 0, kinds: [] };

/** The operations of a batch that were in flight while something on its way was down, until they are recorded. */
export class HeldOperations {
  #seconds = 0;
  #left = 0;
  #kinds: readonly OperationKind[] = [];

  /** Adds a time for which up to so many operations of some kinds were held up. */
  hold(seconds: number, operations: number, kinds: readonly OperationKind[]): void {
    this.#seconds += seconds;
    this.#left = operations;
    this.#kinds = kinds;
  }

  /** Takes those that are among operations to be recorded now, of which there are so many of each kind. */
  take(countOf: (kind: OperationKind) => number): Held {
    if (this.#left === 0) return NONE;
    let recorded = 0;
    for (const kind of this.#kinds) recorded += countOf(kind);
    const operations = Math.min(recorded, this.#left);
    const held = {
      operations,
      share: recorded > 0 ? operations / recorded : 0,
      seconds: this.#seconds,
      kinds: this.#kinds,
    };
    this.#left -= operations;
    if (this.#left === 0) this.#seconds = 0;
    return held;
  }
}

/** Returns how many of `count` operations of a kind, recorded now, were held up. */
export function heldAmong({ kinds, share }: Held, kind: OperationKind, count: number): number {
  return share > 0 && kinds.includes(kind) ? Math.round(share * count) : 0;
}
