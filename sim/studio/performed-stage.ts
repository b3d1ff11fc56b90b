import type { Effect, Stage, Task } from '../../models/effects.ts';
import type { Body, Command, Waitable } from '../kernel/process.ts';
import type { EffectRuntime } from './effect-runtime.ts';
import type { History } from './history.ts';
import type { Origin } from './performer.ts';
import type { StageRecorder } from './recorder.ts';

/** A child stage, or submitted jobs, in virtual time. */
export interface VirtualTask extends Task {
  readonly ended: Waitable;
  /** The history of the child, or of the submitted job that ended last; null where it is not kept, or no job has ended. */
  readonly history: History | null;
}

/**
 * What the process of a stage, or of a part of one, runs: it asks the stage for its next effect and performs it. A fault or an
 * interrupt that arrives meanwhile is thrown into the stage at that effect. Written out instead of a generator, and itself
 * the result of its steps: a frame's events passed through three generators then, which took an eighth of a large day.
 */
export class PerformedStage implements Body<unknown>, Origin {
  done = false;
  /** What the process is to wait for, then what the stage has returned. */
  value: unknown = undefined;
  readonly task: string;
  batches = 0;
  readonly recorder: StageRecorder;
  readonly history: History | null;
  readonly #runtime: EffectRuntime;
  readonly #stage: Stage<unknown>;
  #release: (() => void) | null;
  /** The batch or the computation under way, which goes through several waits. */
  #part: Body<unknown> | null = null;
  /** The task for whose end the stage waits. */
  #joined: VirtualTask | null = null;
  #joinedAtSeconds = 0;
  /** Of the last effect, where nothing had to be waited for. */
  #answer: unknown = undefined;

  /** `release` is called when the stage ends, however it does. */
  constructor(
    runtime: EffectRuntime,
    stage: Stage<unknown>,
    task: string,
    recorder: StageRecorder,
    history: History | null,
    release: (() => void) | null,
  ) {
    this.#runtime = runtime;
    this.#stage = stage;
    this.task = task;
    this.recorder = recorder;
    this.history = history;
    this.#release = release;
  }

  [Symbol.iterator](): Iterator<Command, unknown, unknown> {
    return this;
  }

  next(answer?: unknown): IteratorResult<Command, unknown> {
    return this.#goOn(answer, false);
  }

  throw(fault: unknown): IteratorResult<Command, unknown> {
    return this.#goOn(fault, true);
  }

  #goOn(answer: unknown, thrown: boolean): IteratorResult<Command, unknown> {
    try {
      this.#advance(answer, thrown);
    } catch (fault) {
      this.#end();
      throw fault;
    }
    if (this.done) {
      this.recorder.lastEndSeconds = this.#runtime.now;
      this.#end();
    }
    return this as IteratorResult<Command, unknown>;
  }

  #end(): void {
    const release = this.#release;
    this.#release = null;
    release?.();
  }

  /** Goes on to the next wait, or to the end. */
  #advance(given: unknown, thrown: boolean): void {
    let answer = given;
    let throwing = thrown;
    if (this.#joined !== null) this.#followJoined();
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
        this.value = step.value;
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
    this.#answer = undefined;
    switch (effect.kind) {
      case 'perform':
        this.#part = this.#runtime.performer.perform(effect, this);
        if (this.#part === null) this.#answer = 0;
        return null;
      case 'compute':
        this.#part = this.#runtime.farm(effect.lease.farm).compute(effect.seconds);
        this.history?.addComputed(effect.seconds);
        return null;
      case 'wait':
        return effect.seconds > 0 ? effect.seconds : null;
      case 'wait-until': {
        const seconds = effect.atSeconds - this.#runtime.now;
        if (effect.reason === 'arrival') this.history?.restart();
        return seconds > 0 ? seconds : null;
      }
      case 'join':
        this.#joined = effect.task as VirtualTask;
        this.#joinedAtSeconds = this.#runtime.now;
        return this.#joined.ended;
      case 'now':
      case 'observe':
      case 'count':
      case 'start':
      case 'submit':
        this.#answer = this.#runtime.answer(effect, this);
        return null;
    }
  }

  /** After a wait for a task's end, goes on with its history: it is that task which determined the time. */
  #followJoined(): void {
    const joined = this.#joined;
    this.#joined = null;
    if (this.history === null || joined === null || joined.history === null) return;
    if (this.#runtime.now > this.#joinedAtSeconds) this.history.follow(joined.history);
  }
}
