import type { Effect } from '../../models/effects.ts';
import type { Body } from '../kernel/process.ts';
import type { Resource } from '../world/resources/resource.ts';
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

/** Performs storage operations in virtual time, at one granularity. */
export interface Performer {
  /**
   * Performs a batch, records its response times, and returns how long it took in seconds; null for one without operations. An
   * interrupt leaves it unfinished.
   */
  perform(work: Work, origin: Origin): Body<number> | null;
  /** The services of all storage systems. */
  readonly services: readonly Resource[];
  /** Flows started so far. */
  readonly flows: number;
}
