/**
 * Collects the measurements of one runtime by second: of operations by group, of stages by metric. A finished second is
 * handed over as plain data, and the next starts empty. So messages between threads are small, and a thread that dies
 * loses no more than its last second.
 */

import type { WorkCounter } from '../../models/effects.ts';
import { Histogram, type HistogramSnapshot } from '../../models/histogram.ts';
import type { OperationKind } from '../../models/operations.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import type { StageDefinition } from '../../models/studio.ts';
import type { TargetErrorCode } from '../targets/target.ts';
import type { Loop, OperationGroup, OperationTally } from './operation-tally.ts';

/**
 * One value of a metric, observed by every runtime that performs a part of the task of this name. The largest value
 * counts.
 */
export interface SharedObservation {
  readonly stage: string;
  readonly task: string;
  readonly metric: string;
  readonly value: number;
}

/** Work that all runtimes perform in parts, once in a task of this name: it is finished when all have finished theirs. */
export interface SharedFinish {
  readonly stage: string;
  readonly task: string;
  readonly amount: number;
}

/** Measurements of one runtime within a second, or since. */
export interface RecordedSecond {
  readonly tallies: readonly OperationTally[];
  readonly observations: readonly {
    readonly stage: string;
    readonly metric: string;
    readonly values: HistogramSnapshot;
  }[];
  readonly shared: readonly SharedObservation[];
  readonly arrived: Readonly<Record<string, number>>;
  readonly finished: Readonly<Record<string, number>>;
  readonly sharedFinishes: readonly SharedFinish[];
  /** Arrived units that are blocked, by stage; absent where none is. */
  readonly blocked?: Readonly<Record<string, number>>;
  /** Tasks that ended because the target failed them, by stage. */
  readonly failedTasks: Readonly<Record<string, number>>;
  /**
   * Lateness of the generator itself in sending operations with a due time, in seconds. Delays caused by the target's
   * answers or by an earlier operation on the same file are not part of it.
   */
  readonly ownLag: HistogramSnapshot;
}

/** Records one group of operations. Times in seconds. */
export class GroupRecorder {
  readonly #group: OperationGroup;
  #offered = 0;
  #sent = 0;
  #answered = 0;
  #failed: Partial<Record<TargetErrorCode, number>> = {};
  #retries = 0;
  #bytes = 0;
  #response = new Histogram();
  #service = new Histogram();
  #sendError = new Histogram();

  constructor(group: OperationGroup) {
    this.#group = group;
  }

  get loop(): Loop {
    return this.#group.loop;
  }

  offer(): void {
    this.#offered++;
  }

  send(dueSeconds: number, sentSeconds: number): void {
    this.#sent++;
    this.#sendError.record(Math.max(0, sentSeconds - dueSeconds));
  }

  retry(): void {
    this.#retries++;
  }

  answer(dueSeconds: number, sentSeconds: number, answeredSeconds: number, bytes: number): void {
    this.#answered++;
    this.#bytes += bytes;
    this.#response.record(Math.max(0, answeredSeconds - dueSeconds));
    this.#service.record(Math.max(0, answeredSeconds - sentSeconds));
  }

  fail(code: TargetErrorCode): void {
    this.#failed[code] = (this.#failed[code] ?? 0) + 1;
  }

