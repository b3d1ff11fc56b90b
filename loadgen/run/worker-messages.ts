/** Messages between the threads of a run and their leader. */

import type { MessagePort } from 'node:worker_threads';
import type { CacheTotals } from '../../models/caches/cache.ts';
import type { FailureReport } from '../measure/failure-tracker.ts';
import type { RecordedSecond } from '../measure/runtime-recorder.ts';
import type { MissingFiles } from '../plan/kept-files.ts';
import type { Checked } from '../runtime/file-client.ts';
import type { SessionSettings } from '../runtime/load-session.ts';
import type { GivenSignal, SignalPart } from '../runtime/shared-signals.ts';
import type { TargetErrorCode } from '../targets/target.ts';
import type { TargetLocation } from '../targets/target-location.ts';

/** Words of shared memory, by which the leader is heard even where a thread's event loop has no turn. */
export const CONTROL = { stop: 0, heartbeat: 1, words: 2 } as const;

/** Files that one thread makes before the load. */
export interface PrepareTask {
  readonly kind: 'prepare';
  readonly port: MessagePort;
  readonly control: Int32Array;
  /** See Budget. */
  readonly budget: SharedArrayBuffer;
  /** The module of the target's protocol. */
  readonly protocol: string;
  readonly location: TargetLocation;
  /** Directory of the run on the target; empty for the root. */
  readonly directory: string;
  readonly runKey: string;
  readonly bases: MissingFiles['bases'];
  readonly empty: MissingFiles['empty'];
}

export interface RunTask {
  readonly kind: 'run';
  readonly port: MessagePort;
  readonly control: Int32Array;
  /** See Budget. */
  readonly budget: SharedArrayBuffer;
  /** The module of the target's protocol. */
  readonly protocol: string;
  readonly location: TargetLocation;
  readonly worker: number;
  readonly settings: SessionSettings;
  /** One number, by which others see in which call this thread waits (see FailureTracker). */
  readonly call: Float64Array;
}

export type WorkerTask = PrepareTask | RunTask;

/** From a thread to its leader. */
export type WorkerReport =
  | { readonly kind: 'prepared'; readonly files: number; readonly bytes: number }
  | { readonly kind: 'ready' }
  | { readonly kind: 'second'; readonly atSeconds: number; readonly recorded: RecordedSecond }
  | { readonly kind: 'ended' }
  | { readonly kind: 'signal'; readonly part: SignalPart }
  | {
      readonly kind: 'pulse';
      readonly failures: FailureReport;
      readonly idleSeconds: number;
      /** Processor time of the thread since the load began, without `idleSeconds`; null where Node does not tell. */
      readonly workedSeconds: number | null;
    };

/** From the leader to a thread that is ready. */
export interface StartSignal {
  readonly startNanoseconds: bigint;
}

/** From the leader to every thread that performs a load: a signal between stages counts. */
export interface StageSignal {
  readonly given: GivenSignal;
}

/** Report of a thread at its end. An error of the target is sent as data, as its class does not cross threads. */
export type WorkerEnd =
  | { readonly kind: 'prepared' }
  | { readonly kind: 'ended'; readonly checked: Checked; readonly caches: readonly CacheTotals[] }
  | {
      readonly kind: 'failed';
      readonly code: TargetErrorCode;
      readonly message: string;
      readonly retryable: boolean;
    };
