/**
 * Performs batches of operations in real time on a target, and measures each operation: from the time at which it was due, from its
 * sending, and how late the sending was. In an open loop an operation is due at its own time, whatever became of those before it;
 * in a closed loop, when the one before it was answered.
 *
 * An attempt that fails in a way that may pass is repeated, after pauses that double. In a closed loop an operation that is given
 * up fails its batch, as it would fail a renderer; in an open one the others do not know of it.
 */

import { operationsOf } from '../../models/enumerate.ts';
import { type Operation, operationCount } from '../../models/operations.ts';
import type { StreamSource } from '../../models/random.ts';
import type { Body, Process, Suspension, Waitable } from '../../sim/kernel/process.ts';
import type { Recorder } from '../measure/recorder.ts';
import type { Trouble } from '../measure/trouble.ts';
import { TargetError } from '../target.ts';
import { BatchUnderWay } from './batch-under-way.ts';
import type { Driver } from './driver.ts';
import type { Work, WorkPerformer } from './effect-runtime.ts';
import type { FileClient, Request } from './file-client.ts';
import { FileLocks, onlyLooks } from './file-locks.ts';
import type { Share } from './share.ts';

const FIRST_PAUSE_SECONDS = 0.05;
const LONGEST_PAUSE_SECONDS = 2;

/** Sees each operation as it is issued: for tests that compare streams of operations. */
export type OperationObserver = (task: string, step: string, operation: Operation) => void;

/** Asked before each sending; throws to stop the run. */
export type Permit = (operation: Operation) => void;

export interface BatchPerformerOptions {
  readonly driver: Driver;
  readonly streams: StreamSource;
  readonly share: Share;
  readonly speed: number;
  readonly client: FileClient;
  readonly recorder: Recorder;
  readonly trouble: Trouble;
  /** For how long after its first sending an operation is tried again. */
  readonly retrySeconds: number;
  readonly permit?: Permit;
  readonly observer?: OperationObserver;
}

/** A wait that does not end. */
const NEVER: Waitable & Suspension = {
  begin() {
    return this;
  },
  abandon() {},
};

export class BatchPerformer implements WorkPerformer {
  /** From now on what comes due is counted as offered and not sent. */
  stopped = false;
  readonly #options: BatchPerformerOptions;
  readonly #driver: Driver;
  readonly #locks: FileLocks;
  /** When this thread last came back from a call that it had to wait for: it could not have sent anything before. */
  #freeSeconds = Number.NEGATIVE_INFINITY;

  constructor(options: BatchPerformerOptions) {
    this.#options = options;
    this.#driver = options.driver;
    this.#locks = new FileLocks(options.driver.simulation);
  }

  *perform(work: Work): Body<number> {
    const { batch, step, task } = work;
    const total = operationCount(batch.counts);
    if (total === 0) return 0;
    const { streams, recorder } = this.#options;
    const startSeconds = this.#driver.clock.nowSeconds;
    const underWay = new BatchUnderWay(work, operationsOf(batch, streams.stream(task, step)), recorder);
    if (batch.pacing.kind === 'closed') yield* this.#closed(underWay, batch.pacing.outstanding);
    else yield* this.#open(underWay, total, batch.pacing.spreadSeconds / this.#options.speed);
    // What was cut short is not done: the stage does not go on.
    if (this.stopped) yield NEVER;
    if (underWay.failure !== null) throw underWay.failure;
    return this.#driver.clock.nowSeconds - startSeconds;
  }

  *#closed(underWay: BatchUnderWay, outstanding: number): Body<void> {
    const { simulation } = this.#driver;
    const { share } = this.#options;
    const loops = Math.max(1, underWay.work.inParts ? share.partOf(outstanding) : outstanding);
    if (loops === 1) return yield* this.#closedLoop(underWay);
    const clients: Process<void>[] = [];
    for (let i = 0; i < loops; i++) {
      clients.push(simulation.spawn(this.#closedLoop(underWay), { name: 'client' }));
    }
    for (const client of clients) yield client;
  }

  /** One of a client's requests: takes the next operation when the one before has been answered. */
  *#closedLoop(underWay: BatchUnderWay): Body<void> {
    const { clock, simulation } = this.#driver;
    const { speed } = this.#options;
    for (let next = this.#next(underWay); next !== undefined; next = this.#next(underWay)) {
      if (this.stopped || underWay.failure !== null) return;
      const untilFree = underWay.untilDeviceFree(clock.nowSeconds, next.bytes, speed);
      if (untilFree > 0) yield* this.#driver.pause(untilFree);
      const failure = yield* this.#operation(underWay, next, clock.nowSeconds);
      if (failure !== null) underWay.failure = failure;
      // What came due during a call that this thread waited for goes first.
      const behind = clock.nowSeconds - simulation.now;
      if (behind > 0) yield behind;
    }
  }

