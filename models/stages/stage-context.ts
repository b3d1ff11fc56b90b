import type { RepeatedDays } from '../arrivals/repeated-day.ts';
import type { RandomStream, StreamSource } from '../random.ts';

/** Context of every stage beside its definition: named random streams and the span in which work arrives. */
export interface StageContext {
  readonly streams: StreamSource;
  /**
   * No work arrives later than this; what has arrived is finished. Seconds since the start of the run; of a day that
   * repeats, since the start of each.
   */
  readonly horizonSeconds: number;
  /** How often the day is repeated; once unless given. */
  readonly days?: number;
}

/** The days in which the work of a stage arrives. */
export function daysOf({ days = 1, horizonSeconds }: StageContext): RepeatedDays {
  return { days, daySeconds: horizonSeconds };
}

/** A whole number from 0 up to but not including `end`. */
export function drawIndex(stream: RandomStream, end: number): number {
  return Math.min(end - 1, Math.floor(stream.uniform() * end));
}
