/**
 * A load run in a directory of its own on a target. It makes the files to read, runs and watches the load, and merges
 * the threads' measurements. The caller decides whether the target may be used at all, and what becomes of the files
 * afterwards (see loadgen/safety).
 */

import { availableParallelism } from 'node:os';
import { addedTotals } from '../../models/caches/cache.ts';
import type { LoadEnding } from '../../models/load-section.ts';
import { Share } from '../../sim/runtime/share.ts';
import { LoadRecord } from '../measure/load-record.ts';
import { Outages } from '../measure/outages.ts';
import type { MissingFiles } from '../plan/kept-files.ts';
import type { Checked } from '../runtime/file-client.ts';
import type { SessionSettings } from '../runtime/load-session.ts';
import type { Budget } from '../safety/budget.ts';
import type { SafetyWatch } from '../safety/watch.ts';
import { protocolOf } from '../targets/protocols.ts';
import type { TargetLocation } from '../targets/target-location.ts';
import { type DrillRequest, Drills } from './drills.ts';
import { generatorHealth } from './generator-health.ts';
import { type HostReading, hostLoadBetween, readHost } from './host-load.ts';
import type { Integrity, LoadOutcome, LoadSecond } from './load-outcome.ts';
import type { WorkerReport } from './worker-messages.ts';
import { type WorkerPool, Workers, type WorkersRun, workerPool } from './workers.ts';

export interface LoadRequest {
  readonly location: TargetLocation;
  /** Without credentials, for the outcome. */
  readonly url: string;
  readonly runId: string;
  /** To be made before the load. */
  readonly files: MissingFiles;
  readonly threads: number;
  readonly scale: number;
  readonly settings: Omit<SessionSettings, 'workers'>;
  readonly drills: readonly DrillRequest[];
  /** How late the generator may be by itself at the 99th percentile, in seconds, before the run is invalid. */
  readonly allowedLatenessSeconds: number;
  /** Limits of the run; asked by every thread before it sends. */
  readonly budget: Budget;
  /** As many threads, which were there before and stay; absent where the load is the only one. */
  readonly pool?: WorkerPool;
}

export interface LoadEvents {
  /** Files that have been made so far, of all that the plan needs. */
  onPrepared(files: number, bytes: number): void;
  onStart(): void;
  /** A second that is over, as far as it is known a second later. */
  onSecond(second: LoadSecond): void;
}

/** Asked several times a second, before and during the load: a sentence stops the run. */
export type Watch = SafetyWatch;

const CHECK_MILLISECONDS = 100;
/** Threads that are held up tell of a second late, but hardly later than this. */
const SETTLED_AFTER_SECONDS = 10;

/**
 * The run's directory and those of its plan must be there. Rejects with a TargetError where the target cannot be used. `stop` ends
 * the run early, with what it gives as the reason; the outcome tells of what was done by then.
 */
export async function runLoad(
  request: LoadRequest,
  events: LoadEvents,
  watches: readonly Watch[],
  stop: AbortSignal,
): Promise<LoadOutcome> {
  const { location, threads } = request;
  const pool = request.pool ?? workerPool(threads);
  const workers = new Workers(location, threads, request.budget.shared, pool);
  const coordinator = new Coordinator(request, workers, events, watches, stop);
  try {
    await coordinator.prepare();
    return await coordinator.run();
  } finally {
    coordinator.end();
    // Threads that cannot be ended are no reason to lose what they measured.
    if (pool !== request.pool) await pool.destroy().catch(() => undefined);
  }
}

class Coordinator {
  readonly #request: LoadRequest;
  readonly #workers: Workers;
  readonly #events: LoadEvents;
  readonly #watches: readonly Watch[];
  readonly #stop: AbortSignal;
  readonly #record: LoadRecord;
  readonly #outages: Outages;
  readonly #drills: Drills;
  readonly #idleSeconds: number[];
  /** Processor time of the busiest thread. */
  #workedSecondsMax = 0;
  readonly #onAbort: () => void;
  #ending: LoadEnding = { kind: 'finished' };
  #startNanoseconds: bigint | null = null;
  #timer: NodeJS.Timeout | null = null;
  #watching = false;
  #nextWatchSeconds = Number.NEGATIVE_INFINITY;
  #shownSeconds = 0;
  #cpu = { atSeconds: 0, cpuSeconds: 0, idleSeconds: 0 };
  #cpuStart = this.#cpu;
  #hostStart: HostReading | null = null;
  #files = 0;
  #bytes = 0;

