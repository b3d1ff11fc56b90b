/** Owner of an open file descriptor that can do without it until it is used again. */
export interface Holder {
  /** Set by each use; an entry that was used since the last look is given another turn. */
  usedSince: boolean;
  /** Closes the descriptor. Does not throw. */
  release(): void;
}

/**
 * Bounds how many descriptors are open: those that were not used lately are closed first, by the second-chance rule, which costs
 * a use one assignment.
 */
export class Descriptors {
  private readonly maximum: number;
  private readonly holders = new Set<Holder>();

  constructor(maximum: number) {
    this.maximum = maximum;
  }

  get size(): number {
    return this.holders.size;
  }

  add(holder: Holder): void {
    this.holders.add(holder);
  }

  delete(holder: Holder): void {
    this.holders.delete(holder);
  }

  /** Closes what is too many. Called between operations, never within one: that may need each it has opened. */
  trim(): void {
    if (this.holders.size <= this.maximum) return;
    for (const holder of this.holders) {
      if (this.holders.size <= this.maximum) return;
      this.holders.delete(holder);
      if (holder.usedSince) {
        holder.usedSince = false;
        this.holders.add(holder);
      } else {
        holder.release();
      }
    }
  }

  releaseAll(): void {
    for (const holder of this.holders) holder.release();
    this.holders.clear();
  }
}
