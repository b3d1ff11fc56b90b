/** Stops a run that harms others: when the probe breaks its limits in several consecutive windows. */

import { formatQuantity } from '../../models/units.ts';
import type { ProbeWindow } from './victim-probe.ts';
import type { SafetyWatch } from './watch.ts';

export interface VictimLimits {
  readonly latencySecondsP99: number;
  /** Fraction of the questions of a window. */
  readonly failedFraction: number;
  /** On end, until the run is stopped. */
  readonly windows: number;
}

const LATENCY_FACTOR = 10;
const LATENCY_SECONDS_MIN = 0.1;
const FAILED_FRACTION = 0.5;
const WINDOWS = 3;

/** Returns the limits of harm from measurements before the load: ten times the p99, and at least 100 ms. */
export function limitsFrom(before: readonly ProbeWindow[]): VictimLimits {
  const worst = Math.max(
    0,
    ...before.flatMap(({ probes, latencySecondsP99: p99 }) => (probes > 0 ? [p99] : [])),
  );
  return {
    latencySecondsP99: Math.max(LATENCY_SECONDS_MIN, LATENCY_FACTOR * worst),
    failedFraction: FAILED_FRACTION,
    windows: WINDOWS,
  };
}

export class VictimGuard implements SafetyWatch {
  readonly name = 'victim';
  readonly limits: VictimLimits;
  readonly #onBreach: (reason: string) => void;
  #broken = 0;
  #reason: string | null = null;

  /** `onBreach` is called once, as soon as the last window is over. */
  constructor(limits: VictimLimits, onBreach: (reason: string) => void = () => undefined) {
    this.limits = limits;
    this.#onBreach = onBreach;
  }

  /** A window in which nothing was asked says nothing: it neither breaks a limit nor ends a row of those that do. */
  record(window: ProbeWindow): void {
    if (window.probes === 0 || this.#reason !== null) return;
    const breach = this.#breachOf(window);
    this.#broken = breach === null ? 0 : this.#broken + 1;
    if (breach === null || this.#broken < this.limits.windows) return;
    this.#reason = `${breach} in ${this.#broken} consecutive windows`;
    this.#onBreach(this.#reason);
  }

  async check(): Promise<string | null> {
    return this.#reason;
  }

  #breachOf({ probes, failed, latencySecondsP99 }: ProbeWindow): string | null {
    const { latencySecondsP99: limit, failedFraction } = this.limits;
    if (failed / probes > failedFraction) {
      return `${failed} of ${probes} questions of the victim probe failed`;
    }
    if (latencySecondsP99 <= limit) return null;
    const [p99, most] = [latencySecondsP99, limit].map((seconds) => formatQuantity(seconds, 'seconds'));
    return `p99 of the victim probe was ${p99}, above its limit of ${most},`;
  }
}
