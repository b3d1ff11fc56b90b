/**
 * Searches for the largest multiple of a scenario that a target holds, probe by probe. Each probe is a load of its own.
 * All share one sandbox. Files that are only read stay for the next probe; files that a load changed do not (see
 * loadgen/plan/kept-files.ts). So neither its versions nor its backlog affect the next probe's figures.
 */

import { highestHeld, type RampBound, type RampProbe } from '../../models/ramp-result.ts';
import { scaleStudio } from '../../models/scale-studio.ts';
import type { Studio } from '../../models/studio.ts';
import { closing } from '../first-error.ts';
import { type LoadPlan, planLoad } from '../plan/load-plan.ts';
import type { LoadOutcome } from '../run/load-outcome.ts';
import { LoadSafety, type SafetyLimits } from '../run/load-safety.ts';
import type { LoadSandbox, SandboxedEvents, SandboxedLoad } from '../run/load-sandbox.ts';
import { runInSandbox, type Sandboxed, type SandboxRequest } from '../run/run-in-sandbox.ts';
import { type WorkerPool, workerPool } from '../run/workers.ts';
import { Budget } from '../safety/budget.ts';
import { HeadroomSearch, type ProbeVerdict, type SearchOptions } from './headroom-search.ts';
import { INTERRUPTED, judgeProbe } from './judge-probe.ts';

export interface RampRequest
  extends Pick<SandboxRequest, 'location' | 'consents'>,
    Pick<SandboxedLoad, 'threads' | 'settings' | 'allowedLatenessSeconds'> {
  readonly search: SearchOptions;
  /** Limits on each probe; budgets are for all probes together. */
  readonly limits: SafetyLimits;
  /** For which work arrives in each probe: whole seconds, at least 4. */
  readonly probeSeconds: number;
  /** The whole scenario, whose objectives are judged; `settings.studio` is the part of it that is performed. Both last a probe. */
  readonly whole: Studio;
}

/** A probe that is about to be made. */
export interface ProbeAhead {
  /** From 1. */
  readonly number: number;
  readonly multiple: number;
  readonly studio: Studio;
  readonly plan: LoadPlan;
}

export interface RampEvents {
  /** Returns the handlers for the progress of the load itself. */
  onProbe(ahead: ProbeAhead): SandboxedEvents;
  onProbed(probe: RampProbe): void;
  /** The ramp has ended. Its files are still there, and are taken away when this resolves. */
  onFound(outcome: RampOutcome): Promise<void>;
  onCleaning(): void;
}

export interface RampOutcome {
  readonly probes: readonly RampProbe[];
  /** The largest multiple that held, and the smallest that broke; null where none did. */
  readonly held: number | null;
  readonly broke: number | null;
  readonly bound: RampBound;
  /** Error that ended a ramp early. */
  readonly failure: { readonly error: unknown } | null;
}

/**
 * Rejects as `runInSandbox` does where no probe was made; a ramp that fails later has found what it found. `stop` ends the ramp with
 * the probe that is under way.
 */
export async function rampLoad(
  request: RampRequest,
  events: RampEvents,
  stop: AbortSignal,
): Promise<Sandboxed<RampOutcome>> {
  const search = new HeadroomSearch(request.search);
  const { location, consents, settings } = request;
  const { seed } = settings.studio.run;
  const onCleaning = () => events.onCleaning();
  const asked = { location, consents, seed, keepFiles: false, onCleaning };
  return runInSandbox(asked, async (sandbox) => {
    // Threads that have performed one load are sooner ready for the next.
    const pool = workerPool(request.threads);
    const prober = new Prober({ ...request, pool, sandbox }, events, stop);
    const { probes } = prober;
    let failure: RampOutcome['failure'] = null;
    try {
      await ramp(prober, search, stop);
    } catch (error) {
      if (probes.length === 0) throw error;
      failure = { error };
    } finally {
      // Threads that cannot be ended are no reason to lose what they measured.
      await pool.destroy().catch(() => undefined);
    }
    failure ??= prober.failure;
    const { held, broke } = search;
    const bound: RampBound =
      failure === null
        ? boundOf(probes, search, request.search)
        : { kind: 'failed', why: reasonOf(failure.error) };
    const outcome = { probes, held, broke, bound, failure };
    await events.onFound(outcome);
    return outcome;
  });
}

