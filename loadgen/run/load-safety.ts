/**
 * Guards of a load from before its first file to its end. Every thread asks the budgets before it sends, the space
 * guard keeps room free on the target, and a probe measures the effect on others.
 */

import { afterError, closing } from '../first-error.ts';
import type { MissingFiles } from '../plan/kept-files.ts';
import type { LoadPlan } from '../plan/load-plan.ts';
import { Budget, type BudgetLimits } from '../safety/budget.ts';
import { MARKER_NAME } from '../safety/marker.ts';
import { SafetyRefusal } from '../safety/refusal.ts';
import { type SpaceFloor, SpaceGuard } from '../safety/space-guard.ts';
import { limitsFrom, VictimGuard } from '../safety/victim-guard.ts';
import { PROBE_TIMES, type ProbeWindow, VictimProbe } from '../safety/victim-probe.ts';
import { openVictimQuestions, type VictimQuestions } from '../safety/victim-questions.ts';
import { protocolOf } from '../targets/protocols.ts';
import type { TargetLocation } from '../targets/target-location.ts';
import type { TargetProber } from '../targets/target-prober.ts';
import type { Watch } from './run-load.ts';

export interface SafetyLimits {
  readonly budget: BudgetLimits;
  readonly floor: SpaceFloor;
  /**
   * Limit on the probe's p99 in seconds, above which others are harmed. `before` stands for ten times its value before
   * the load, and 100 ms at least; null disables the probe.
   */
  readonly victimSecondsP99: number | 'before' | null;
  /** Place where the effect on others is measured: null for the target itself. */
  readonly victim: TargetLocation | null;
}

/** Windows of the probe before the load: what it is compared with. */
const WINDOWS_BEFORE = 5;

export class LoadSafety {
  readonly budget: Budget;
  readonly #limits: SafetyLimits;
  readonly #space: SpaceGuard;
  readonly #prober: TargetProber;
  readonly #elsewhere: VictimQuestions | null;
  #probe: VictimProbe | null = null;

  private constructor(
    limits: SafetyLimits,
    budget: Budget,
    prober: TargetProber,
    elsewhere: VictimQuestions | null,
  ) {
    this.budget = budget;
    this.#limits = limits;
    this.#space = new SpaceGuard(() => prober.space(), limits.floor, budget);
    this.#prober = prober;
    this.#elsewhere = elsewhere;
  }

  /**
   * Connects to the target, and to the victim that is elsewhere. `budget` is that of loads before this one, where it is of all
   * together. Rejects with a TargetError. To be closed.
   */
  static async open(
    location: TargetLocation,
    limits: SafetyLimits,
    budget: Budget = Budget.of(limits.budget),
  ): Promise<LoadSafety> {
    const prober = await protocolOf(location.url).openProber(location);
    try {
      const elsewhere = limits.victim === null ? null : await openVictimQuestions(limits.victim);
      return new LoadSafety(limits, budget, prober, elsewhere);
    } catch (error) {
      throw await afterError(error, () => prober.close());
    }
  }

  /**
   * Rejects with a SafetyRefusal where there is no room for what a load may write, beside the files made before it.
   * Rejects with a TargetError where the free room is not known.
   */
  async admit({ writeBytes, versions }: LoadPlan, missing: MissingFiles): Promise<void> {
    let files = missing.bases.length;
    for (const planned of versions.values()) files += planned.versions;
    const reason = await this.#space.admit({ bytes: missing.bytes + writeBytes, files });
    if (reason !== null) throw new SafetyRefusal('no-room', reason);
  }

  /**
   * Measures the target before the load, which takes about a second; returns the guards that watch over it from then
   * on. The target itself is asked for its marker, which was written a moment before and must exist. Reading it takes
   * the way of all data, as asking for attributes does not.
   */
  async watch(): Promise<readonly Watch[]> {
    const ask = () => this.#elsewhere?.ask() ?? this.#prober.probe(MARKER_NAME);
    const victim = await watchVictim(ask, this.#limits.victimSecondsP99);
    this.#probe = victim?.probe ?? null;
    return [this.budget, this.#space, ...(victim === null ? [] : [victim.guard])];
  }

  async close(): Promise<void> {
    this.#probe?.stop();
    await closing(
      async () => this.#elsewhere?.close(),
      () => this.#prober.close(),
    );
  }
}

async function watchVictim(
  ask: () => Promise<void>,
  limit: SafetyLimits['victimSecondsP99'],
): Promise<{ readonly probe: VictimProbe; readonly guard: VictimGuard } | null> {
  if (limit === null) return null;
  const before: ProbeWindow[] = [];
  let guard: VictimGuard | null = null;
  const probe = new VictimProbe(ask, (window) =>
    guard === null ? before.push(window) : guard.record(window),
  );
  probe.start();
  await new Promise((resolve) => {
    setTimeout(resolve, WINDOWS_BEFORE * PROBE_TIMES.windowSeconds * 1000);
  });
  const usual = limitsFrom(before);
  guard = new VictimGuard(limit === 'before' ? usual : { ...usual, latencySecondsP99: limit });
  return { probe, guard };
}
