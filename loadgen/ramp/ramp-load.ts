/**
 * Searches for the largest multiple of a scenario that a target holds: probe by probe, each a load run of its own in a place of its
 * own, which is taken away again before the next, so that neither its files nor its backlog are in the next one's figures.
 */

import { highestHeld, type RampBound, type RampProbe } from '../../models/ramp-result.ts';
import { scaleStudio } from '../../models/scale-studio.ts';
import type { Studio } from '../../models/studio.ts';
import { type LoadPlan, planLoad } from '../plan/load-plan.ts';
import { type CrewPool, crewPool } from '../run/crew.ts';
import { LoadSafety, type SafetyLimits } from '../run/load-safety.ts';
import {
  runInSandbox,
  type SandboxedEvents,
  type SandboxedOutcome,
  type SandboxedRequest,
} from '../run/run-in-sandbox.ts';
import { HeadroomSearch, type ProbeVerdict, type SearchOptions } from './headroom-search.ts';
import { INTERRUPTED, judgeProbe } from './judge-probe.ts';

export interface RampRequest extends Omit<SandboxedRequest, 'plan' | 'scale' | 'drills' | 'budget' | 'pool'> {
  readonly search: SearchOptions;
  /** Whether the target has been used before: then it holds a marker. */
  readonly hasMarker: boolean;
  /** Of all probes together, as far as budgets go. */
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
  /** What is told of the load itself. */
  onProbe(ahead: ProbeAhead): SandboxedEvents;
  onProbed(probe: RampProbe, sandboxed: SandboxedOutcome): void;
}

export interface RampOutcome {
  readonly probes: readonly RampProbe[];
  /** The largest multiple that held, and the smallest that broke; null where none did. */
  readonly held: number | null;
  readonly broke: number | null;
  readonly bound: RampBound;
}

/** Rejects as `runInSandbox` does. `stop` ends the ramp with the probe that is under way. */
export async function rampLoad(
  request: RampRequest,
  events: RampEvents,
  stop: AbortSignal,
): Promise<RampOutcome> {
  const search = new HeadroomSearch(request.search);
  // Threads that have performed one load are sooner ready for the next.
  const pool = crewPool(request.threads);
  const prober = new Prober({ ...request, pool }, events, stop);
  try {
    for (let { next } = search; next !== null && !stop.aborted; { next } = search) {
      // A machine has its moments: only a generator that is the limit twice ends the ramp.
      let verdict = await prober.probe(next);
      if (prober.probes.at(-1)?.outcome === 'generator') verdict = await prober.probe(next);
      if (verdict === null) break;
      search.hear(verdict);
    }
  } finally {
    await pool.destroy();
  }
  const { probes } = prober;
  const { held, broke } = search;
  return { probes, held, broke, bound: boundOf(probes, search, request.search) };
}

type PooledRequest = RampRequest & { readonly pool: CrewPool };

class Prober {
  readonly probes: RampProbe[] = [];
  readonly #request: PooledRequest;
  readonly #events: RampEvents;
  readonly #stop: AbortSignal;
  /** By what was run: what is counted is rounded, so that two multiples may be the same load. */
  readonly #known = new Map<string, { readonly multiple: number; readonly verdict: ProbeVerdict }>();
  #sent = 0;
  #writtenBytes = 0;

  constructor(request: PooledRequest, events: RampEvents, stop: AbortSignal) {
    this.#request = request;
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
    const sandboxed = await this.#load(multiple, studio);
    if (sandboxed === null) return null;
    const { probe, verdict } = judgeProbe({
      multiple,
      whole: scaleStudio(whole, multiple),
      studio,
      outcome: sandboxed.outcome,
      loadSeconds: probeSeconds,
      precision: search.precision,
      heldServiceSeconds: highestHeld(this.probes)?.service.mean ?? null,
    });
    this.probes.push(probe);
    this.#events.onProbed(probe, sandboxed);
    if (verdict !== null) {
      // At another multiple that is the same load it is no disturbance, and no measure of that multiple.
      const same = { kind: 'broke', clear: true, estimate: null } as const;
      this.#known.set(load, { multiple, verdict: verdict.kind === 'held' ? verdict : same });
    }
    return verdict;
  }

  /** Null where the ramp was stopped before the target was touched. */
  async #load(multiple: number, studio: Studio): Promise<SandboxedOutcome | null> {
    const { settings, hasMarker, ...request } = this.#request;
    const stop = this.#stop;
    const plan = await unlessStopped(planLoad(studio, settings.drainSeconds * settings.speed, stop), stop);
    if (plan === null) return null;
    const events = this.#events.onProbe({ number: this.probes.length + 1, multiple, studio, plan });
    const safety = await LoadSafety.open(request.location, hasMarker || this.probes.length > 0, this.#limits);
    try {
      await safety.admit(plan);
      const { budget, watches } = safety;
      const sandboxed = await runInSandbox(
        { ...request, plan, budget, scale: multiple, drills: [], settings: { ...settings, studio } },
        events,
        watches,
        stop,
      );
      for (const { sent, kind, bytes } of sandboxed.outcome.tallies) {
        this.#sent += sent;
        if (kind === 'write') this.#writtenBytes += bytes;
      }
      return sandboxed;
    } finally {
      await safety.close();
    }
  }

  /** What is left of the budgets; room on the target is what it was, as probes take away their files. */
  get #limits(): SafetyLimits {
    const { limits } = this.#request;
    const { bytesMax, operationsMax } = limits.budget;
    return {
      ...limits,
      budget: { bytesMax: bytesMax - this.#writtenBytes, operationsMax: operationsMax - this.#sent },
    };
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
  return { kind: 'maximum', why: `it held ${to} times the load, and more was not asked for` };
}

/** The probe that showed it, or that of the multiple that is the same load. */
function nearestBroken(probes: readonly RampProbe[], broke: number): RampProbe | undefined {
  return probes
    .filter(({ outcome }) => outcome === 'broke')
    .toSorted((one, other) => Math.abs(one.multiple - broke) - Math.abs(other.multiple - broke))[0];
}
