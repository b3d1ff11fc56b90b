import type { RandomStream, StreamSource } from '../random.ts';

/** What every stage is given beside its definition: named random streams and the span in which work arrives. */
export interface StageContext {
  readonly streams: StreamSource;
  /** No work arrives later than this; what has arrived is finished. Seconds since the start of the run. */
  readonly horizonSeconds: number;
}

/** A whole number from 0 up to but not including `end`. */
export function drawIndex(stream: RandomStream, end: number): number {
  return Math.min(end - 1, Math.floor(stream.uniform() * end));
}