  /** Operations evenly over the span, each at its own time. */
  *#open(underWay: BatchUnderWay, total: number, spreadSeconds: number): Body<void> {
    const { simulation } = this.#driver;
    const startSeconds = simulation.now;
    const sent: Process<TargetError | null>[] = [];
    let index = 0;
    for (const operation of underWay.operations) {
      const dueSeconds = startSeconds + ((index++ + 0.5) / total) * spreadSeconds;
      if (!this.#isOurs(underWay, operation)) continue;
      if (dueSeconds > simulation.now) yield dueSeconds - simulation.now;
      sent.push(simulation.spawn(this.#operation(underWay, operation, dueSeconds), { name: 'operation' }));
    }
    for (const process of sent) yield process;
  }

  #next(underWay: BatchUnderWay): Operation | undefined {
    for (;;) {
      const { value, done } = underWay.operations.next();
      if (done === true) return undefined;
      if (this.#isOurs(underWay, value)) return value;
    }
  }

  #isOurs({ work }: BatchUnderWay, { file }: Operation): boolean {
    return !work.inParts || this.#options.share.ownsFile(file);
  }

  /** Answers the failure for which the operation was given up. */
  *#operation(underWay: BatchUnderWay, operation: Operation, dueSeconds: number): Body<TargetError | null> {
    const { client, recorder, permit, observer } = this.#options;
    const { clock } = this.#driver;
    const group = underWay.groupOf(operation.kind);
    recorder.turn(clock.nowSeconds);
    group.offer();
    if (this.stopped) return null;
    permit?.(operation);
    observer?.(underWay.work.task, underWay.work.step, operation);
    const request = client.issue(operation);
    const turn = this.#locks.acquire(operation.file, onlyLooks(operation.kind));
    let readySeconds = Math.max(dueSeconds, this.#freeSeconds);
    if (turn !== null) {
      yield turn;
      readySeconds = clock.nowSeconds;
    }
    client.prepare(request);
    const sentSeconds = clock.nowSeconds;
    const { simulation } = this.#driver;
    const eventsBefore = simulation.events;
    group.send(dueSeconds, sentSeconds);
    if (group.loop === 'open') recorder.lag(sentSeconds - readySeconds);
    const failure = yield* this.#attempts(request, sentSeconds, group);
    const answeredSeconds = clock.nowSeconds;
    recorder.turn(answeredSeconds);
    if (simulation.events === eventsBefore) this.#freeSeconds = answeredSeconds;
    this.#locks.release(operation.file);
    if (failure === null) {
      group.answer(dueSeconds, sentSeconds, answeredSeconds, operation.bytes);
      client.finish(request);
    } else {
      group.fail(failure.code);
      client.discard(request);
    }
    return failure;
  }

  *#attempts(request: Request, sentSeconds: number, group: { retry(): void }): Body<TargetError | null> {
    const { client, trouble, retrySeconds } = this.#options;
    const { clock } = this.#driver;
    const entry = trouble.sent(sentSeconds);
    let pauseSeconds = FIRST_PAUSE_SECONDS;
    for (let attempt = 0; ; attempt++) {
      try {
        yield* client.send(request);
        trouble.answered(entry, clock.nowSeconds);
        return null;
      } catch (error) {
        if (!(error instanceof TargetError)) throw error;
        if (attempt > 0 && (yield* this.#wasDone(request, error))) {
          trouble.answered(entry, clock.nowSeconds);
          return null;
        }
        trouble.failed(clock.nowSeconds);
        const leftSeconds = sentSeconds + retrySeconds - clock.nowSeconds;
        if (!error.retryable || this.stopped || leftSeconds <= 0) {
          trouble.givenUp(entry);
          return error;
        }
        group.retry();
        yield* this.#driver.pause(Math.min(pauseSeconds, leftSeconds));
        pauseSeconds = Math.min(LONGEST_PAUSE_SECONDS, pauseSeconds * 2);
      }
    }
  }

  *#wasDone(request: Request, error: TargetError): Body<boolean> {
    try {
      return yield* this.#options.client.wasDone(request, error);
    } catch (failure) {
      if (failure instanceof TargetError) return false;
      throw failure;
    }
  }
}
