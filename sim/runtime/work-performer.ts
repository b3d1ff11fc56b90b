import type { Effect } from '../../models/effects.ts';
import type { Body } from '../kernel/process.ts';

/** A batch to be performed, as its stage asks for it; the step names the metrics that take the response times. */
export type Work = Extract<Effect, { kind: 'perform' }>;

/** Performs batches of operations for tasks with records of kind R. */
export interface WorkPerformer<R> {
  /**
   * Returns the body that performs a batch, records its response times, and returns its duration in seconds of the
   * scenario. Null for a batch without operations. An interrupt leaves it unfinished.
   */
  perform(work: Work, task: R): Body<number> | null;
}
