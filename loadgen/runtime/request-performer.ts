/**
 * Performs single operations and measures each from its due time and from its sending, with the lateness of the
 * sending. An attempt that fails in a way that may pass is repeated, after pauses that double.
 *
 * An operation that need not wait is performed at once, without a generator, which would take a third longer. It waits
 * for its turn on the file, for the client's device or for an answer.
 */

import { isReadOnly, type Operation } from '../../models/operations.ts';
import type { Body, Waitable } from '../../sim/kernel/process.ts';
import type { FailureTracker, Unanswered } from '../measure/failure-tracker.ts';
import type { GroupRecorder, RuntimeRecorder } from '../measure/runtime-recorder.ts';
import { TargetError } from '../targets/target.ts';
import type { Driver } from './driver.ts';
import type { FileClient, Request } from './file-client.ts';
import { type FileLock, FileLocks } from './file-locks.ts';
import type { InFlightBatch } from './in-flight-batch.ts';

const FIRST_PAUSE_SECONDS = 0.05;
const LONGEST_PAUSE_SECONDS = 2;

/** Sees each operation as it is issued: for tests that compare streams of operations. */
export type OperationObserver = (task: string, step: string, operation: Operation) => void;

/** Asked before each sending: whether it may be. Once it may not, nothing is sent any more. */
export type Permit = (operation: Operation) => boolean;

export interface RequestPerformerOptions {
  readonly driver: Driver;
  readonly client: FileClient;
  readonly recorder: RuntimeRecorder;
  readonly failures: FailureTracker;
  /** Speed of the scenario's compute and wait times, and of its clients' devices. */
  readonly speed: number;
  /** For how long after its first sending an operation is tried again. */
  readonly retrySeconds: number;
  readonly permit?: Permit;
  readonly observer?: OperationObserver;
}

/** An operation that was issued. */
interface Issued {
  readonly request: Request;
  readonly group: GroupRecorder;
  /** Held; null as long as nothing is waited for, when nobody else can ask for the file. */
  lock: FileLock | null;
  /** Turn to wait for before it has the file; null where it has it, or where nobody else does. */
  readonly turn: Waitable | null;
  /** Null in a closed loop, where it is due as soon as it can be sent. */
  readonly ownDueSeconds: number | null;
  /** From when on only this thread can have been late. */
  readySeconds: number;
}

/** An operation that was sent. */
interface Sent {
  readonly issued: Issued;
  readonly dueSeconds: number;
  readonly entry: Unanswered;
}

export class RequestPerformer {
  /** From now on what comes due is counted as offered and not sent. */
  stopped = false;
  /** When the last answer came. */
  answeredSeconds = Number.NEGATIVE_INFINITY;
  readonly #options: RequestPerformerOptions;
  readonly #driver: Driver;
  readonly #client: FileClient;
  readonly #failures: FailureTracker;
  readonly #locks: FileLocks;

  constructor(options: RequestPerformerOptions) {
    this.#options = options;
    this.#driver = options.driver;
    this.#client = options.client;
    this.#failures = options.failures;
    this.#locks = new FileLocks(options.driver.simulation);
  }

  /**
   * Performs one operation, due at its own time in an open loop, or as soon as possible in a closed one (null). Returns
   * null if it is already finished without failure. Otherwise returns the body of the rest, which answers the failure
   * that ended it.
   */
  perform(
    inFlight: InFlightBatch,
    operation: Operation,
    ownDueSeconds: number | null,
  ): Body<TargetError | null> | null {
    const issued = this.#issue(inFlight, operation, ownDueSeconds);
    return issued === null ? null : this.#begin(inFlight, issued);
  }

  /**
   * One operation of a closed loop, and another that is sent when it was answered. Both are issued now, so that others on the file
   * of the second stand behind it. Answers the failure for which one was given up.
   */
  *performBoth(inFlight: InFlightBatch, first: Operation, second: Operation): Body<TargetError | null> {
    const issued = this.#issue(inFlight, first, null);
    const following = issued === null ? null : this.#issue(inFlight, second, null);
    if (issued === null) return null;
    if (following !== null) this.#hold(following);
    const rest = this.#begin(inFlight, issued);
    const failure = rest === null ? null : yield* rest;
    if (following === null) return failure;
    if (failure !== null) {
      if (following.turn !== null) yield following.turn;
      following.lock!.release();
      this.#client.discard(following.request);
      return failure;
    }
    const restOfSecond = this.#begin(inFlight, following);
    return restOfSecond === null ? null : yield* restOfSecond;
  }

  #issue(inFlight: InFlightBatch, operation: Operation, ownDueSeconds: number | null): Issued | null {
    const { permit, observer } = this.#options;
    const group = inFlight.groupOf(operation.kind);
    group.offer();
    if (this.stopped) return null;
    if (permit?.(operation) === false) {
      this.stopped = true;
      return null;
    }
    observer?.(inFlight.task.task, inFlight.work.step, operation);
    const request = this.#client.issue(operation, ownDueSeconds !== null);
    const lock = this.#locks.find(operation.file) ?? null;
    const turn = lock === null ? null : lock.acquire(isReadOnly(operation.kind));
    return { request, group, lock, turn, ownDueSeconds, readySeconds: this.#driver.freeSeconds };
  }

