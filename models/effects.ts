/**
 * Effects: everything that a pipeline stage can ask of the world. A stage is a generator that yields effects and knows
 * no clock and no I/O library. A runtime performs them, in virtual time (sim/) or in real time on a real target
 * (loadgen/), and sends the answer back in. A fault is an exception thrown into the generator at the effect it was
 * waiting for.
 *
 * Stages call the helper functions with `yield*`, which gives each effect its own answer type.
 */

import type { OperationBatch } from './operations.ts';

/** Why time passes: until the next arrival, or while a person thinks. */
export type WaitReason = 'arrival' | 'think';

/**
 * Units of a stage's work: deliveries, frames, gestures, ticks of churn. Finished is never more than arrived. Blocked units
 * arrive and are never finished, because work that theirs depends on has failed.
 */
export type WorkCounter = 'arrived' | 'finished' | 'blocked';

/** A signal that has been given: when, in seconds since the start of the run, and how the work ended of which it tells. */
export interface Signal {
  readonly atSeconds: number;
  readonly outcome: 'done' | 'failed';
}

/** Place where work runs, which decides the network path of its storage traffic. */
export type Client =
  | { readonly kind: 'node'; readonly farm: string; readonly node: number }
  | { readonly kind: 'workstation'; readonly stage: string; readonly seat: number };

/** A held place on a farm: one GPU of a node. */
export interface Lease {
  readonly farm: string;
  readonly client: Client & { readonly kind: 'node' };
  /** How often the job that holds it has been started, from 1: another attempt begins where the node of the one before has failed. */
  readonly attempt: number;
}

/** Requirements of a job on its node. */
export interface Placement {
  readonly farm: string;
  readonly gpuMemoryBytes: number;
  /** Lower goes first. */
  readonly priority: number;
}

/**
 * Jobs submitted together to a farm's queue. A waiting job is a number. Its stage is made only when it starts on a
 * node, which it holds until the stage ends.
 */
export interface Submission {
  readonly placement: Placement;
  readonly jobs: number;
  /** Name of the task of job i. */
  readonly name: (job: number) => string;
  readonly body: (job: number, lease: Lease) => Stage<unknown>;
}

/**
 * Division of a started stage among several runtimes of one studio. `whole`: one of them performs it. `parts`: its jobs
 * and operations are dealt to all of them. A single runtime performs both alike.
 */
export type Spread = 'whole' | 'parts';

export type Effect =
  | { readonly kind: 'now' }
  | { readonly kind: 'wait-until'; readonly atSeconds: number; readonly reason: WaitReason }
  | { readonly kind: 'wait'; readonly seconds: number; readonly reason: WaitReason }
  | { readonly kind: 'submit'; readonly submission: Submission }
  | { readonly kind: 'compute'; readonly lease: Lease; readonly seconds: number }
  | {
      readonly kind: 'perform';
      readonly batch: OperationBatch;
      readonly client: Client;
      readonly step: string;
    }
  | { readonly kind: 'observe'; readonly metric: string; readonly value: number }
  | { readonly kind: 'count'; readonly counter: WorkCounter; readonly amount: number }
  | { readonly kind: 'start'; readonly name: string; readonly body: Stage<unknown>; readonly spread: Spread }
  | { readonly kind: 'join'; readonly task: Task }
  | { readonly kind: 'signal'; readonly name: string; readonly outcome: Signal['outcome'] }
  | { readonly kind: 'until'; readonly name: string };

/** A started child stage, or submitted jobs; `join` waits for the end. */
export interface Task {
  readonly name: string;
}

/** A pipeline stage: yields effects, receives their answers, returns T. */
export type Stage<T = void> = Generator<Effect, T, unknown>;

/**
 * One effect, asked for with `yield*`, which gives the answer as a T. It is an iterator written out, and itself the
 * result of its steps. A frame asks for a dozen effects: a generator for each made three times the garbage, and
 * separate results take 80 bytes each.
 */
class Ask<T> implements Iterable<Effect, T, unknown>, Iterator<Effect, T, unknown> {
  done = false;
  /** The effect, then its answer. */
  value: unknown;
  #asked = false;

  constructor(effect: Effect) {
    this.value = effect;
  }

  [Symbol.iterator](): Iterator<Effect, T, unknown> {
    return this;
  }

  next(answer?: unknown): IteratorResult<Effect, T> {
    if (this.#asked) {
      this.done = true;
      this.value = answer;
    }
    this.#asked = true;
    return this as IteratorResult<Effect, T>;
  }

  throw(fault: unknown): never {
    throw fault;
  }
}

/** Seconds since the start of the run, in the runtime's time. */
export function now(): Ask<number> {
  return new Ask({ kind: 'now' });
}

/** Waits until an absolute time in seconds since the start of the run; returns at once when that is past. */
export function waitUntil(atSeconds: number, reason: WaitReason): Ask<void> {
  return new Ask({ kind: 'wait-until', atSeconds, reason });
}

/** Lets `seconds` pass. */
export function wait(seconds: number, reason: WaitReason): Ask<void> {
  return new Ask({ kind: 'wait', seconds, reason });
}

/** Puts jobs into a farm's queue; the task ends when all of them have. */
export function submit(submission: Submission): Ask<Task> {
  return new Ask({ kind: 'submit', submission });
}

/** Computes on a leased node for `seconds`. */
export function compute(lease: Lease, seconds: number): Ask<void> {
  return new Ask({ kind: 'compute', lease, seconds });
}

/**
 * Performs a batch of storage operations and returns how long it took in seconds. The runtime measures the response time
 * of each operation and records it under the metrics of the stage that name this step (see metrics.ts).
 */
export function perform(step: string, client: Client, batch: OperationBatch): Ask<number> {
  return new Ask({ kind: 'perform', batch, client, step });
}

/** Records one value of a metric of the stage, in the metric's SI unit (see metrics.ts). */
export function observe(metric: string, value: number): Ask<void> {
  return new Ask({ kind: 'observe', metric, value });
}

/** Counts units of work that arrived at the stage, were finished by it, or are blocked. */
export function count(counter: WorkCounter, amount: number): Ask<void> {
  return new Ask({ kind: 'count', counter, amount });
}

/** Starts a child stage beside this one. */
export function start(name: string, body: Stage<unknown>, spread: Spread = 'whole'): Ask<Task> {
  return new Ask({ kind: 'start', name, body, spread });
}

/** Waits for a child to end. */
export function join(task: Task): Ask<void> {
  return new Ask({ kind: 'join', task });
}

/** Gives a signal, once in a run. Work that several runtimes perform in parts gives it at the time of the last one. */
export function signal(name: string, outcome: Signal['outcome']): Ask<void> {
  return new Ask({ kind: 'signal', name, outcome });
}

/** Waits until a signal is given, at once where it has been, and returns it. */
export function until(name: string): Ask<Signal> {
  return new Ask({ kind: 'until', name });
}
