import type { Client } from '../../models/effects.ts';
import type { OperationBatch } from '../../models/operations.ts';
import type { Command } from '../kernel/process.ts';
import type { StageRecorder } from './recorder.ts';

/** A batch to be performed for a stage. */
export interface Work {
  readonly batch: OperationBatch;
  readonly client: Client;
  /** Step of the stage, which names the metrics that take the response times. */
  readonly step: string;
  /** The task that asks, which names the random streams of its single operations. */
  readonly task: string;
  readonly recorder: StageRecorder;
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
  /** Performs a batch, records its response times, and returns how long it took. An interrupt leaves it unfinished. */
  perform(work: Work): Iterable<Command, number, unknown>;
  readonly services: readonly ObservedService[];
  /** Flows started so far. */
  readonly flows: number;
}
