import type { Operation, OperationKind } from '../../models/operations.ts';
import type { Work } from '../../sim/runtime/work-performer.ts';
import type { GroupRecorder, RuntimeRecorder } from '../measure/runtime-recorder.ts';
import type { TargetError } from '../targets/target.ts';
import type { CachedBatch } from './cached-reads.ts';
import type { LoadTask } from './load-task.ts';

/** A batch that is being performed: what is left of it, how it is recorded, and whether it failed. */
export class InFlightBatch {
  readonly work: Work;
  readonly task: LoadTask;
  readonly operations: Generator<Operation, void>;
  failure: TargetError | null = null;
  /** Answers what the caches of its client hold; null where they cannot hold any of it. */
  cached: CachedBatch | null = null;
  readonly #recorder: RuntimeRecorder;
  readonly #groups: Partial<Record<OperationKind, GroupRecorder>> = {};
  /** When the client's own device, such as a card reader, can take the next payload. */
  #deviceFreeSeconds = Number.NEGATIVE_INFINITY;

  constructor(work: Work, task: LoadTask, operations: Generator<Operation, void>, recorder: RuntimeRecorder) {
    this.work = work;
    this.task = task;
    this.operations = operations;
    this.#recorder = recorder;
  }

  groupOf(kind: OperationKind): GroupRecorder {
    let group = this.#groups[kind];
    if (group === undefined) {
      const { step, batch } = this.work;
      group = this.#recorder.group(this.task.stage, step, kind, batch.pacing.kind);
      this.#groups[kind] = group;
    }
    return group;
  }

  /** Books the client's device for a payload; answers for how long it is still busy with those before, in seconds. */
  untilDeviceFree(nowSeconds: number, bytes: number, speed: number): number {
    const { clientBytesPerSecond } = this.work.batch;
    const free = Math.max(nowSeconds, this.#deviceFreeSeconds);
    this.#deviceFreeSeconds = free + bytes / (clientBytesPerSecond * speed);
    return free - nowSeconds;
  }
}