  constructor(
    request: LoadRequest,
    workers: Workers,
    events: LoadEvents,
    watches: readonly Watch[],
    stop: AbortSignal,
  ) {
    this.#request = request;
    this.#workers = workers;
    this.#events = events;
    this.#watches = watches;
    this.#stop = stop;
    this.#record = new LoadRecord(request.threads);
    this.#outages = new Outages(request.threads, workers.calls);
    this.#idleSeconds = Array.from({ length: request.threads }, () => 0);
    this.#drills = new Drills(request.drills, () => this.#nowSeconds);
    this.#onAbort = () => this.#halt(endingOf(stop.reason));
    if (stop.aborted) this.#onAbort();
    else stop.addEventListener('abort', this.#onAbort, { once: true });
    this.#timer = setInterval(() => this.#tick(), CHECK_MILLISECONDS);
  }

  async prepare(): Promise<void> {
    const { files, threads, settings } = this.#request;
    const { directory, runKey } = settings;
    const shares = Array.from({ length: threads }, (_, worker) => new Share(worker, threads));
    const parts = shares.map((share) => ({
      directory,
      runKey,
      bases: files.bases.filter(([path]) => share.ownsFile(path)),
      empty: files.empty.filter((path) => share.ownsFile(path)),
    }));
    await this.#workers.prepare(parts, (_worker, report) => {
      if (report.kind !== 'prepared') return;
      this.#files += report.files;
      this.#bytes += report.bytes;
      this.#events.onPrepared(this.#files, this.#bytes);
    });
  }

  async run(): Promise<LoadOutcome> {
    const request = this.#request;
    const startedAtSeconds = Date.now() / 1000;
    let workers: WorkersRun = { checked: [], caches: [], failure: null };
    if (this.#ending.kind === 'finished') {
      workers = await this.#workers.run(
        request.settings,
        (worker, report) => this.#hear(worker, report),
        (startNanoseconds) => this.#begin(startNanoseconds),
      );
    }
    const { checked, failure } = workers;
    if (failure !== null) this.#halt({ kind: 'failed', reason: reasonOf(failure.error) });
    const elapsedSeconds = this.#startNanoseconds === null ? 0 : Math.max(0, this.#nowSeconds);
    this.#drills.disarm();
    const { tallies } = this.#record;
    const { outages } = this.#outages;
    const { settings, threads } = request;
    return {
      target: { url: request.url, kind: protocolOf(request.location.url).name },
      runId: request.runId,
      startedAtSeconds,
      elapsedSeconds,
      speed: settings.speed,
      scale: request.scale,
      tallies,
      seconds: this.#record.seconds,
      observations: this.#record.observations,
      work: this.#record.work(settings.studio.stages.map(({ name }) => name)),
      integrity: integrityOf(checked),
      caches: addedTotals(settings.studio.caches ?? [], workers.caches),
      outages,
      drills: this.#drills.commands(outages),
      generator: generatorHealth(threads, tallies, this.#record.ownLag, this.#cpuFraction(elapsedSeconds), {
        allowedLatenessSeconds: request.allowedLatenessSeconds,
        host: hostLoadBetween(this.#hostStart, readHost()),
      }),
      busiestThreadFraction: elapsedSeconds <= 0 ? 0 : Math.min(1, this.#workedSecondsMax / elapsedSeconds),
      ending: this.#ending,
      ...(failure === null ? {} : { failure: failure.error }),
      prepared: { files: this.#files, bytes: this.#bytes },
    };
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#stop.removeEventListener('abort', this.#onAbort);
    this.#drills.disarm();
  }

  get #nowSeconds(): number {
    return this.#startNanoseconds === null
      ? Number.NEGATIVE_INFINITY
      : Number(process.hrtime.bigint() - this.#startNanoseconds) * 1e-9;
  }

  #begin(startNanoseconds: bigint): void {
    this.#startNanoseconds = startNanoseconds;
    this.#cpuStart = this.#cpu = { atSeconds: 0, cpuSeconds: cpuSeconds(), idleSeconds: 0 };
    this.#hostStart = readHost();
    this.#drills.arm();
    this.#events.onStart();
  }

  #hear(worker: number, report: WorkerReport): void {
    switch (report.kind) {
      case 'second':
        this.#record.add(report.atSeconds, report.recorded);
        return;
      case 'pulse':
        this.#idleSeconds[worker] = report.idleSeconds;
        this.#workedSecondsMax = Math.max(this.#workedSecondsMax, report.workedSeconds ?? 0);
        this.#outages.hear(worker, report.failures);
        return;
      case 'ended':
        this.#outages.leave(worker);
        return;
      case 'signal':
      case 'ready':
      case 'prepared':
        return;
    }
  }

  #tick(): void {
    this.#workers.beat();
    const now = this.#nowSeconds;
    void this.#watch();
    if (!(now >= 0)) return;
    this.#outages.check(now);
    if (now - this.#cpu.atSeconds >= 1) this.#measureCpu(now);
    // The threads tell of a second when the next has begun.
    while (now >= this.#shownSeconds + 2) {
      this.#events.onSecond(this.#record.second(this.#shownSeconds));
      this.#shownSeconds++;
      this.#record.settle(this.#shownSeconds - SETTLED_AFTER_SECONDS);
    }
  }

  async #watch(): Promise<void> {
    if (this.#watching || process.uptime() < this.#nextWatchSeconds) return;
    this.#watching = true;
    this.#nextWatchSeconds = process.uptime() + WATCH_SECONDS;
    try {
      for (const watch of this.#watches) {
        const reason = await watch.check();
        if (reason !== null) this.#halt({ kind: 'guard', guard: watch.name, reason });
      }
    } finally {
      this.#watching = false;
    }
  }

  #halt(ending: LoadEnding): void {
    if (this.#ending.kind !== 'finished') return;
    this.#ending = ending;
    this.#workers.stop();
  }

  #measureCpu(now: number): void {
    const at = { atSeconds: now, cpuSeconds: cpuSeconds(), idleSeconds: total(this.#idleSeconds) };
    this.#record.cpu(Math.max(0, Math.floor(now) - 1), fraction(this.#cpu, at));
    this.#cpu = at;
  }

  #cpuFraction(elapsedSeconds: number): number {
    if (elapsedSeconds <= 0) return 0;
    const end = {
      atSeconds: elapsedSeconds,
      cpuSeconds: cpuSeconds(),
      idleSeconds: total(this.#idleSeconds),
    };
    return fraction(this.#cpuStart, end);
  }
}

const WATCH_SECONDS = 0.25;

interface CpuReading {
  readonly atSeconds: number;
  readonly cpuSeconds: number;
  readonly idleSeconds: number;
}

/** Returns the fraction of all processors, without the time that threads spent looking at the clock. */
function fraction(from: CpuReading, to: CpuReading): number {
  const seconds = to.atSeconds - from.atSeconds;
  const worked = to.cpuSeconds - from.cpuSeconds - (to.idleSeconds - from.idleSeconds);
  return Math.max(0, worked) / (seconds * availableParallelism());
}

/** Returns the processor time of all threads of this program. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1e-6;
}

function endingOf(reason: unknown): LoadEnding {
  return isGuardEnding(reason) ? reason : { kind: 'interrupted' };
}

function isGuardEnding(reason: unknown): reason is Extract<LoadEnding, { kind: 'guard' }> {
  return typeof reason === 'object' && reason !== null && 'kind' in reason && reason.kind === 'guard';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function integrityOf(checked: readonly Checked[]): Integrity {
  return {
    bytesVerified: total(checked.map(({ bytes }) => bytes)),
    readsVerified: total(checked.map(({ reads }) => reads)),
    regions: total(checked.map(({ regions }) => regions)),
    found: checked.flatMap(({ found }) => found).slice(0, FOUND_MAXIMUM),
  };
}

const FOUND_MAXIMUM = 100;

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
