import type { WorkCounter } from '../../models/effects.ts';
import type { JobsRecord, TaskRecord } from '../../sim/runtime/task-record.ts';
import type { RuntimeRecorder } from '../measure/runtime-recorder.ts';

/** The part of a load's surroundings that its tasks record to. */
interface Surroundings {
  readonly recorder: RuntimeRecorder;
  /** Whether this runtime speaks for all where one must, as in counting what arrived. */
  readonly speaksForAll: boolean;
}

/** The record of a task of a load: it writes to the recorder of its thread. */
export class LoadTask implements TaskRecord<LoadTask>, JobsRecord<LoadTask> {
  readonly task: string;
  readonly stage: string;
  /** Other threads perform the same batches: only our share of them is to be performed. */
  readonly inParts: boolean;
  /** A load keeps no histories. */
  readonly latest = null;
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings, stage: string, task: string, inParts: boolean) {
    this.#surroundings = surroundings;
    this.stage = stage;
    this.task = task;
    this.inParts = inParts;
  }

  observe(metric: string, value: number): void {
    const { stage, task, inParts } = this;
    const { recorder } = this.#surroundings;
    if (inParts) recorder.observeShared({ stage, task, metric, value });
    else recorder.observe(stage, metric, value);
  }

  /** Counts work. All threads see an arrival that they perform in parts, so one counts it; each counts the end of its own part. */
  count(counter: WorkCounter, amount: number): void {
    const { stage, task, inParts } = this;
    const { recorder, speaksForAll } = this.#surroundings;
    if (!inParts) recorder.count(stage, counter, amount);
    else if (counter === 'finished') recorder.finishShared({ stage, task, amount });
    else if (speaksForAll) recorder.count(stage, counter, amount);
  }

  child(task: string, inParts: boolean): LoadTask {
    return new LoadTask(this.#surroundings, this.stage, task, inParts);
  }

  submitted(): this {
    return this;
  }

  started(task: string): LoadTask {
    return this.child(task, false);
  }

  restarted(task: string): LoadTask {
    return this.child(task, false);
  }

  failed(): void {
    this.#surroundings.recorder.taskFailed(this.stage);
  }

  arrived(): void {}

  computes(): void {}

  follow(): void {}

  done(): void {}

  ended(): void {}

  lost(): void {}
}
