/**
 * Probe of the load's effect on others: one small question after the other, at fixed times, on a connection of its own.
 * An answer that is overdue counts with its age in every window, so that a stall shows while it lasts.
 */

import { Histogram } from '../../models/histogram.ts';

/** Measurements of a stretch of time. */
export interface ProbeWindow {
  /** Questions answered or overdue at its end, and how many of them failed. */
  readonly probes: number;
  readonly failed: number;
  /** NaN where there were none. */
  readonly latencySecondsP99: number;
}

export interface ProbeTimes {
  readonly intervalSeconds: number;
  readonly windowSeconds: number;
}

/** Three windows are over within a second, with time left to stop. */
export const PROBE_TIMES: ProbeTimes = { intervalSeconds: 0.1, windowSeconds: 0.25 };

export class VictimProbe {
  readonly #ask: () => Promise<void>;
  readonly #onWindow: (window: ProbeWindow) => void;
  readonly #times: ProbeTimes;
  #timers: NodeJS.Timeout[] = [];
  #askedAt: number | null = null;
  #latencies = new Histogram();
  #failed = 0;

  constructor(
    ask: () => Promise<void>,
    onWindow: (window: ProbeWindow) => void,
    times: ProbeTimes = PROBE_TIMES,
  ) {
    this.#ask = ask;
    this.#onWindow = onWindow;
    this.#times = times;
  }

  start(): void {
    const { intervalSeconds, windowSeconds } = this.#times;
    this.#timers = [
      setInterval(() => void this.#probe(), intervalSeconds * 1000),
      setInterval(() => this.#endWindow(), windowSeconds * 1000),
    ];
    for (const timer of this.#timers) timer.unref();
    void this.#probe();
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
  }

  async #probe(): Promise<void> {
    if (this.#askedAt !== null) return;
    this.#askedAt = now();
    let failed = false;
    try {
      await this.#ask();
    } catch {
      failed = true;
    }
    this.#latencies.record(now() - this.#askedAt);
    if (failed) this.#failed++;
    this.#askedAt = null;
  }

  #endWindow(): void {
    if (this.#askedAt !== null) {
      const age = now() - this.#askedAt;
      if (age > this.#times.intervalSeconds) this.#latencies.record(age);
    }
    const window = {
      probes: this.#latencies.count,
      failed: this.#failed,
      latencySecondsP99: this.#latencies.quantile(0.99),
    };
    this.#latencies = new Histogram();
    this.#failed = 0;
    this.#onWindow(window);
  }
}

function now(): number {
  return performance.now() / 1000;
}
