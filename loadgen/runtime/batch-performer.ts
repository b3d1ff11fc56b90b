/**
 * Performs batches of operations in real time on a target. In an open loop an operation is due at its own time,
 * whatever became of those before it. In a closed loop it is due at the answer to the one before. A failed operation of
 * a closed loop fails its batch, as it would fail a renderer; in an open loop the others go on.
 */

import { operationsOf } from '../../models/enumerate.ts';
import { isFollowed, type Operation, operationCount } from '../../models/operations.ts';
import type { StreamSource } from '../../models/random.ts';
import type { Body, Process, Suspension, Waitable } from '../../sim/kernel/process.ts';
import type { Share } from '../../sim/runtime/share.ts';
import type { Work, WorkPerformer } from '../../sim/runtime/work-performer.ts';
import type { TargetError } from '../targets/target.ts';
import type { CachedReads } from './cached-reads.ts';
import type { Driver } from './driver.ts';
import { InFlightBatch } from './in-flight-batch.ts';
import { InFlightGroup } from './in-flight-group.ts';
import type { LoadTask } from './load-task.ts';
import { RequestPerformer, type RequestPerformerOptions } from './request-performer.ts';

export interface BatchPerformerOptions extends RequestPerformerOptions {
  readonly streams: StreamSource;
  readonly share: Share;
  readonly cachedReads: CachedReads;
}

/** A wait that does not end. */
const NEVER: Waitable & Suspension = {
  begin() {
    return this;
  },
  abandon() {},
};

export class BatchPerformer implements WorkPerformer<LoadTask> {
  readonly #options: BatchPerformerOptions;
  readonly #driver: Driver;
  readonly #operations: RequestPerformer;

  constructor(options: BatchPerformerOptions) {
    this.#options = options;
    this.#driver = options.driver;
    this.#operations = new RequestPerformer(options);
  }

  /** From now on what comes due is counted as offered and not sent. */
  stop(): void {
    this.#operations.stopped = true;
  }

  perform(work: Work, task: LoadTask): Body<number> | null {
    const total = operationCount(work.batch.counts);
    return total === 0 ? null : this.#performAll(work, task, total);
  }

  *#performAll(work: Work, task: LoadTask, total: number): Body<number> {
    const { batch, step } = work;
    const { speed, streams, recorder } = this.#options;
    const startSeconds = this.#driver.clock.nowSeconds;
    recorder.turn(startSeconds);
    const inFlight = new InFlightBatch(
      work,
      task,
      operationsOf(batch, streams.stream(task.task, step)),
      recorder,
    );
    inFlight.cached = this.#options.cachedReads.begin(batch, work.client);
    if (batch.pacing.kind === 'closed')
      yield* this.#closed(inFlight, Math.min(total, batch.pacing.outstanding));
    else yield* this.#open(inFlight, total, batch.pacing.spreadSeconds / speed);
    // What was cut short is not done: the stage does not go on.
    if (this.#operations.stopped) yield NEVER;
    if (inFlight.failure !== null) throw inFlight.failure;
    inFlight.cached?.fill();
    return (this.#driver.clock.nowSeconds - startSeconds) * speed;
  }

  *#closed(inFlight: InFlightBatch, outstanding: number): Body<void> {
    const { simulation } = this.#driver;
    const { share } = this.#options;
    const loops = Math.max(1, inFlight.task.inParts ? share.partOf(outstanding) : outstanding);
    if (loops === 1) return yield* this.#closedLoop(inFlight);
    const clients: Process<void>[] = [];
    for (let i = 0; i < loops; i++) {
      clients.push(simulation.spawn(this.#closedLoop(inFlight), { name: 'client' }));
    }
    for (const client of clients) yield client;
  }

  /** One of a client's requests: takes the next operation when the one before has been answered. */
  *#closedLoop(inFlight: InFlightBatch): Body<void> {
    const { simulation } = this.#driver;
    const operations = this.#operations;
    for (let next = this.#next(inFlight); next !== undefined; next = this.#next(inFlight)) {
      if (operations.stopped || inFlight.failure !== null) return;
      const cachedSeconds = inFlight.cached?.secondsFor(next, this.#driver.clock.nowSeconds) ?? null;
      if (cachedSeconds !== null) {
        this.#options.observer?.(inFlight.task.task, inFlight.work.step, next);
        yield* this.#driver.pause(cachedSeconds);
        continue;
      }
      const rest = this.#begin(inFlight, next);
      if (rest !== null) inFlight.failure = (yield* rest) ?? inFlight.failure;
      // What came due during a call that this thread waited for goes first.
      const now = operations.answeredSeconds;
      if (now >= simulation.nextSeconds || now > this.#driver.turnEndsSeconds) {
        yield Math.max(0, now - simulation.now);
      }
    }
  }

  /** Begins an operation of a closed loop, with the one that waits for its answer, if there is one. */
  #begin(inFlight: InFlightBatch, operation: Operation): Body<TargetError | null> | null {
    const following = isFollowed(inFlight.work.batch, operation.kind) ? this.#next(inFlight) : undefined;
    return following === undefined
      ? this.#operations.perform(inFlight, operation, null)
      : this.#operations.performBoth(inFlight, operation, following);
  }

  /** Operations evenly over the span, each at its own time. */
  *#open(inFlight: InFlightBatch, total: number, spreadSeconds: number): Body<void> {
    const { simulation } = this.#driver;
    const startSeconds = simulation.now;
    const sent = new InFlightGroup(simulation);
    let index = 0;
    for (const operation of inFlight.operations) {
      const dueSeconds = startSeconds + ((index++ + 0.5) / total) * spreadSeconds;
      if (!this.#isOurs(inFlight, operation)) continue;
      if (dueSeconds > simulation.now) yield dueSeconds - simulation.now;
      this.#options.recorder.turn(dueSeconds);
      const rest = this.#operations.perform(inFlight, operation, dueSeconds);
      if (rest !== null) sent.start(rest);
    }
    yield sent;
  }

  #next(inFlight: InFlightBatch): Operation | undefined {
    for (;;) {
      const { value, done } = inFlight.operations.next();
      if (done === true) return undefined;
      if (this.#isOurs(inFlight, value)) return value;
    }
  }

  #isOurs({ task }: InFlightBatch, { file }: Operation): boolean {
    return !task.inParts || this.#options.share.ownsFile(file);
  }
}