/** Probes until the search has ended, or a probe is no evidence. */
async function ramp(prober: Prober, search: HeadroomSearch, stop: AbortSignal): Promise<void> {
  for (let { next } = search; next !== null && !stop.aborted; { next } = search) {
    // A machine has its moments: only a generator that is the limit twice ends the ramp.
    let verdict = await prober.probe(next);
    if (prober.probes.at(-1)?.outcome === 'generator') verdict = await prober.probe(next);
    if (verdict === null) return;
    search.hear(verdict);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type ProberRequest = RampRequest & { readonly pool: WorkerPool; readonly sandbox: LoadSandbox };

class Prober {
  readonly probes: RampProbe[] = [];
  /** Error of a load in progress. */
  failure: RampOutcome['failure'] = null;
  readonly #request: ProberRequest;
  readonly #events: RampEvents;
  readonly #stop: AbortSignal;
  /** Verdicts by the load that was run: counts are rounded, so two multiples may be the same load. */
  readonly #known = new Map<string, { readonly multiple: number; readonly verdict: ProbeVerdict }>();
  /** Budget of all probes together. */
  readonly #budget: Budget;

  constructor(request: ProberRequest, events: RampEvents, stop: AbortSignal) {
    this.#request = request;
    this.#budget = Budget.of(request.limits.budget);
    this.#events = events;
    this.#stop = stop;
  }

  /** Null where the probe is no evidence: the ramp is over then. */
  async probe(multiple: number): Promise<ProbeVerdict | null> {
    const { search, probeSeconds, whole, settings } = this.#request;
    const studio = scaleStudio(settings.studio, multiple);
    const load = JSON.stringify([studio.farms, studio.stages]);
    const known = this.#known.get(load);
    if (known !== undefined && known.multiple !== multiple) return known.verdict;
    const outcome = await this.#load(multiple, studio);
    if (outcome === null) return null;
    if (outcome.ending.kind === 'failed') this.failure = { error: outcome.failure };
    const { probe, verdict } = judgeProbe({
      multiple,
      whole: scaleStudio(whole, multiple),
      studio,
      outcome,
      loadSeconds: probeSeconds,
      precision: search.precision,
      heldServiceSeconds: highestHeld(this.probes)?.service.mean ?? null,
    });
    this.probes.push(probe);
    this.#events.onProbed(probe);
    if (verdict !== null) {
      // At another multiple that is the same load it is no disturbance, and no measure of that multiple.
      const same = { kind: 'broke', clear: true, estimate: null } as const;
      this.#known.set(load, { multiple, verdict: verdict.kind === 'held' ? verdict : same });
    }
    return verdict;
  }

  /** Null where the ramp was stopped before the target was touched. */
  async #load(multiple: number, studio: Studio): Promise<LoadOutcome | null> {
    const { settings, location, limits, sandbox, threads, pool, allowedLatenessSeconds } = this.#request;
    const stop = this.#stop;
    const plan = await unlessStopped(planLoad(studio, settings.drainSeconds * settings.speed, stop), stop);
    if (plan === null) return null;
    const events = this.#events.onProbe({ number: this.probes.length + 1, multiple, studio, plan });
    const safety = await LoadSafety.open(location, limits, this.#budget);
    const load = { plan, safety, threads, pool, allowedLatenessSeconds, scale: multiple, drills: [] };
    return closing(
      () => sandbox.load({ ...load, settings: { ...settings, studio } }, events, stop),
      () => safety.close(),
    );
  }
}

async function unlessStopped<T>(promise: Promise<T>, stop: AbortSignal): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (stop.aborted && error === stop.reason) return null;
    throw error;
  }
}

function boundOf(
  probes: readonly RampProbe[],
  { next, broke }: HeadroomSearch,
  { to }: SearchOptions,
): RampBound {
  if (next !== null) return probes.at(-1)?.noEvidence ?? { kind: 'interrupted', why: INTERRUPTED };
  const criterion = broke === null ? undefined : nearestBroken(probes, broke)?.broke[0];
  if (criterion !== undefined) return { kind: 'target', ...criterion };
  return { kind: 'maximum', why: `it held ${to} times the load, the largest multiple of the search` };
}

/** The probe that showed it, or that of the multiple that is the same load. */
function nearestBroken(probes: readonly RampProbe[], broke: number): RampProbe | undefined {
  return probes
    .filter(({ outcome }) => outcome === 'broke')
    .toSorted((one, other) => Math.abs(one.multiple - broke) - Math.abs(other.multiple - broke))[0];
}
