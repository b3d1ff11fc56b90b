import type { Effect, Lease, Stage, Task } from '../../../models/effects.ts';
import { operationsOf } from '../../../models/enumerate.ts';
import type { Operation } from '../../../models/operations.ts';
import type { StreamSource } from '../../../models/random.ts';

interface RunningTask extends Task {
  readonly ended: Promise<void>;
}

/**
 * The least that can perform a stage in real time: timers for time (run faster by `speed`), a counter for GPUs, and a
 * store in memory that takes note of every operation.
 */
export class RealTimeRuntime {
  readonly operations: { readonly task: string; readonly step: string; readonly operation: Operation }[] = [];
  readonly observed = new Map<string, number>();
  readonly #streams: StreamSource;
  readonly #speed: number;
  readonly #startedAt = performance.now();
  readonly #running: Promise<void>[] = [];
  readonly #waiting: (() => void)[] = [];
  #freeGpus: number;

  constructor(streams: StreamSource, gpus: number, speed: number) {
    this.#streams = streams;
    this.#freeGpus = gpus;
    this.#speed = speed;
  }

  /** Performs a stage and everything that it starts. */
  async run(stage: Stage<unknown>, task: string): Promise<void> {
    this.#start(stage, task);
    for (const running of this.#running) await running;
  }

  #start(stage: Stage<unknown>, task: string): RunningTask {
    const ended = this.#perform(stage, task);
    this.#running.push(ended);
    return { name: task, ended };
  }

  async #perform(stage: Stage<unknown>, task: string): Promise<void> {
    let step = stage.next();
    while (step.done !== true) step = stage.next(await this.#effect(step.value, task));
  }

  async #effect(effect: Effect, task: string): Promise<unknown> {
    switch (effect.kind) {
      case 'now':
        return this.#now();
      case 'wait-until':
        return this.#sleep(effect.atSeconds - this.#now());
      case 'wait':
      case 'compute':
        return this.#sleep(effect.seconds);
      case 'submit': {
        const { placement, jobs, name, body } = effect.submission;
        const tasks = Array.from({ length: jobs }, (_, job) =>
          this.#onGpu((lease) => this.#perform(body(job, lease), name(job)), placement.farm),
        );
        return {
          name: placement.farm,
          ended: Promise.all(tasks).then(() => undefined),
        } satisfies RunningTask;
      }
      case 'perform': {
        const startedAt = this.#now();
        for (const operation of operationsOf(effect.batch, this.#streams.stream(task, effect.step))) {
          this.operations.push({ task, step: effect.step, operation });
        }
        return this.#now() - startedAt;
      }
      case 'observe':
        this.observed.set(effect.metric, (this.observed.get(effect.metric) ?? 0) + 1);
        return undefined;
      case 'count':
        return undefined;
      case 'start':
        return this.#start(effect.body, effect.name);
      case 'join':
        return (effect.task as RunningTask).ended;
    }
  }

  async #onGpu(run: (lease: Lease) => Promise<void>, farm: string): Promise<void> {
    while (this.#freeGpus === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#freeGpus--;
    await run({ farm, client: { kind: 'node', farm, node: 0 } });
    this.#freeGpus++;
    this.#waiting.shift()?.();
  }

  #now(): number {
    return ((performance.now() - this.#startedAt) / 1000) * this.#speed;
  }

  async #sleep(seconds: number): Promise<void> {
    if (seconds > 0) await new Promise((resolve) => setTimeout(resolve, (seconds * 1000) / this.#speed));
  }
}
