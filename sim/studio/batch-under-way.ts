import type { Operation, OperationKind } from '../../models/operations.ts';
import type { Hop } from '../world/path/hop.ts';
import type { IoPath } from '../world/path/io-path.ts';
import { trafficWith } from '../world/path/traffic.ts';
import type { Resource } from '../world/resources/resource.ts';
import type { LaneService } from '../world/storage/lane-service.ts';
import type { BatchTraffic, TrafficMeter } from '../world/storage/traffic-meter.ts';
import type { BatchAccount } from './batch-account.ts';
import type { Origin, Work } from './performer.ts';
import type { StepMetric } from './recorder.ts';

/** Time lost on a link, and which link was short; undefined where none was. The slowest link alone sets the rest. */
export interface LinkLoss {
  readonly link: Resource | undefined;
  readonly seconds: number;
  readonly slowest: string;
  /** Seconds of the transmission in all. */
  readonly elapsedSeconds: number;
}

/** A batch while its operations are performed: what is left to issue, what has been answered, what was lost. */
export class BatchUnderWay {
  readonly work: Work;
  readonly origin: Origin;
  readonly total: number;
  readonly account: BatchAccount | null;
  readonly #operations: Generator<Operation>;
  readonly #path: IoPath<LaneService>;
  /** Traffic with each storage system of its path, and the meter there. */
  readonly #traffic: readonly (readonly [TrafficMeter, BatchTraffic])[];
  /** Operations that have taken each hop, for each kind with several hops. */
  readonly #taken = new Map<OperationKind, number[]>();
  readonly #metrics: readonly StepMetric[];
  readonly #lostSeconds = new Map<string, number>();
  /** How many of its stripes are in their lane, by the key of the lane (see lane-key.ts); null where nobody asks. */
  readonly inLanes: Map<number, number> | null;
  #answered = 0;
  #deviceFreeSeconds = 0;

  /** `account` takes what a closed batch spends its time on; null where no objective asks for it. */
  constructor(
    work: Work,
    origin: Origin,
    total: number,
    operations: Generator<Operation>,
    path: IoPath<LaneService>,
    account: BatchAccount | null,
  ) {
    this.account = account;
    this.inLanes = account === null ? null : new Map();
    this.work = work;
    this.origin = origin;
    this.total = total;
    this.#operations = operations;
    this.#path = path;
    this.#traffic = path.meters.map((meter) => [meter, trafficWith(meter, work.batch, path)]);
    this.#metrics = origin.recorder.metricsOfStep(work.step);
  }

  /** The next operation to issue; undefined when all have been issued. */
  next(): Operation | undefined {
    const next = this.#operations.next();
    return next.done === true ? undefined : next.value;
  }

  /** The hop that an operation takes, the next one of its kind. It is that of its bundle, or of several the one that is furthest behind its share. */
  hopOf({ kind, bundle }: Operation): Hop<LaneService> {
    if (bundle !== undefined) {
      const hop = this.#path.hopOfBundle(kind, bundle);
      if (hop !== null) return hop;
    }
    const legs = this.#path.legsOf(kind);
    if (legs.length === 1) return legs[0]!.hop;
    let taken = this.#taken.get(kind);
    if (taken === undefined) this.#taken.set(kind, (taken = legs.map(() => 0)));
    const all = taken.reduce((sum, count) => sum + count, 1);
    let next = 0;
    for (let leg = 1; leg < legs.length; leg++) {
      const behind = (place: number) => legs[place]!.share * all - taken[place]!;
      if (behind(leg) > behind(next)) next = leg;
    }
    taken[next]!++;
    return legs[next]!.hop;
  }

  /** When the client's own device, which handles one payload after the other, lets the next operation go. */
  deviceFreeSeconds(now: number, bytes: number): number {
    const free = Math.max(now, this.#deviceFreeSeconds);
    this.#deviceFreeSeconds = free + bytes / this.work.batch.clientBytesPerSecond;
    return free;
  }

  /** An operation has been answered; the ledger of its stage, where there is one, holds the times of its response. */
  finished(kind: OperationKind, responseSeconds: number, now: number): void {
    const { ledger } = this.origin.recorder;
    this.#answered++;
    for (const [meter, traffic] of this.#traffic) meter.count(traffic, this.total);
    if (this.account !== null) {
      this.account.findPace(this.#answered / this.total, null, now);
      this.account.spend(1);
      this.account.spendBehindOwn(this.account.ledger.ownPart, this.account.ledger.behindOwn);
    } else if (ledger !== null) {
      ledger.pacePart = -1;
    }
    for (const { kinds, observations } of this.#metrics) {
      if (!kinds.includes(kind)) continue;
      observations.histogramAt(now).record(responseSeconds);
      const composition = observations.compositionAt(now);
      if (composition !== null) ledger?.record(composition, responseSeconds, 1);
    }
  }

  lose(resource: string, seconds: number): void {
    if (seconds > 0) this.#lostSeconds.set(resource, (this.#lostSeconds.get(resource) ?? 0) + seconds);
  }

  loseOnLink({ link, seconds }: LinkLoss): void {
    if (link !== undefined) this.lose(link.group, seconds);
  }

  /** Charges the stage with the operations' waits; those of `sideBySide` operations at once count once. */
  chargeLoss(sideBySide: number): void {
    for (const [resource, seconds] of this.#lostSeconds)
      this.origin.recorder.lose(resource, seconds / sideBySide);
  }
}