  #begin(inFlight: InFlightBatch, issued: Issued): Body<TargetError | null> | null {
    const { turn } = issued;
    return turn === null ? this.#inTurn(inFlight, issued) : this.#onceInTurn(inFlight, issued, turn);
  }

  *#onceInTurn(inFlight: InFlightBatch, issued: Issued, turn: Waitable): Body<TargetError | null> {
    yield turn;
    issued.readySeconds = this.#driver.clock.nowSeconds;
    const rest = this.#inTurn(inFlight, issued);
    return rest === null ? null : yield* rest;
  }

  #inTurn(inFlight: InFlightBatch, issued: Issued): Body<TargetError | null> | null {
    const busySeconds = issued.ownDueSeconds === null ? this.#deviceBusySeconds(inFlight, issued) : 0;
    if (busySeconds === 0) return this.#send(issued);
    // What follows on the file must not overtake a payload that waits for the client's device.
    this.#hold(issued);
    return this.#onceDeviceFree(issued, busySeconds);
  }

  #hold(issued: Issued): void {
    if (issued.lock !== null) return;
    const { file, kind } = issued.request.operation;
    issued.lock = this.#locks.of(file);
    issued.lock.acquire(isReadOnly(kind));
  }

  /** For how long the client's own device can neither take nor give the payload. */
  #deviceBusySeconds(inFlight: InFlightBatch, { request }: Issued): number {
    const { bytes } = request.operation;
    if (bytes === 0 || inFlight.work.batch.clientBytesPerSecond === Number.POSITIVE_INFINITY) return 0;
    return inFlight.untilDeviceFree(this.#driver.clock.nowSeconds, bytes, this.#options.speed);
  }

  *#onceDeviceFree(issued: Issued, busySeconds: number): Body<TargetError | null> {
    yield* this.#driver.pause(busySeconds);
    const rest = this.#send(issued);
    return rest === null ? null : yield* rest;
  }

  #send(issued: Issued): Body<TargetError | null> | null {
    if (this.stopped) return null;
    const { request, group, ownDueSeconds } = issued;
    this.#client.prepare(request);
    const sentSeconds = this.#driver.clock.nowSeconds;
    const dueSeconds = ownDueSeconds ?? sentSeconds;
    group.send(dueSeconds, sentSeconds);
    if (ownDueSeconds !== null) {
      this.#options.recorder.lag(sentSeconds - Math.max(dueSeconds, issued.readySeconds));
    }
    const sent: Sent = { issued, dueSeconds, entry: this.#failures.sent(sentSeconds) };
    const { events } = this.#driver.simulation;
    try {
      const rest = this.#client.send(request);
      if (rest !== null) {
        this.#hold(issued);
        return this.#onceAnswered(sent, rest, events);
      }
    } catch (error) {
      this.#hold(issued);
      return this.#onceRepeated(sent, error, events);
    }
    this.#end(sent, null, events);
    return null;
  }

  *#onceAnswered(sent: Sent, rest: Body<void>, eventsBefore: number): Body<TargetError | null> {
    try {
      yield* rest;
    } catch (error) {
      return yield* this.#onceRepeated(sent, error, eventsBefore);
    }
    this.#end(sent, null, eventsBefore);
    return null;
  }

  *#onceRepeated(sent: Sent, error: unknown, eventsBefore: number): Body<TargetError | null> {
    if (this.#driver.simulation.events === eventsBefore) this.#driver.goesOn();
    const failure = yield* this.#again(sent, error);
    this.#end(sent, failure, eventsBefore);
    return failure;
  }

  #end({ issued, dueSeconds, entry }: Sent, failure: TargetError | null, eventsBefore: number): void {
    const { clock, simulation } = this.#driver;
    const answeredSeconds = clock.nowSeconds;
    // Nothing else has happened since: this thread waited for the answer.
    if (simulation.events === eventsBefore) this.#driver.freeSeconds = answeredSeconds;
    const { request, group, lock } = issued;
    this.answeredSeconds = answeredSeconds;
    this.#options.recorder.turn(answeredSeconds);
    lock?.release();
    if (failure === null) {
      this.#failures.answered(entry, answeredSeconds);
      group.answer(dueSeconds, entry.sentSeconds, answeredSeconds, request.operation.bytes);
      this.#client.finish(request);
    } else {
      group.fail(failure.code);
      this.#client.discard(request);
    }
  }

  /** Handles a failed attempt: repeats it or gives up. */
  *#again({ issued, entry }: Sent, failure: unknown): Body<TargetError | null> {
    const { retrySeconds } = this.#options;
    const { request, group } = issued;
    const { clock, simulation } = this.#driver;
    const failures = this.#failures;
    let error = failure;
    let pauseSeconds = FIRST_PAUSE_SECONDS;
    for (let attempt = 1; ; attempt++) {
      if (!(error instanceof TargetError)) throw error;
      if (attempt > 1 && (yield* this.#wasDone(request, error))) return null;
      failures.failed(clock.nowSeconds);
      const leftSeconds = entry.sentSeconds + retrySeconds - clock.nowSeconds;
      if (!error.retryable || this.stopped || leftSeconds <= 0) {
        failures.givenUp(entry);
        return error;
      }
      group.retry();
      yield* this.#driver.pause(Math.min(pauseSeconds, leftSeconds));
      pauseSeconds = Math.min(LONGEST_PAUSE_SECONDS, pauseSeconds * 2);
      failures.sentAgain(entry);
      const eventsBefore = simulation.events;
      try {
        const rest = this.#client.send(request);
        if (rest !== null) yield* rest;
        return null;
      } catch (next) {
        error = next;
      } finally {
        if (simulation.events === eventsBefore) this.#driver.goesOn();
      }
    }
  }

  *#wasDone(request: Request, error: TargetError): Body<boolean> {
    try {
      return yield* this.#client.wasDone(request, error);
    } catch (failure) {
      if (failure instanceof TargetError) return false;
      throw failure;
    }
  }
}
