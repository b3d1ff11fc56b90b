import type { Effect } from '../../models/effects.ts';
import type { Body } from '../kernel/process.ts';
import type { History } from './history.ts';
import type { StageRecorder } from './recorder.ts';

/** A batch to be performed, as its stage asks for it; the step names the metrics that take the response times. */
export type Work = Extract<Effect, { kind: 'perform' }>;

/** Who asks for work. */
export interface Origin {
  /** The task, which names the random streams of its single operations. */
  readonly task: string;
  /** How many batches it has asked for before. */
  batches: number;
  readonly recorder: StageRecorder;
  /** Takes what the time of the work was spent on; null where it is not kept. */
  readonly history: History | null;
}

/** A data or metadata service of a storage system, as the timeline sees it. */
export interface ObservedService {
  /** "storage.hot" or "metadata.hot". */
  readonly name: string;
  /** Integral of its utilization over time up to now, in seconds. */
  utilizationIntegral(now: number): number;
}

/** Performs storage operations in virtual time, at one granularity. */
export interface Performer {
  /**
   * Performs a batch, records its response times, and returns how long it took in seconds; null for one without operations. An
   * interrupt leaves it unfinished.
   */
  perform(work: Work, origin: Origin): Body<number> | null;
  readonly services: readonly ObservedService[];
  /** Flows started so far. */
  readonly flows: number;
}
