import type { WorkPerformer } from '../runtime/work-performer.ts';
import type { Resource } from '../world/resources/resource.ts';
import type { History } from './history.ts';
import type { StageRecorder } from './recorder.ts';

export type { Work } from '../runtime/work-performer.ts';

/** Task that asks for work. */
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
export interface Performer extends WorkPerformer<Origin> {
  /** The services of all storage systems. */
  readonly services: readonly Resource[];
  /** Flows started so far. */
  readonly flows: number;
}
