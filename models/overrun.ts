/** Work that outlives the window of a run in which work arrives. */

/** A stage that still had work after the window. */
export interface OverrunStage {
  readonly name: string;
  /** Units of its work that were not finished when the window ended, mean per replication. */
  readonly unfinished: number;
  /** When the last of them was finished, since the start of the run; null where some never were. */
  readonly untilSeconds: number | null;
}

export interface Overrun {
  /** When the window ended, since the start of the run. */
  readonly windowSeconds: number;
  /** When the last work of any stage was finished, in the replication that took longest; null where some never was. */
  readonly untilSeconds: number | null;
  readonly stages: readonly OverrunStage[];
  /**
   * Stages that had stopped with the window, but on any other day would work beside the overrun. Their measures leave
   * out a part of the load. Empty where the overrun is negligible or goes on all the time.
   */
  readonly stopped: readonly string[];
}

/** How long the overrun lasted, in seconds; Infinity where it had no end. */
export function overrunSeconds({ windowSeconds, untilSeconds }: Overrun): number {
  return (untilSeconds ?? Number.POSITIVE_INFINITY) - windowSeconds;
}
