/**
 * The runtime: performs the effects of stages as commands of the kernel, under any clock. The clock, the performer of
 * batches, the farms, the share of the work and the record depend on the use. The uses are a simulation, a load on a
 * real target, and the plan of a load.
 */

import type { Effect, Stage, Submission, Task } from '../../models/effects.ts';
import type { Process, Waitable } from '../kernel/process.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { FarmModel } from './farm-model.ts';
import { PerformedStage } from './performed-stage.ts';
import type { RuntimeClock } from './runtime-clock.ts';
import type { Share } from './share.ts';
import type { Signals } from './signals.ts';
import type { SubmittedJobs } from './submitted-jobs.ts';
import {
  type Dealing,
  isPerformedBy,
  type JobsRecord,
  type KilledAttempt,
  type TaskEnd,
  type TaskRecord,
} from './task-record.ts';
import type { WorkPerformer } from './work-performer.ts';

/** Effects that are answered at once; the others take time. */
type Immediate = Extract<Effect, { kind: 'now' | 'observe' | 'count' | 'start' | 'submit' | 'signal' }>;

export interface EffectRuntimeOptions<R extends TaskRecord<R>> {
  readonly simulation: Simulation;
  readonly clock: RuntimeClock;
  readonly share: Share;
  /** Farms by name. */
  readonly farms: ReadonlyMap<string, FarmModel>;
  readonly performer: WorkPerformer<R>;
  readonly signals: Signals;
  /** Returns whether an error fails only the task in which it was thrown, as one of a target does; others end the run. */
  readonly failsTask: (error: unknown) => boolean;
  /** Called when the last task has ended and no job waits: nothing more will be asked for. */
  readonly onIdle?: () => void;
}

/** A child stage, or submitted jobs, as the runtime performs them. */
export interface RunningTask<R> extends Task {
  /** Null where another runtime performs it. */
  readonly ended: Waitable | null;
  /** How it ended; only once it has. */
  readonly end: TaskEnd;
  /** The record of the child, or of the submitted job that ended last; null where no job has ended. */
  readonly record: R | null;
}

export class EffectRuntime<R extends TaskRecord<R>> {
  readonly clock: RuntimeClock;
  readonly performer: WorkPerformer<R>;
  readonly failsTask: (error: unknown) => boolean;
  readonly signals: Signals;
  readonly #simulation: Simulation;
  readonly #share: Share;
  readonly #farms: ReadonlyMap<string, FarmModel>;
  readonly #onIdle: (() => void) | undefined;
  #stages = 0;
  /** Tasks and jobs that have begun and not ended. */
  #active = 0;

  constructor({
    simulation,
    clock,
    share,
    farms,
    performer,
    signals,
    failsTask,
    onIdle,
  }: EffectRuntimeOptions<R>) {
    this.clock = clock;
    this.performer = performer;
    this.failsTask = failsTask;
    this.signals = signals;
    this.#simulation = simulation;
    this.#share = share;
    this.#farms = farms;
    this.#onIdle = onIdle;
  }

  /** Returns the farm of this name. */
  farm(name: string): FarmModel {
    return this.#farms.get(name)!;
  }

  /** Starts a whole stage; it goes on as the simulation runs. */
  start(stage: Stage<unknown>, record: R): void {
    // Stages begin their dealing at different runtimes, or single deliveries of many stages would meet on the first.
    this.#spawn(stage, record, true, this.#stages++);
  }

  /** Performs an effect that takes no time. For PerformedStage. */
  answer(effect: Immediate, performed: Dealing & { readonly record: R }): unknown {
    switch (effect.kind) {
      case 'now':
        return this.clock.nowSeconds;
      case 'observe':
        return performed.record.observe(effect.metric, effect.value);
      case 'count':
        return performed.record.count(effect.counter, effect.amount);
      case 'start':
        return this.#startChild(effect, performed);
      case 'submit':
        return this.#submit(effect.submission, performed);
      case 'signal': {
        const given = { atSeconds: this.clock.nowSeconds, outcome: effect.outcome };
        return this.signals.give(effect.name, given, performed.inParts);
      }
    }
  }

  /** A task or an attempt at a job has ended, however it did. For PerformedStage. */
  ended(): void {
    this.#active--;
    if (this.#active > 0 || this.#onIdle === undefined) return;
    for (const farm of this.#farms.values()) if (farm.queueLength > 0) return;
    this.#onIdle();
  }

  #spawn(stage: Stage<unknown>, record: R, inParts: boolean, dealt: number): Process<TaskEnd> {
    this.#active++;
    const body = new PerformedStage(this, stage, record, inParts, dealt, null);
    return this.#simulation.spawn(body, { name: record.task });
  }

  #startChild(
    { name, body, spread }: Extract<Effect, { kind: 'start' }>,
    parent: Dealing & { readonly record: R },
  ): RunningTask<R> {
    const inParts = parent.inParts && spread === 'parts';
    const dealt = parent.dealt++;
    if (!isPerformedBy(this.#share, parent, inParts, dealt)) return new StartedTask<R>(name, null, null);
    const record = parent.record.child(name, inParts);
    return new StartedTask(name, this.#spawn(body, record, inParts, dealt), record);
  }

  #submit(submission: Submission, { record, inParts }: Dealing & { readonly record: R }): RunningTask<R> {
    if (!inParts) throw new Error(`${record.task}: jobs are submitted by what is performed in parts`);
    const { farm } = submission.placement;
    const jobsRecord = record.submitted(farm);
    /** Attempts by job that were killed before the one that waits; null while there are none. */
    let killed: Map<number, KilledAttempt<R>> | null = null;
    const jobs = this.farm(farm).submit(submission, (job, lease, waitedSeconds, release, attempt) => {
      const name = submission.name(job);
      // Another attempt has random streams of its own.
      const task = attempt === 1 ? name : `${name}.attempt[${attempt}]`;
      const before = attempt === 1 ? undefined : killed?.get(job);
      const jobRecord =
        before === undefined
          ? jobsRecord.started(task, waitedSeconds)
          : jobsRecord.restarted(task, before, waitedSeconds);
      this.#active++;
      const startSeconds = this.clock.nowSeconds;
      return new PerformedStage(this, submission.body(job, lease), jobRecord, false, 0, (end) => {
        if (end.kind === 'done') {
          jobsRecord.ended(jobRecord);
          release(end);
          return;
        }
        // The next attempt may begin before the release returns.
        const heldSeconds = this.clock.nowSeconds - startSeconds;
        (killed ??= new Map()).set(job, { record: jobRecord, heldSeconds });
        if (release(end) === 'lost') jobsRecord.lost(jobRecord);
      });
    });
    return new SubmittedTask(farm, jobs, jobsRecord);
  }
}

class StartedTask<R> implements RunningTask<R> {
  readonly name: string;
  readonly ended: Process<TaskEnd> | null;
  readonly record: R | null;

  constructor(name: string, process: Process<TaskEnd> | null, record: R | null) {
    this.name = name;
    this.ended = process;
    this.record = record;
  }

  get end(): TaskEnd {
    return this.ended!.result;
  }
}

class SubmittedTask<R> implements RunningTask<R> {
  readonly name: string;
  readonly ended: SubmittedJobs;
  readonly #record: JobsRecord<R>;

  constructor(farm: string, jobs: SubmittedJobs, record: JobsRecord<R>) {
    this.name = farm;
    this.ended = jobs;
    this.#record = record;
  }

  get end(): TaskEnd {
    return this.ended.end;
  }

  get record(): R | null {
    return this.#record.latest;
  }
}
