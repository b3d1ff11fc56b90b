/** Puts together what the threads of a run recorded: second by second, and over the whole run. */

import { Histogram } from '../../models/histogram.ts';
import type { LoadSecond, StageObservations, StageWork } from '../run/load-outcome.ts';
import { MergedTallies } from './merged-tallies.ts';
import type { OperationTally } from './operation-tally.ts';
import type { RecordedSecond } from './recorder.ts';

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
  /** By stage, task and metric. */
  readonly #shared = new Map<string, { stage: string; metric: string; value: number }>();
  readonly #arrived = new Map<string, number>();
  #settledSeconds = 0;
  readonly #finished = new Map<string, number>();

  add(atSeconds: number, recorded: RecordedSecond): void {
    const second = this.#second(atSeconds);
    for (const tally of recorded.tallies) {
      addTo(second, tally);
      this.#whole.add(tally);
    }
    for (const { stage, metric, values } of recorded.observations) this.#values(stage, metric).merge(values);
    for (const { stage, task, metric, value } of recorded.shared) {
      const key = [stage, task, metric].join('\n');
      const known = this.#shared.get(key)?.value ?? Number.NEGATIVE_INFINITY;
      this.#shared.set(key, { stage, metric, value: Math.max(known, value) });
    }
    addAll(this.#arrived, recorded.arrived);
    addAll(this.#finished, recorded.finished);
    addAll(second.finished, recorded.finished);
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

  /** What is known of a second by now. */
  second(atSeconds: number): LoadSecond {
    const { tallies, finished, ownLag, cpuFraction } = this.#second(atSeconds);
    return {
      atSeconds,
      tallies: tallies instanceof MergedTallies ? tallies.tallies : tallies,
      finished: Object.fromEntries(finished),
      loopLagSecondsMax: ownLag.count === 0 ? 0 : ownLag.maximum,
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

  /** Of what all threads performed in parts, the last to see it done counts. To be read once, at the end. */
  get observations(): readonly StageObservations[] {
    for (const { stage, metric, value } of this.#shared.values()) {
      this.#values(stage, metric).record(Math.max(0, value));
    }
    this.#shared.clear();
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
    }));
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
