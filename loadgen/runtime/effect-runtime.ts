/**
 * Performs the effects of stages on the kernel's processes, under any clock: a real one, on a target (batch-performer.ts), or the
 * kernel's own, to find out beforehand what a run will do (plan/planner.ts). The time that stages see is the scenario's; the
 * kernel's is that of the clock, in which waiting and computing are shorter by the factor `speed`.
 */

import type { Client, Effect, Stage, Submission, Task } from '../../models/effects.ts';
import type { OperationBatch } from '../../models/operations.ts';
import type { Farm } from '../../models/studio.ts';
import type { Body, Process } from '../../sim/kernel/process.ts';
import type { Simulation } from '../../sim/kernel/simulation.ts';
import type { Recorder } from '../measure/recorder.ts';
import { TargetError } from '../targets/target.ts';
import type { Clock } from './clock.ts';
import { FarmShare } from './farm-share.ts';
import type { Share } from './share.ts';

/** A batch of operations as a stage issued it. */
export interface Work {
  readonly batch: OperationBatch;
  readonly client: Client;
  readonly stage: string;
  readonly step: string;
  readonly task: string;
  /** Other runtimes perform the same batch: only our share of it is to be performed. */
  readonly inParts: boolean;
}

/** Performs batches; the body returns how long one took, in seconds of the clock, and throws a TargetError if it failed. */
export interface WorkPerformer {
  perform(work: Work): Body<number>;
}

/** A stage, or a part of one, that is being performed. */
interface Running {
  readonly stage: string;
  readonly task: string;
  readonly inParts: boolean;
  /**
   * Number of the next child: those that are started whole are dealt to the runtimes in turn. A child in parts begins its own dealing
   * at its number, so that deliveries of one card each do not meet on one runtime.
   */
  dealt: number;
}

/** How a part of a stage ended: a failure is thrown into who waits for it. */
type End = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly error: TargetError };

const DONE: End = { kind: 'done' };

interface RunningTask extends Task {
  /** Null where another runtime performs it. */
  readonly process: Process<End> | null;
}

export interface EffectRuntimeOptions {
  readonly simulation: Simulation;
  readonly clock: Clock;
  readonly speed: number;
  readonly share: Share;
  readonly farms: readonly Farm[];
  readonly performer: WorkPerformer;
  readonly recorder: Recorder;
}

export class EffectRuntime {
  readonly #simulation: Simulation;
  readonly #clock: Clock;
  readonly #speed: number;
  readonly #share: Share;
  readonly #performer: WorkPerformer;
  readonly #recorder: Recorder;
  readonly #farms: ReadonlyMap<string, FarmShare>;
  #stages = 0;

  constructor({ simulation, clock, speed, share, farms, performer, recorder }: EffectRuntimeOptions) {
    this.#simulation = simulation;
    this.#clock = clock;
    this.#speed = speed;
    this.#share = share;
    this.#performer = performer;
    this.#recorder = recorder;
    this.#farms = new Map(farms.map((farm) => [farm.name, new FarmShare(simulation, farm, share)]));
  }

  /** Starts a whole stage; it goes on as the simulation runs. */
  start(name: string, body: Stage<unknown>): void {
    // Stages begin their dealing at different runtimes, or single deliveries of many stages would meet on the first.
    this.#spawn(body, { stage: name, task: name, inParts: true, dealt: this.#stages++ });
  }

  #spawn(body: Stage<unknown>, running: Running): Process<End> {
    return this.#simulation.spawn(this.#run(body, running), { name: running.task });
  }

  *#run(body: Stage<unknown>, running: Running): Body<End> {
    try {
      let step = body.next();
      while (step.done !== true) {
        let answer: unknown;
        try {
          answer = yield* this.#effect(step.value, running);
        } catch (fault) {
          step = body.throw(fault);
          continue;
        }
        step = body.next(answer);
      }
      return DONE;
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      this.#recorder.taskFailed(running.stage);
      return { kind: 'failed', error };
    }
  }

  *#effect(effect: Effect, running: Running): Body<unknown> {
    switch (effect.kind) {
      case 'now':
        return this.#clock.nowSeconds * this.#speed;
      case 'wait-until': {
        // From the time at which this event was due, not from now: arrivals keep their times whatever came between.
        const delay = effect.atSeconds / this.#speed - this.#simulation.now;
        if (delay > 0) yield delay;
        return undefined;
      }
      case 'wait':
      case 'compute': {
        const until = this.#clock.nowSeconds + effect.seconds / this.#speed;
        yield Math.max(0, until - this.#simulation.now);
        return undefined;
      }
      case 'submit':
        return this.#submit(effect.submission, running);
      case 'perform': {
        const { stage, task, inParts } = running;
        const { batch, client, step } = effect;
        const seconds = yield* this.#performer.perform({ batch, client, stage, step, task, inParts });
        return seconds * this.#speed;
      }
      case 'observe':
        return this.#observe(effect.metric, effect.value, running);
      case 'count':
        return this.#count(effect, running);
      case 'start':
        return this.#start(effect, running);
      case 'join':
        return yield* join((effect.task as RunningTask).process);
    }
  }

  #observe(metric: string, value: number, { stage, task, inParts }: Running): void {
    if (inParts) this.#recorder.observeShared({ stage, task, metric, value });
    else this.#recorder.observe(stage, metric, value);
  }

  /** Of what is performed in parts, all see the arrival alike, and each the end of its own part. */
  #count({ counter, amount }: Extract<Effect, { kind: 'count' }>, { stage, task, inParts }: Running): void {
    if (!inParts) this.#recorder.count(stage, counter, amount);
    else if (counter === 'finished') this.#recorder.finishShared({ stage, task, amount });
    else if (this.#share.isFirst) this.#recorder.count(stage, counter, amount);
  }

  #start({ name, body, spread }: Extract<Effect, { kind: 'start' }>, running: Running): RunningTask {
    const inParts = running.inParts && spread === 'parts';
    const dealt = running.dealt++;
    const isOurs = !running.inParts || inParts || this.#share.owns(dealt);
    const { stage } = running;
    return { name, process: isOurs ? this.#spawn(body, { stage, task: name, inParts, dealt }) : null };
  }

  #submit(submission: Submission, { stage, inParts }: Running): RunningTask {
    if (!inParts) throw new Error(`${stage}: jobs are submitted by what is performed in parts`);
    const farm = this.#farms.get(submission.placement.farm)!;
    const jobs = farm.submit(submission, (job, lease) =>
      this.#run(submission.body(job, lease), {
        stage,
        task: submission.name(job),
        inParts: false,
        dealt: 0,
      }),
    );
    return { name: submission.placement.farm, process: this.#simulation.spawn(firstFailure(jobs)) };
  }
}

function* join(process: Process<End> | null): Body<void> {
  if (process === null) return;
  const end = yield* process.join();
  if (end.kind === 'failed') throw end.error;
}

/** Jobs that failed do not end those beside them; who waits for all of them learns of the first. */
function* firstFailure(jobs: Process<readonly unknown[]>): Body<End> {
  const ends = (yield* jobs.join()) as readonly End[];
  return ends.find(({ kind }) => kind === 'failed') ?? DONE;
}
