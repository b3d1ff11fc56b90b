/**
 * The threads of a load run. Each performs its share of the load from one task of the pool to its end. They communicate
 * with their leader by messages only, and by one word of shared memory that stops them.
 */

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { CacheTotals } from '../../models/caches/cache.ts';
import { NO_CALL } from '../measure/failure-tracker.ts';
import type { Checked } from '../runtime/file-client.ts';
import type { SessionSettings } from '../runtime/load-session.ts';
import { SignalCoordinator } from '../runtime/shared-signals.ts';
import { protocolOf } from '../targets/protocols.ts';
import { TargetError } from '../targets/target.ts';
import type { TargetLocation } from '../targets/target-location.ts';
import type { FilesToMake } from './prepare-files.ts';
import {
  CONTROL,
  type StageSignal,
  type StartSignal,
  type WorkerEnd,
  type WorkerReport,
  type WorkerTask,
} from './worker-messages.ts';

/** The worker stands beside this file, with the same ending: .ts in a clone, .js in a package. */
const WORKER = new URL(`./load-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** How long threads may take to stop where one of them has failed; one may wait in a call for ever. */
const STOP_MILLISECONDS = 5000;

/** Between the word to start and the start: every thread has heard by then. */
const START_DELAY_SECONDS = 0.25;

/** Reports of the threads at the end of a load, and the first error among them. */
export interface WorkersRun {
  readonly checked: readonly Checked[];
  /** The requests to the caches of each thread's nodes, as far as the threads ended. */
  readonly caches: readonly (readonly CacheTotals[])[];
  readonly failure: { readonly error: unknown } | null;
}

export type OnReport = (worker: number, report: WorkerReport) => void;

/** Threads that perform one load after another. */
export type WorkerPool = Piscina<WorkerTask, WorkerEnd>;

/** Rejects where the threads of a pool cannot be started at all: tasks would wait for them for ever. */
const FAILURES = new WeakMap<WorkerPool, readonly [Promise<never>]>();

/** To be ended with `destroy`. */
export function workerPool(threads: number): WorkerPool {
  const pool = new Piscina<WorkerTask, WorkerEnd>({
    filename: WORKER.href,
    minThreads: threads,
    maxThreads: threads,
    // The default lets no timer and no answer through while a task runs.
    atomics: 'disabled',
  });
  const failure = new Promise<never>((_, reject) => pool.on('error', reject));
  failure.catch(() => {});
  FAILURES.set(pool, [failure]);
  return pool;
}

export class Workers {
  readonly threads: number;
  readonly #target: Pick<WorkerTask, 'protocol' | 'location'>;
  /** For each thread when the call was sent in which it waits (see FailureTracker). */
  readonly calls: Float64Array;
  readonly #pool: WorkerPool;
  readonly #control = new Int32Array(new SharedArrayBuffer(CONTROL.words * Int32Array.BYTES_PER_ELEMENT));

  readonly #budget: SharedArrayBuffer;

  /** `pool` has as many threads, and nothing else to do. */
  constructor(location: TargetLocation, threads: number, budget: SharedArrayBuffer, pool: WorkerPool) {
    this.threads = threads;
    this.#target = { protocol: protocolOf(location.url).module, location };
    this.#pool = pool;
    this.#budget = budget;
    this.calls = new Float64Array(new SharedArrayBuffer(threads * Float64Array.BYTES_PER_ELEMENT)).fill(
      NO_CALL,
    );
  }

  /** Makes files, each thread its part. Rejects with the error of the first thread that cannot. */
  async prepare(files: readonly FilesToMake[], onReport: OnReport): Promise<void> {
    await Promise.all(
      files.map(
        (part, worker) =>
          this.#perform(worker, onReport, ({ port, control, budget }) => ({
            kind: 'prepare',
            port,
            control,
            budget,
            ...this.#target,
            ...part,
          })).ended,
      ),
    );
  }

  /**
   * Starts the load in all threads at the same instant, which is given to `onStart` as `process.hrtime.bigint()` counts
   * it. Resolves when all have ended. The first thread that fails stops the others. Before the start this rejects with
   * its error; after it the error is returned beside the reports of the others.
   */
  async run(
    settings: Omit<SessionSettings, 'workers'>,
    onReport: OnReport,
    onStart: (startNanoseconds: bigint) => void,
  ): Promise<WorkersRun> {
    let ready = 0;
    let isStarted = false;
    const signals = new SignalCoordinator(this.threads);
    const members = Array.from({ length: this.threads }, (_, worker) =>
      this.#perform(
        worker,
        (from, report) => {
          if (report.kind === 'ready' && ++ready === this.threads) start();
          const given = report.kind === 'signal' ? signals.add(report.part) : null;
          if (given !== null) for (const { say } of members) say({ given });
          onReport(from, report);
        },
        ({ port, control, budget }) => ({
          kind: 'run',
          port,
          control,
          budget,
          ...this.#target,
          worker,
          call: this.calls.subarray(worker, worker + 1),
          settings: { ...settings, workers: this.threads },
        }),
      ),
    );
    const start = () => {
      const startNanoseconds = process.hrtime.bigint() + BigInt(START_DELAY_SECONDS * 1e9);
      isStarted = true;
      onStart(startNanoseconds);
      for (const { say } of members) say({ startNanoseconds });
    };
    const checked: Checked[] = [];
    const caches: (readonly CacheTotals[])[] = [];
    const each = members.map(async ({ ended }) => {
      const end = await ended;
      if (end.kind !== 'ended') return;
      checked.push(end.checked);
      caches.push(end.caches);
    });
    try {
      await Promise.all(each);
      return { checked, caches, failure: null };
    } catch (error) {
      if (!isStarted) throw error;
      await Promise.race([Promise.allSettled(each), sleep(STOP_MILLISECONDS, undefined, { ref: false })]);
      return { checked, caches, failure: { error } };
    }
  }

  /** Asks all threads to stop: they send nothing more. */
  stop(): void {
    Atomics.store(this.#control, CONTROL.stop, 1);
  }

  /** Says that the leader is alive. */
  beat(): void {
    Atomics.add(this.#control, CONTROL.heartbeat, 1);
  }

  #perform(
    worker: number,
    onReport: OnReport,
    taskOf: (own: Pick<WorkerTask, 'port' | 'control' | 'budget'>) => WorkerTask,
  ): { readonly ended: Promise<WorkerEnd>; readonly say: (signal: StartSignal | StageSignal) => void } {
    const { port1, port2 } = new MessageChannel();
    const heard = once(port1, 'close');
    port1.on('message', (report: WorkerReport) => onReport(worker, report));
    const perform = async () => {
      try {
        const task = taskOf({ port: port2, control: this.#control, budget: this.#budget });
        const ending = this.#pool.run(task, { transferList: [port2] });
        ending.catch(() => {});
        const end = await Promise.race([ending, ...(FAILURES.get(this.#pool) ?? [])]);
        await heard;
        if (end.kind !== 'failed') return end;
        throw new TargetError(end.code, end.message, { retryable: end.retryable });
      } catch (error) {
        this.stop();
        port1.close();
        throw error;
      }
    };
    return { ended: perform(), say: (signal) => port1.postMessage(signal) };
  }
}
