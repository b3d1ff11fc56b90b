import type { Effect, Stage } from '../../models/effects.ts';
import type { Body, Command } from '../kernel/process.ts';
import type { EffectRuntime, RunningTask } from './effect-runtime.ts';
import { type Dealing, DONE, type TaskEnd, type TaskRecord } from './task-record.ts';

/**
 * The body of the process of a stage, or of a part of one: it asks the stage for its next effect and performs it. A
 * fault or an interrupt that arrives meanwhile is thrown into the stage at that effect. It is an iterator written out,
 * and itself the result of its steps. With generators a frame's events passed through three of them, which took an
 * eighth of a large day.
 */
export class PerformedStage<R extends TaskRecord<R>> implements Body<TaskEnd>, Dealing {
  done = false;
  /** Command that the process is to wait for, then the end of the stage. */
  value: unknown = undefined;
  readonly record: R;
  readonly inParts: boolean;
  dealt: number;
  readonly #runtime: EffectRuntime<R>;
  readonly #stage: Stage<unknown>;
  #release: ((end: TaskEnd) => void) | null;
  /** The batch or the computation under way, which goes through several waits. */
  #part: Body<unknown> | null = null;
  /** The task for whose end the stage waits. */
  #joined: RunningTask<R> | null = null;
  #joinedAtSeconds = 0;
  /** Answer to the last effect, where no wait was needed. */
  #answer: unknown = undefined;

  /** `release` is called when the stage ends, however it does. */
  constructor(
    runtime: EffectRuntime<R>,
    stage: Stage<unknown>,
    record: R,
    inParts: boolean,
    dealt: number,
    release: ((end: TaskEnd) => void) | null,
  ) {
    this.#runtime = runtime;
    this.#stage = stage;
    this.record = record;
    this.inParts = inParts;
    this.dealt = dealt;
    this.#release = release;
  }

  [Symbol.iterator](): Iterator<Command, TaskEnd, unknown> {
    return this;
  }

  next(answer?: unknown): IteratorResult<Command, TaskEnd> {
    return this.#goOn(answer, false);
  }

  throw(fault: unknown): IteratorResult<Command, TaskEnd> {
    return this.#goOn(fault, true);
  }

  #goOn(answer: unknown, thrown: boolean): IteratorResult<Command, TaskEnd> {
    try {
      this.#advance(answer, thrown);
      if (this.done) this.record.done();
    } catch (error) {
      const end: TaskEnd = { kind: 'failed', error };
      if (!this.#runtime.failsTask(error)) {
        this.#end(end);
        throw error;
      }
      this.record.failed();
      this.done = true;
      this.value = end;
    }
    if (this.done) this.#end(this.value as TaskEnd);
    return this as IteratorResult<Command, TaskEnd>;
  }

  #end(end: TaskEnd): void {
    const release = this.#release;
    this.#release = null;
    release?.(end);
    this.#runtime.ended();
  }

  /** Goes on to the next wait, or to the end. */
  #advance(given: unknown, thrown: boolean): void {
    let answer = given;
    let throwing = thrown;
    if (this.#joined !== null) {
      const failure = this.#endJoin(this.#joined, throwing);
      if (failure !== null) {
        answer = failure.error;
        throwing = true;
      }
    }
    for (;;) {
      const part = this.#part;
      if (part !== null) {
        try {
          const step = throwing ? part.throw(answer) : part.next(answer);
          if (step.done !== true) {
            this.value = step.value;
            return;
          }
          answer = step.value;
          throwing = false;
        } catch (fault) {
          answer = fault;
          throwing = true;
        }
        this.#part = null;
      }
      const step = throwing ? this.#stage.throw(answer) : this.#stage.next(answer);
      if (step.done === true) {
        this.done = true;
        this.value = DONE;
        return;
      }
      try {
        const command = this.#begin(step.value);
        if (command !== null) {
          this.value = command;
          return;
        }
        answer = this.#answer;
        throwing = false;
      } catch (fault) {
        answer = fault;
        throwing = true;
      }
    }
  }

  /** Begins to perform an effect: gives what to wait for, or null, with `#part` set or the answer found. */
  #begin(effect: Effect): Command | null {
    const { clock } = this.#runtime;
    this.#answer = undefined;
    switch (effect.kind) {
      case 'perform':
        this.#part = this.#runtime.performer.perform(effect, this.record);
        if (this.#part === null) this.#answer = 0;
        return null;
      case 'compute':
        this.#part = this.#runtime
          .farm(effect.lease.farm)
          .compute(Math.max(0, clock.delaySeconds(effect.seconds)));
        this.record.computes(effect.seconds);
        return null;
      case 'wait': {
        const seconds = clock.delaySeconds(effect.seconds);
        return seconds > 0 ? seconds : null;
      }
      case 'wait-until': {
        const seconds = clock.untilSeconds(effect.atSeconds);
        if (effect.reason === 'arrival') this.record.arrived();
        return seconds > 0 ? seconds : null;
      }
      case 'join':
        return this.#join(effect.task as RunningTask<R>);
      case 'until': {
        const { signals } = this.#runtime;
        this.#answer = signals.given(effect.name);
        return this.#answer === undefined ? signals.wait(effect.name) : null;
      }
      case 'now':
      case 'observe':
      case 'count':
      case 'start':
      case 'submit':
      case 'signal':
        this.#answer = this.#runtime.answer(effect, this);
        return null;
    }
  }

  #join(task: RunningTask<R>): Command | null {
    if (task.ended === null) return null;
    this.#joined = task;
    this.#joinedAtSeconds = this.#runtime.clock.nowSeconds;
    return task.ended;
  }

  /**
   * Ends the wait for a task: returns its failure, if it failed. The record goes on from that of the task where it is the task
   * that determined the time.
   */
  #endJoin(joined: RunningTask<R>, interrupted: boolean): (TaskEnd & { kind: 'failed' }) | null {
    this.#joined = null;
    if (interrupted) return null;
    const { end, record } = joined;
    if (end.kind === 'failed') return end;
    if (record !== null && this.#runtime.clock.nowSeconds > this.#joinedAtSeconds) this.record.follow(record);
    return null;
  }
}