  /** Null where nothing happened. */
  take(): OperationTally | null {
    const failures = Object.keys(this.#failed).length;
    if (this.#offered + this.#sent + this.#answered + this.#retries + failures === 0) return null;
    const tally: OperationTally = {
      ...this.#group,
      offered: this.#offered,
      sent: this.#sent,
      answered: this.#answered,
      failed: this.#failed,
      retries: this.#retries,
      bytes: this.#bytes,
      response: this.#response.snapshot(),
      service: this.#service.snapshot(),
      sendError: this.#sendError.snapshot(),
    };
    this.#offered = this.#sent = this.#answered = this.#retries = this.#bytes = 0;
    this.#failed = {};
    this.#response = new Histogram();
    this.#service = new Histogram();
    this.#sendError = new Histogram();
    return tally;
  }
}

export class RuntimeRecorder {
  readonly #metrics: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #onSecond: (atSeconds: number, recorded: RecordedSecond) => void;
  /** The second that is being recorded. */
  #atSeconds = 0;
  readonly #groups = new Map<string, GroupRecorder>();
  #observations = new Map<string, { stage: string; metric: string; values: Histogram }>();
  #shared: SharedObservation[] = [];
  #arrived: Record<string, number> = {};
  #finished: Record<string, number> = {};
  #blocked: Record<string, number> | null = null;
  #sharedFinishes: SharedFinish[] = [];
  #failedTasks: Record<string, number> = {};
  #ownLag = new Histogram();

  /** `onSecond` is given what was recorded in each second, once a later one has begun. */
  constructor(
    stages: readonly StageDefinition[],
    onSecond: (atSeconds: number, recorded: RecordedSecond) => void,
  ) {
    this.#onSecond = onSecond;
    this.#metrics = new Map(stages.map((stage) => [stage.name, new Set(Object.keys(kindOf(stage).metrics))]));
  }

  /** The recorder of a group, the same at each call. */
  group(stage: string, step: string, kind: OperationKind, loop: Loop): GroupRecorder {
    const key = `${stage}\n${step}\n${kind}\n${loop}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = new GroupRecorder({ stage, step, kind, loop });
      this.#groups.set(key, group);
    }
    return group;
  }

  /** Throws for a metric that the stage's kind does not have. */
  observe(stage: string, metric: string, value: number): void {
    this.#requireMetric(stage, metric);
    const key = `${stage}\n${metric}`;
    let observed = this.#observations.get(key);
    if (observed === undefined) {
      observed = { stage, metric, values: new Histogram() };
      this.#observations.set(key, observed);
    }
    observed.values.record(Math.max(0, value));
  }

  /** A value of which each runtime sees its own, such as when its part of a wave was done. Throws as `observe` does. */
  observeShared(observation: SharedObservation): void {
    this.#requireMetric(observation.stage, observation.metric);
    this.#shared.push(observation);
  }

  count(stage: string, counter: WorkCounter, amount: number): void {
    const counts = this.#counts(counter);
    counts[stage] = (counts[stage] ?? 0) + amount;
  }

  #counts(counter: WorkCounter): Record<string, number> {
    switch (counter) {
      case 'arrived':
        return this.#arrived;
      case 'finished':
        return this.#finished;
      case 'blocked':
        return (this.#blocked ??= {});
    }
  }

  finishShared(finish: SharedFinish): void {
    this.#sharedFinishes.push(finish);
  }

  taskFailed(stage: string): void {
    this.#failedTasks[stage] = (this.#failedTasks[stage] ?? 0) + 1;
  }

  lag(seconds: number): void {
    this.#ownLag.record(Math.max(0, seconds));
  }

  /** Says what time it is: hands over the second that was being recorded if it is over. */
  turn(nowSeconds: number): void {
    if (nowSeconds < this.#atSeconds + 1) return;
    this.#onSecond(this.#atSeconds, this.#take());
    this.#atSeconds = Math.floor(nowSeconds);
  }

  /** Hands over what is left at the end. */
  end(): void {
    this.#onSecond(this.#atSeconds, this.#take());
  }

  #take(): RecordedSecond {
    const second: RecordedSecond = {
      tallies: [...this.#groups.values()].map((group) => group.take()).filter((tally) => tally !== null),
      observations: [...this.#observations.values()].map(({ stage, metric, values }) => ({
        stage,
        metric,
        values: values.snapshot(),
      })),
      shared: this.#shared,
      arrived: this.#arrived,
      finished: this.#finished,
      ...(this.#blocked === null ? {} : { blocked: this.#blocked }),
      sharedFinishes: this.#sharedFinishes,
      failedTasks: this.#failedTasks,
      ownLag: this.#ownLag.snapshot(),
    };
    this.#observations = new Map();
    this.#shared = [];
    this.#arrived = {};
    this.#finished = {};
    this.#blocked = null;
    this.#sharedFinishes = [];
    this.#failedTasks = {};
    this.#ownLag = new Histogram();
    return second;
  }

  #requireMetric(stage: string, metric: string): void {
    if (this.#metrics.get(stage)?.has(metric) !== true) {
      throw new Error(`stage ${stage} has no metric "${metric}"`);
    }
  }
}
