/**
 * Performs batches of operations in real time on a target, and measures each operation: from the time at which it was due, from its
 * sending, and how late the sending was. In an open loop an operation is due at its own time, whatever became of those before it;
 * in a closed loop, when the one before it was answered.
 *
 * An attempt that fails in a way that may pass is repeated, after pauses that double. In a closed loop an operation that is given
 * up fails its batch, as it would fail a renderer; in an open one the others do not know of it.
 */

import { operationsOf } from '../../models/enumerate.ts';
import { type Operation, onlyLooks, operationCount } from '../../models/operations.ts';
import type { StreamSource } from '../../models/random.ts';
import type { Body, Process, Suspension, Waitable } from '../../sim/kernel/process.ts';
import type { GroupRecorder, Recorder } from '../measure/recorder.ts';
import type { Trouble, Unanswered } from '../measure/trouble.ts';
import { TargetError } from '../target.ts';
import { BatchUnderWay } from './batch-under-way.ts';
import type { Driver } from './driver.ts';
import type { Work, WorkPerformer } from './effect-runtime.ts';
import type { FileClient, Request } from './file-client.ts';
import { FileLocks } from './file-locks.ts';
import type { Share } from './share.ts';
import { UnderWay } from './under-way.ts';

const FIRST_PAUSE_SECONDS = 0.05;
const LONGEST_PAUSE_SECONDS = 2;

/** Sees each operation as it is issued: for tests that compare streams of operations. */
export type OperationObserver = (task: string, step: string, operation: Operation) => void;

/** Asked before each sending: whether it may be. Once it may not, nothing is sent any more. */
export type Permit = (operation: Operation) => boolean;

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
  /** When the last answer came. */
  #answeredSeconds = Number.NEGATIVE_INFINITY;

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
    recorder.turn(startSeconds);
    const underWay = new BatchUnderWay(work, operationsOf(batch, streams.stream(task, step)), recorder);
    if (batch.pacing.kind === 'closed')
      yield* this.#closed(underWay, Math.min(total, batch.pacing.outstanding));
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
    const { simulation } = this.#driver;
    for (let next = this.#next(underWay); next !== undefined; next = this.#next(underWay)) {
      if (this.stopped || underWay.failure !== null) return;
      const failure = yield* this.#operation(underWay, next, null);
      if (failure !== null) underWay.failure = failure;
      // What came due during a call that this thread waited for goes first.
      const now = this.#answeredSeconds;
      if (now >= simulation.nextSeconds || now > this.#driver.turnEndsSeconds) {
        yield Math.max(0, now - simulation.now);
      }
    }
  }

  /** Operations evenly over the span, each at its own time. */
  *#open(underWay: BatchUnderWay, total: number, spreadSeconds: number): Body<void> {
    const { simulation } = this.#driver;
    const startSeconds = simulation.now;
    const sent = new UnderWay(simulation);
    let index = 0;
    for (const operation of underWay.operations) {
      const dueSeconds = startSeconds + ((index++ + 0.5) / total) * spreadSeconds;
      if (!this.#isOurs(underWay, operation)) continue;
      if (dueSeconds > simulation.now) yield dueSeconds - simulation.now;
      this.#options.recorder.turn(dueSeconds);
      sent.start(this.#operation(underWay, operation, dueSeconds));
    }
    yield sent;
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

  /**
   * One operation, due at its own time in an open loop, as soon as it can be sent in a closed one (null). Answers the failure for
   * which it was given up.
   */
  *#operation(
    underWay: BatchUnderWay,
    operation: Operation,
    ownDueSeconds: number | null,
  ): Body<TargetError | null> {
    const { client, recorder, permit, observer, trouble } = this.#options;
    const { clock, simulation } = this.#driver;
    const group = underWay.groupOf(operation.kind);
    group.offer();
    if (this.stopped) return null;
    if (permit?.(operation) === false) {
      this.stopped = true;
      return null;
    }
    observer?.(underWay.work.task, underWay.work.step, operation);
    const request = client.issue(operation, ownDueSeconds !== null);
    let readySeconds = this.#driver.freeSeconds;
    const lock = this.#locks.of(operation.file);
    const turn = lock.acquire(onlyLooks(operation.kind));
    if (turn !== null) {
      yield turn;
      readySeconds = clock.nowSeconds;
    }
    // The file is held meanwhile: what follows on it must not overtake a payload that waits for the client's device.
    if (ownDueSeconds === null) yield* this.#device(underWay, operation);
    if (this.stopped) return null;
    client.prepare(request);
    const sentSeconds = clock.nowSeconds;
    const dueSeconds = ownDueSeconds ?? sentSeconds;
    group.send(dueSeconds, sentSeconds);
    if (ownDueSeconds !== null) recorder.lag(sentSeconds - Math.max(dueSeconds, readySeconds));
    const eventsBefore = simulation.events;
    const entry = trouble.sent(sentSeconds);
    let failure: TargetError | null = null;
    try {
      yield* client.send(request);
    } catch (error) {
      if (simulation.events === eventsBefore) this.#driver.goesOn();
      failure = yield* this.#again(request, error, entry, group);
    }
    const answeredSeconds = clock.nowSeconds;
    if (simulation.events === eventsBefore) this.#driver.freeSeconds = answeredSeconds;
    this.#answeredSeconds = answeredSeconds;
    recorder.turn(answeredSeconds);
    lock.release();
    if (failure === null) {
      trouble.answered(entry, answeredSeconds);
      group.answer(dueSeconds, sentSeconds, answeredSeconds, operation.bytes);
      client.finish(request);
    } else {
      group.fail(failure.code);
      client.discard(request);
    }
    return failure;
  }

  /** Waits until the client's own device can take or give the payload. */
  *#device(underWay: BatchUnderWay, { bytes }: Operation): Body<void> {
    if (bytes === 0 || underWay.work.batch.clientBytesPerSecond === Number.POSITIVE_INFINITY) return;
    const busySeconds = underWay.untilDeviceFree(this.#driver.clock.nowSeconds, bytes, this.#options.speed);
    if (busySeconds > 0) yield* this.#driver.pause(busySeconds);
  }

  /** What follows on an attempt that failed. */
  *#again(
    request: Request,
    failure: unknown,
    entry: Unanswered,
    group: GroupRecorder,
  ): Body<TargetError | null> {
    const { client, trouble, retrySeconds } = this.#options;
    const { clock } = this.#driver;
    let error = failure;
    let pauseSeconds = FIRST_PAUSE_SECONDS;
    for (let attempt = 1; ; attempt++) {
      if (!(error instanceof TargetError)) throw error;
      if (attempt > 1 && (yield* this.#wasDone(request, error))) return null;
      trouble.failed(clock.nowSeconds);
      const leftSeconds = entry.sentSeconds + retrySeconds - clock.nowSeconds;
      if (!error.retryable || this.stopped || leftSeconds <= 0) {
        trouble.givenUp(entry);
        return error;
      }
      group.retry();
      yield* this.#driver.pause(Math.min(pauseSeconds, leftSeconds));
      pauseSeconds = Math.min(LONGEST_PAUSE_SECONDS, pauseSeconds * 2);
      trouble.sentAgain(entry);
      const eventsBefore = this.#driver.simulation.events;
      try {
        yield* client.send(request);
        return null;
      } catch (next) {
        error = next;
      } finally {
        if (this.#driver.simulation.events === eventsBefore) this.#driver.goesOn();
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
