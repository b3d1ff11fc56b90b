/**
 * One thread's part of a load run: the stages of a studio, performed in real time on a target. It lasts from the start
 * until the work that arrived is done or the time for it is over.
 */

import type { CacheTotals } from '../../models/caches/cache.ts';
import type { Studio } from '../../models/studio.ts';
import { StreamSource } from '../../sim/kernel/stream.ts';
import { Share } from '../../sim/runtime/share.ts';
import { type FailureReport, FailureTracker } from '../measure/failure-tracker.ts';
import { type RecordedSecond, RuntimeRecorder } from '../measure/runtime-recorder.ts';
import { FileLedger } from '../plan/file-ledger.ts';
import type { Storage } from '../targets/storage.ts';
import { BatchPerformer } from './batch-performer.ts';
import { CachedReads } from './cached-reads.ts';
import type { WaitableClock } from './clock.ts';
import { Driver } from './driver.ts';
import { type Checked, FileClient } from './file-client.ts';
import { startLoadStages } from './load-stages.ts';
import type { OperationObserver, Permit } from './request-performer.ts';
import { ScaledClock } from './scaled-clock.ts';
import { type GivenSignal, SharedSignals, type SignalPart } from './shared-signals.ts';

/** Settings for all threads of a run; plain data. */
export interface SessionSettings {
  readonly studio: Studio;
  readonly workers: number;
  /** Directory of the run on the target; see FileClient. */
  readonly directory: string;
  readonly runKey: string;
  /** See FileLedger; 0 where it is not told. */
  readonly numbersBefore?: number;
  readonly verify: boolean;
  /** Scenario seconds per real second, of waiting and computing. */
  readonly speed: number;
  /** For how long an operation is tried again. */
  readonly retrySeconds: number;
  /** How long work that has arrived is gone on with after the end of the run's duration, in real seconds. */
  readonly drainSeconds: number;
}

export interface SessionSurroundings {
  readonly clock: WaitableClock;
  readonly storage: Storage;
  /** See FailureTracker. */
  readonly call: Float64Array | null;
  /** Called with the measurements of each finished second; `atSeconds` since the start of the run. */
  readonly onSecond: (atSeconds: number, recorded: RecordedSecond) => void;
  /** Called when the thread has come to a signal; the coordinator answers by `hearSignal` of every session. */
  readonly onSignal: (part: SignalPart) => void;
  readonly permit?: Permit;
  readonly observer?: OperationObserver;
}

export class LoadSession {
  readonly #performer: BatchPerformer;
  readonly #driver: Driver;
  readonly #recorder: RuntimeRecorder;
  readonly #client: FileClient;
  readonly #cachedReads: CachedReads;
  readonly #failures: FailureTracker;
  readonly #signals: SharedSignals;
  readonly #settings: SessionSettings;

  constructor(
    worker: number,
    settings: SessionSettings,
    { clock, storage, call, onSecond, onSignal, permit, observer }: SessionSurroundings,
  ) {
    const { studio, workers, directory, runKey, verify, speed, retrySeconds } = settings;
    this.#settings = settings;
    this.#failures = new FailureTracker(call);
    const driver = new Driver(clock);
    const share = new Share(worker, workers);
    // One run is one replication: the first.
    const streams = new StreamSource(studio.run.seed, 0);
    this.#driver = driver;
    this.#recorder = new RuntimeRecorder(studio.stages, onSecond);
    this.#client = new FileClient({
      driver,
      storage,
      ledger: new FileLedger(settings.numbersBefore),
      directory,
      runKey,
      verify,
    });
    this.#cachedReads = new CachedReads(studio.caches ?? [], speed);
    this.#performer = new BatchPerformer({
      cachedReads: this.#cachedReads,
      driver,
      streams,
      share,
      speed,
      client: this.#client,
      recorder: this.#recorder,
      failures: this.#failures,
      retrySeconds,
      ...(permit !== undefined && { permit }),
      ...(observer !== undefined && { observer }),
    });
    this.#signals = new SharedSignals({ driver, recorder: this.#recorder, speed, tell: onSignal });
    startLoadStages(studio, {
      simulation: driver.simulation,
      clock: new ScaledClock(driver.simulation, clock, speed),
      share,
      streams,
      performer: this.#performer,
      recorder: this.#recorder,
      signals: this.#signals,
    });
  }

  /** The coordinator says that a signal counts. */
  hearSignal(given: GivenSignal): void {
    this.#signals.hear(given);
  }

  get nowSeconds(): number {
    return this.#driver.clock.nowSeconds;
  }

  /** The time of the event under way. */
  get simulatedSeconds(): number {
    return this.#driver.simulation.now;
  }

  /** The requests to the caches of this thread's nodes. */
  get caches(): readonly CacheTotals[] {
    return this.#cachedReads.totals;
  }

  get checked(): Checked {
    return this.#client.checked;
  }

  /** Processor time that was spent waiting; see Driver. */
  get idleSeconds(): number {
    return this.#driver.idleSeconds;
  }

  /** Begins when the clock reaches 0. Rejects with what is wrong in the program or with what the permit throws. */
  async run(): Promise<void> {
    const { studio, speed, drainSeconds } = this.#settings;
    const endSeconds = studio.run.durationSeconds / speed + drainSeconds;
    // Timers may be early by a part of a millisecond, and what is due then would not be counted.
    const leftMilliseconds = Math.ceil((endSeconds - this.nowSeconds) * 1000) + 1;
    const deadline = setTimeout(() => this.stop(), Math.max(0, leftMilliseconds));
    try {
      await this.#driver.run();
    } finally {
      clearTimeout(deadline);
      this.#recorder.end();
    }
  }

  /** Performs everything up to a time at once, on the simulation's own clock. For a storage that answers at once. */
  rehearse(untilSeconds: number): void {
    this.#driver.simulation.run(untilSeconds);
  }

  /** Sends nothing more. What has come due by now is counted as offered; answers that come later are not waited for. */
  stop(): void {
    this.#performer.stop();
    this.#driver.stop();
  }

  /** Hands over the second that is over, where nothing was sent or answered since. */
  turn(): void {
    if (this.nowSeconds >= 0) this.#recorder.turn(this.nowSeconds);
  }

  takeFailures(): FailureReport {
    return this.#failures.take(this.nowSeconds);
  }
}
