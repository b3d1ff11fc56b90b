/** Puts together what the threads of a run recorded: second by second, and over the whole run. */

import { Histogram } from '../../models/histogram.ts';
import type { LoadSecond, StageObservations, StageWork } from '../run/load-outcome.ts';
import { MergedTallies } from './merged-tallies.ts';
import type { OperationTally } from './operation-tally.ts';
import type { RecordedSecond, SharedFinish, SharedObservation } from './runtime-recorder.ts';

/** A second is added to until nothing more is expected; then it is kept as plain data, which is a small part of the size. */
interface Second {
  tallies: MergedTallies | readonly OperationTally[];
  readonly finished: Map<string, number>;
  readonly ownLag: Histogram;
  cpuFraction: number;
}

export class LoadRecord {
  readonly ownLag = new Histogram();
  readonly #seconds = new Map<number, Second>();
  readonly #whole = new MergedTallies();
  readonly #observations = new Map<string, { stage: string; metric: string; values: Histogram }>();
  readonly #workers: number;
  /** Values that some threads have not yet observed, by stage, task and metric. */
  readonly #shared = new Map<string, { value: number; left: number }>();
  /** How many have yet to finish their part, by stage and task. */
  readonly #unfinished = new Map<string, number>();
  readonly #arrived = new Map<string, number>();
  readonly #blocked = new Map<string, number>();
  #settledSeconds = 0;
  readonly #finished = new Map<string, number>();

  /** Creates the record of a run with this many threads. */
  constructor(workers: number) {
    this.#workers = workers;
  }

  add(atSeconds: number, recorded: RecordedSecond): void {
    const second = this.#second(atSeconds);
    for (const tally of recorded.tallies) {
      addTo(second, tally);
      this.#whole.add(tally);
    }
    for (const { stage, metric, values } of recorded.observations) this.#values(stage, metric).merge(values);
    for (const observation of recorded.shared) this.#observeShared(observation);
    addAll(this.#arrived, recorded.arrived);
    addAll(this.#blocked, recorded.blocked ?? {});
    for (const finished of [
      recorded.finished,
      ...recorded.sharedFinishes.map((each) => this.#finish(each)),
    ]) {
      addAll(this.#finished, finished);
      addAll(second.finished, finished);
    }
    second.ownLag.merge(recorded.ownLag);
    this.ownLag.merge(recorded.ownLag);
  }

  /** Processor time that the program took in a second, as a fraction of all processors. */
  cpu(atSeconds: number, fraction: number): void {
    this.#second(atSeconds).cpuFraction = fraction;
  }

  /** Nothing more is expected of the seconds before this one. What comes all the same is not lost. */
  settle(beforeSeconds: number): void {
    for (; this.#settledSeconds < beforeSeconds; this.#settledSeconds++) {
      const second = this.#seconds.get(this.#settledSeconds);
      if (second?.tallies instanceof MergedTallies) second.tallies = second.tallies.tallies;
    }
  }

  /** Returns the figures of a second that are known so far. */
  second(atSeconds: number): LoadSecond {
    const { tallies, finished, ownLag, cpuFraction } = this.#second(atSeconds);
    return {
      atSeconds,
      tallies: tallies instanceof MergedTallies ? tallies.tallies : tallies,
      finished: Object.fromEntries(finished),
      loopLagSecondsMax: ownLag.count === 0 ? 0 : ownLag.maximum,
      ownLag: ownLag.snapshot(),
      cpuFraction,
    };
  }

  /** Every second from the first to the last in which anything was recorded. */
  get seconds(): readonly LoadSecond[] {
    const last = Math.max(-1, ...this.#seconds.keys());
    return Array.from({ length: last + 1 }, (_, atSeconds) => this.second(atSeconds));
  }

  get tallies(): readonly OperationTally[] {
    return this.#whole.tallies;
  }

  /**
   * Returns the observations of the stages. Work shared by all threads counts once all have finished it, at the time of
   * the last.
   */
  get observations(): readonly StageObservations[] {
    return [...this.#observations.values()].map(({ stage, metric, values }) => ({
      stage,
      metric,
      values: values.snapshot(),
    }));
  }

  work(stages: readonly string[]): readonly StageWork[] {
    return stages.map((stage) => ({
      stage,
      arrived: this.#arrived.get(stage) ?? 0,
      finished: this.#finished.get(stage) ?? 0,
      ...(this.#blocked.has(stage) ? { blocked: this.#blocked.get(stage)! } : {}),
    }));
  }

  #observeShared({ stage, task, metric, value }: SharedObservation): void {
    const key = [stage, task, metric].join('\n');
    const known = this.#shared.get(key) ?? { value: 0, left: this.#workers };
    const observed = { value: Math.max(known.value, value), left: known.left - 1 };
    if (observed.left > 0) {
      this.#shared.set(key, observed);
      return;
    }
    this.#shared.delete(key);
    this.#values(stage, metric).record(observed.value);
  }

  /** Counts one finished part of a task and returns the amount that it finishes, by stage. */
  #finish({ stage, task, amount }: SharedFinish): Readonly<Record<string, number>> {
    const key = [stage, task].join('\n');
    const left = (this.#unfinished.get(key) ?? this.#workers) - 1;
    if (left > 0) {
      this.#unfinished.set(key, left);
      return {};
    }
    this.#unfinished.delete(key);
    return { [stage]: amount };
  }

  #second(atSeconds: number): Second {
    let second = this.#seconds.get(atSeconds);
    if (second === undefined) {
      second = {
        tallies: new MergedTallies(),
        finished: new Map(),
        ownLag: new Histogram(),
        cpuFraction: 0,
      };
      this.#seconds.set(atSeconds, second);
    }
    return second;
  }

  #values(stage: string, metric: string): Histogram {
    const key = `${stage}\n${metric}`;
    let observed = this.#observations.get(key);
    if (observed === undefined) {
      observed = { stage, metric, values: new Histogram() };
      this.#observations.set(key, observed);
    }
    return observed.values;
  }
}

function addTo(second: Second, tally: OperationTally): void {
  if (!(second.tallies instanceof MergedTallies)) {
    const merged = new MergedTallies();
    for (const settled of second.tallies) merged.add(settled);
    second.tallies = merged;
  }
  second.tallies.add(tally);
}

function addAll(sums: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count);
}
