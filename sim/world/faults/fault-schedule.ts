import type { FaultChange, FaultDefinition } from '../../../models/faults/fault.ts';
import { changesOf } from '../../../models/faults/fault-kinds.ts';
import { type FaultTally, newTally } from '../../../models/faults/fault-tally.ts';
import type { ScheduledCall, Simulation } from '../../kernel/simulation.ts';
import type { FaultTarget } from './fault-target.ts';

/** Outcome of one fault; plain data, so that it crosses threads. */
export interface FaultOutcome extends Readonly<FaultTally> {
  readonly name: string;
  /** Null where the run was over before, in seconds since the start of the run. */
  readonly atSeconds: number | null;
  /** Null where it was not repaired before the last work ended. */
  readonly repairedAtSeconds: number | null;
}

interface Struck {
  readonly fault: FaultDefinition;
  readonly tally: FaultTally;
  atSeconds: number | null;
  repairedAtSeconds: number | null;
}

/** A change that waits for its time. */
interface Pending {
  readonly change: FaultChange;
  readonly call: ScheduledCall;
}

/** The faults of a studio in one replication: each of their changes happens to its targets at its time. */
export class FaultSchedule {
  readonly #simulation: Simulation;
  readonly #struck: readonly Struck[];
  readonly #pending = new Set<Pending>();

  /** `speed`: seconds of the scenario in one second of the kernel. `targets` returns those of a name. */
  constructor(
    simulation: Simulation,
    faults: readonly FaultDefinition[],
    targets: (name: string) => readonly FaultTarget[],
    speed = 1,
  ) {
    this.#simulation = simulation;
    this.#struck = faults.map((fault) => ({
      fault,
      tally: newTally(),
      atSeconds: null,
      repairedAtSeconds: null,
    }));
    // Repairs first: a fault that begins when another ends is another one.
    const changes = this.#struck
      .flatMap((struck) => changesOf(struck.fault).map((change) => ({ struck, change })))
      .toSorted(
        (one, other) =>
          one.change.atSeconds - other.change.atSeconds ||
          Number(isRepair(other.change)) - Number(isRepair(one.change)),
      );
    for (const { struck, change } of changes) {
      const on = targets(change.target);
      if (on.length === 0) throw new Error(`${struck.fault.name}: there is no ${change.target}`);
      const call = simulation.at(change.atSeconds / speed, () => {
        this.#pending.delete(pending);
        perform(struck, change, on);
      });
      const pending: Pending = { change, call };
      this.#pending.add(pending);
    }
  }

  /** Leaves out what would happen later than a time: the run is over, and no work is left that it could matter to. */
  endAt(atSeconds: number): void {
    for (const pending of this.#pending) {
      if (pending.change.atSeconds <= atSeconds) continue;
      this.#simulation.cancel(pending.call);
      this.#pending.delete(pending);
    }
  }

  /** Returns the outcomes of the faults so far, in the order of the scenario. */
  get outcomes(): readonly FaultOutcome[] {
    return this.#struck.map(({ fault, tally, atSeconds, repairedAtSeconds }) => ({
      name: fault.name,
      atSeconds,
      repairedAtSeconds,
      ...tally,
    }));
  }
}

function perform(struck: Struck, { atSeconds, action }: FaultChange, targets: readonly FaultTarget[]): void {
  struck.atSeconds ??= atSeconds;
  // What fails again has not been repaired.
  struck.repairedAtSeconds = action.kind === 'repair' ? atSeconds : null;
  for (const target of targets) {
    switch (action.kind) {
      case 'fail':
        target.fail(struck.tally);
        break;
      case 'degrade':
        target.degrade(action.share);
        break;
      case 'repair':
        target.repair();
        break;
    }
  }
}

function isRepair({ action }: FaultChange): boolean {
  return action.kind === 'repair';
}
