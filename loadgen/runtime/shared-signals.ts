/** Signals between stages that several threads perform. A coordinator knows which threads have come to a signal, and tells all. */

import type { Signal } from '../../models/effects.ts';
import type { Waitable } from '../../sim/kernel/process.ts';
import type { Signals } from '../../sim/runtime/signals.ts';
import type { RuntimeRecorder } from '../measure/runtime-recorder.ts';
import type { Driver } from './driver.ts';

/** One thread has come to a signal. */
export interface SignalPart {
  readonly name: string;
  readonly signal: Signal;
  /** Whether the signal counts only when every thread has come to it. */
  readonly inParts: boolean;
}

/** A signal that counts, as the coordinator tells all threads. */
export type GivenSignal = Pick<SignalPart, 'name' | 'signal'>;

/** The coordinator's side: merges what threads have come to. */
export class SignalCoordinator {
  readonly #threads: number;
  readonly #parts = new Map<string, { readonly signal: Signal; readonly left: number }>();

  constructor(threads: number) {
    this.#threads = threads;
  }

  /**
   * Adds what one thread has come to. Returns the signal once it counts: at the time of the last thread, and failed where it
   * is for any of them.
   */
  add({ name, signal, inParts }: SignalPart): GivenSignal | null {
    if (!inParts) return { name, signal };
    const known = this.#parts.get(name);
    const merged = known === undefined ? signal : laterOf(known.signal, signal);
    const left = (known?.left ?? this.#threads) - 1;
    if (left > 0) {
      this.#parts.set(name, { signal: merged, left });
      return null;
    }
    this.#parts.delete(name);
    return { name, signal: merged };
  }
}

function laterOf(one: Signal, other: Signal): Signal {
  return {
    atSeconds: Math.max(one.atSeconds, other.atSeconds),
    outcome: one.outcome === 'failed' ? 'failed' : other.outcome,
  };
}

export interface SharedSignalsOptions {
  readonly driver: Driver;
  readonly recorder: RuntimeRecorder;
  /** Scenario seconds per real second. */
  readonly speed: number;
  /** Tells the coordinator that this thread has come to a signal. */
  readonly tell: (part: SignalPart) => void;
}

/** A thread's side. */
export class SharedSignals implements Signals {
  readonly #options: SharedSignalsOptions;
  readonly #given = new Map<string, Signal>();
  readonly #awaited = new Map<string, ((signal: Signal) => void)[]>();

  constructor(options: SharedSignalsOptions) {
    this.#options = options;
  }

  give(name: string, signal: Signal, inParts: boolean): void {
    this.#options.tell({ name, signal, inParts });
  }

  given(name: string): Signal | undefined {
    return this.#given.get(name);
  }

  /** Takes a signal from the coordinator. What waits for it is due at its time, so the way here counts as lateness. */
  hear({ name, signal }: GivenSignal): void {
    const { driver, recorder, speed } = this.#options;
    this.#given.set(name, signal);
    const awaited = this.#awaited.get(name) ?? [];
    this.#awaited.delete(name);
    if (awaited.length > 0) recorder.lag(driver.clock.nowSeconds - signal.atSeconds / speed);
    for (const resolve of awaited) resolve(signal);
  }

  wait(name: string): Waitable {
    const promise = new Promise<Signal>((resolve) => {
      const awaited = this.#awaited.get(name);
      if (awaited === undefined) this.#awaited.set(name, [resolve]);
      else awaited.push(resolve);
    });
    return this.#options.driver.answer(promise);
  }
}
