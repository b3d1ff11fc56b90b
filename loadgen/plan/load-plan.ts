/**
 * The plan of a load run: operations and bytes by stage, and every file that it will read or make. It comes from
 * performing the studio in the kernel's time on a target that answers at once. It is therefore the most that the real
 * target can be asked for: a slower one gets less of the closed loops.
 */

import { setImmediate } from 'node:timers/promises';
import type { Studio } from '../../models/studio.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { StreamSource } from '../../sim/kernel/stream.ts';
import { VirtualClock } from '../../sim/runtime/runtime-clock.ts';
import { WHOLE } from '../../sim/runtime/share.ts';
import { LocalSignals } from '../../sim/runtime/signals.ts';
import { RuntimeRecorder } from '../measure/runtime-recorder.ts';
import { startLoadStages } from '../runtime/load-stages.ts';
import { Planner } from './planner.ts';

/** Work that a stage asks of the target. */
export interface PlannedStage {
  readonly stage: string;
  readonly operations: number;
  readonly readBytes: number;
  readonly writeBytes: number;
}

/** A file of which the run makes versions (see file-ledger.ts). */
export interface PlannedVersions {
  /** Numbered from 1. */
  readonly versions: number;
  /** Those that must be there, empty, before the load. */
  readonly empty: readonly number[];
  readonly bytesMax: number;
  /** Whether any version is renamed, to a name that ends in ".done". */
  readonly renamed: boolean;
}

export interface LoadPlan {
  readonly stages: readonly PlannedStage[];
  /** Sizes of the files that must be there before the load, by path. */
  readonly bases: ReadonlyMap<string, number>;
  readonly baseBytes: number;
  /** Versions by path, without the version. */
  readonly versions: ReadonlyMap<string, PlannedVersions>;
  /** All that files stand in, parents before children. */
  readonly directories: readonly string[];
  /** No version and no stamp of any file has a larger number (see file-ledger.ts). */
  readonly numberMax: number;
  readonly operations: number;
  readonly readBytes: number;
  readonly writeBytes: number;
}

/** Files that are made before the load, and their bytes. */
export function filesToMake({ bases, baseBytes, versions }: LoadPlan): {
  readonly files: number;
  readonly bytes: number;
} {
  let files = bases.size;
  for (const { empty } of versions.values()) files += empty.length;
  return { files, bytes: baseBytes };
}

/** A plan is made in this many steps, between which the program hears what else is said to it. */
const STEPS = 1000;

/**
 * Plans a run of `studio` that is cut off `drainSeconds` after the end of its duration, in the scenario's time. Takes about a second
 * for a million operations; rejects with the signal's reason once it is aborted.
 */
export async function planLoad(
  studio: Studio,
  drainSeconds: number,
  signal?: AbortSignal,
): Promise<LoadPlan> {
  const { durationSeconds, seed } = studio.run;
  const streams = new StreamSource(seed, 0);
  const simulation = new Simulation();
  const planner = new Planner(simulation, streams);
  startLoadStages(studio, {
    simulation,
    clock: new VirtualClock(simulation),
    share: WHOLE,
    streams,
    performer: planner,
    recorder: new RuntimeRecorder(studio.stages, () => undefined),
    signals: new LocalSignals(simulation),
  });
  const endSeconds = durationSeconds + drainSeconds;
  for (let step = 1; step <= STEPS; step++) {
    simulation.run((step / STEPS) * endSeconds);
    await setImmediate();
    signal?.throwIfAborted();
  }
  return planner.plan();
}
