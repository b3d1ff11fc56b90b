import { operationsOf } from '../../models/enumerate.ts';
import type { Operation } from '../../models/operations.ts';
import type { StreamSource } from '../../models/random.ts';
import type { Body } from '../../sim/kernel/process.ts';
import type { Simulation } from '../../sim/kernel/simulation.ts';
import type { Work, WorkPerformer } from '../../sim/runtime/work-performer.ts';
import type { LoadTask } from '../runtime/load-task.ts';
import { type FileAction, FileLedger } from './file-ledger.ts';
import type { LoadPlan, PlannedStage, PlannedVersions } from './load-plan.ts';

interface Versions {
  versions: number;
  readonly empty: number[];
  bytesMax: number;
  renamed: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Time of a client's own device that is passed at once, in seconds. */
const DEVICE_STEP_SECONDS = 0.05;

/**
 * Performs batches by recording them. A closed loop takes no more time than the client's own device does, such as a
 * card reader. An open one takes the span over which it is spread.
 */
export class Planner implements WorkPerformer<LoadTask> {
  readonly #simulation: Simulation;
  readonly #streams: StreamSource;
  readonly #ledger = new FileLedger();
  readonly #stages = new Map<string, Mutable<PlannedStage>>();
  readonly #bases = new Map<string, number>();
  readonly #versions = new Map<string, Versions>();
  readonly #directories = new Set<string>();
  #numberMax = 0;

  constructor(simulation: Simulation, streams: StreamSource) {
    this.#simulation = simulation;
    this.#streams = streams;
  }

  *perform({ batch, step }: Work, { stage, task }: LoadTask): Body<number> {
    const planned = this.#stage(stage);
    const startSeconds = this.#simulation.now;
    let deviceSeconds = 0;
    for (const operation of operationsOf(batch, this.#streams.stream(task, step))) {
      planned.operations++;
      if (operation.kind === 'read') planned.readBytes += operation.bytes;
      if (operation.kind === 'write') planned.writeBytes += operation.bytes;
      this.#note(operation, this.#ledger.next(operation, batch.pacing.kind === 'open'));
      deviceSeconds += operation.bytes / batch.clientBytesPerSecond;
      if (deviceSeconds < DEVICE_STEP_SECONDS) continue;
      yield deviceSeconds;
      deviceSeconds = 0;
    }
    if (batch.pacing.kind === 'open') yield batch.pacing.spreadSeconds;
    return this.#simulation.now - startSeconds;
  }

  plan(): LoadPlan {
    const stages = [...this.#stages.values()];
    let baseBytes = 0;
    for (const bytes of this.#bases.values()) baseBytes += bytes;
    return {
      stages,
      bases: this.#bases,
      baseBytes,
      versions: this.#versions satisfies ReadonlyMap<string, PlannedVersions>,
      directories: withParents(this.#directories),
      numberMax: this.#numberMax,
      operations: total(stages, ({ operations }) => operations),
      readBytes: total(stages, ({ readBytes }) => readBytes),
      writeBytes: total(stages, ({ writeBytes }) => writeBytes),
    };
  }

  #stage(stage: string): Mutable<PlannedStage> {
    let planned = this.#stages.get(stage);
    if (planned === undefined) {
      planned = { stage, operations: 0, readBytes: 0, writeBytes: 0 };
      this.#stages.set(stage, planned);
    }
    return planned;
  }

  #note(
    { kind, file, bytes }: Operation,
    { name, newName, needs, offsetBytes, stamp, version }: FileAction,
  ): void {
    this.#numberMax = Math.max(this.#numberMax, stamp, version?.number ?? 0);
    this.#directories.add(file.slice(0, file.lastIndexOf('/')));
    if (needs === 'base') {
      this.#bases.set(file, Math.max(this.#bases.get(file) ?? 0, offsetBytes + bytes));
      return;
    }
    if (name === file) return;
    let versions = this.#versions.get(file);
    if (versions === undefined) {
      versions = { versions: 0, empty: [], bytesMax: 0, renamed: false };
      this.#versions.set(file, versions);
    }
    if (kind === 'create' || needs === 'empty version') versions.versions++;
    if (needs === 'empty version') versions.empty.push(versions.versions);
    if (kind === 'write') versions.bytesMax = Math.max(versions.bytesMax, offsetBytes + bytes);
    if (newName !== null) versions.renamed = true;
  }
}

/** Parents before children, in the order in which they were met. */
function withParents(directories: ReadonlySet<string>): readonly string[] {
  const all = new Set<string>();
  for (const directory of directories) {
    for (let slash = directory.indexOf('/'); slash >= 0; slash = directory.indexOf('/', slash + 1)) {
      all.add(directory.slice(0, slash));
    }
    all.add(directory);
  }
  return [...all];
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
