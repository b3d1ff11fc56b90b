import {
  metadataOperationCount,
  type Operation,
  type OperationBatch,
  type OperationKind,
} from '../../models/operations.ts';
import type { FluidResource } from '../kernel/fluid.ts';
import type { Origin, Work } from './performer.ts';
import type { StepMetric } from './recorder.ts';
import { resourceGroup } from './resource-group.ts';
import type { Progress } from './traffic-meter.ts';

/** Time lost on a link, and which link was short; undefined where none was. */
export interface LinkLoss {
  readonly link: FluidResource | undefined;
  readonly seconds: number;
}

/** A batch while its operations are performed: what is left to issue, what has been answered, what was lost. */
export class BatchUnderWay implements Progress {
  readonly work: Work;
  readonly origin: Origin;
  readonly total: number;
  readonly #operations: Generator<Operation>;
  readonly #metrics: readonly StepMetric[];
  readonly #lostSeconds = new Map<string, number>();
  #answered = 0;
  #deviceFreeSeconds = 0;
  later: Progress | null = null;
  earlier: Progress | null = null;

  constructor(work: Work, origin: Origin, total: number, operations: Generator<Operation>) {
    this.work = work;
    this.origin = origin;
    this.total = total;
    this.#operations = operations;
    this.#metrics = origin.recorder.metricsOfStep(work.step);
  }

  get batch(): OperationBatch {
    return this.work.batch;
  }

  get metadataOperations(): number {
    return metadataOperationCount(this.work.batch.counts);
  }

  get share(): number {
    return this.#answered / this.total;
  }

  /** The next operation to issue; undefined when all have been issued. */
  next(): Operation | undefined {
    const next = this.#operations.next();
    return next.done === true ? undefined : next.value;
  }

  /** When the client's own device, which handles one payload after the other, lets the next operation go. */
  deviceFreeSeconds(now: number, bytes: number): number {
    const free = Math.max(now, this.#deviceFreeSeconds);
    this.#deviceFreeSeconds = free + bytes / this.work.batch.clientBytesPerSecond;
    return free;
  }

  finished(kind: OperationKind, responseSeconds: number, now: number): void {
    this.#answered++;
    for (const { kinds, observations } of this.#metrics) {
      if (kinds.includes(kind)) observations.histogramAt(now).record(responseSeconds);
    }
  }

  lose(resource: string, seconds: number): void {
    if (seconds > 0) this.#lostSeconds.set(resource, (this.#lostSeconds.get(resource) ?? 0) + seconds);
  }

  loseOnLink({ link, seconds }: LinkLoss): void {
    if (link !== undefined) this.lose(resourceGroup(link.name), seconds);
  }

  /** Charges the stage with the operations' waits; those of `sideBySide` operations at once count once. */
  chargeLoss(sideBySide: number): void {
    for (const [resource, seconds] of this.#lostSeconds)
      this.origin.recorder.lose(resource, seconds / sideBySide);
  }
}
