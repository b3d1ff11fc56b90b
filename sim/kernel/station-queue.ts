import type { Request } from './station-request.ts';

/** The requests that wait at a station, or are served there, in the order of its discipline. */
export interface StationQueue {
  readonly length: number;
  /** The one whose turn it is; undefined if there is none. */
  readonly first: Request | undefined;
  add(request: Request): void;
  /** Takes out a request that is in the queue, from wherever it stands. */
  remove(request: Request): void;
  /** All of them, the one whose turn it is first. */
  toArray(): Request[];
}
