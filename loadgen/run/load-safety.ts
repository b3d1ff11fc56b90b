/**
 * What watches over a load from before its first file to its end: budgets that every thread asks before it sends, room that stays
 * free on the target, and a probe that asks how others fare meanwhile.
 */

import type { TargetLocation } from '../open-target.ts';
import type { MissingFiles } from '../plan/kept-files.ts';
import type { LoadPlan } from '../plan/load-plan.ts';
import { Budget, type BudgetLimits } from '../safety/budget.ts';
import { MARKER_NAME } from '../safety/marker.ts';
import { SafetyRefusal } from '../safety/refusal.ts';
import { type SpaceFloor, SpaceGuard } from '../safety/space-guard.ts';
import { openQuestioner, type Questioner } from '../safety/unblocked.ts';
import { limitsFrom, VictimGuard } from '../safety/victim-guard.ts';
import { PROBE_TIMES, type ProbeWindow, VictimProbe } from '../safety/victim-probe.ts';
import { openVictimQuestions, type VictimQuestions } from '../safety/victim-questions.ts';
import type { Watch } from './run-load.ts';

export interface SafetyLimits {
  readonly budget: BudgetLimits;
  readonly floor: SpaceFloor;
  /**
   * When others are harmed: the p99 of the probe in seconds, or `before` for ten times what it was before the load and 100 ms at
   * least; null where nobody is watched.
   */
  readonly victimSecondsP99: number | 'before' | null;
  /** Where others are watched: null for the target itself. */
  readonly victim: TargetLocation | null;
}

/** Windows of the probe before the load: what it is compared with. */
const WINDOWS_BEFORE = 5;

export class LoadSafety {
  readonly budget: Budget;
  readonly #space: SpaceGuard;
  readonly #questioner: Questioner;
  readonly #probe: VictimProbe | null;
  readonly #guard: VictimGuard | null;
  readonly #elsewhere: VictimQuestions | null;

  private constructor(
    budget: Budget,
    space: SpaceGuard,
    questioner: Questioner,
    victim: { readonly probe: VictimProbe; readonly guard: VictimGuard } | null,
    elsewhere: VictimQuestions | null,
  ) {
    this.budget = budget;
    this.#space = space;
    this.#questioner = questioner;
    this.#probe = victim?.probe ?? null;
    this.#guard = victim?.guard ?? null;
    this.#elsewhere = elsewhere;
  }

  /**
   * Connects, and sees how the target fares before the load. `budget` is that of loads before this one, where it is of all together.
   * Rejects with a TargetError. To be closed.
   */
  static async open(
    location: TargetLocation,
    hasMarker: boolean,
    limits: SafetyLimits,
    budget: Budget = Budget.of(limits.budget),
  ): Promise<LoadSafety> {
    const questioner = await openQuestioner(location);
    let elsewhere: VictimQuestions | null = null;
    try {
      if (limits.victim !== null) elsewhere = await openVictimQuestions(limits.victim);
      const space = new SpaceGuard(() => questioner.space(), limits.floor, budget);
      const ask = () => elsewhere?.ask() ?? questioner.probe(hasMarker ? MARKER_NAME : null);
      const victim = await watchVictim(ask, limits.victimSecondsP99);
      return new LoadSafety(budget, space, questioner, victim, elsewhere);
    } catch (error) {
      await elsewhere?.close();
      await questioner.close();
      throw error;
    }
  }

  /**
   * Rejects with a SafetyRefusal where there is no room for what a load may write, beside what is made before it, with a TargetError
   * where that is not known.
   */
  async admit({ writeBytes, versions }: LoadPlan, missing: MissingFiles): Promise<void> {
    let files = missing.bases.length;
    for (const planned of versions.values()) files += planned.versions;
    const reason = await this.#space.admit({ bytes: missing.bytes + writeBytes, files });
    if (reason !== null) throw new SafetyRefusal('no-room', reason);
  }

  get watches(): readonly Watch[] {
    return [this.budget, this.#space, ...(this.#guard === null ? [] : [this.#guard])];
  }

  async close(): Promise<void> {
    this.#probe?.stop();
    await this.#elsewhere?.close();
    await this.#questioner.close();
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
