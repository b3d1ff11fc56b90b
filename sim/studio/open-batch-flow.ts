import { stripes } from '../../models/hardware/storage-law.ts';
import type { OperationKind } from '../../models/operations.ts';
import type { FlowOutcome } from '../kernel/fluid.ts';
import { bytesPerOperation, servedSeconds, travelSeconds } from './batch-cost.ts';
import { BatchFlow, type BatchRequest } from './batch-flow.ts';
import type { OpenInterval, OpenLoad } from './open-queue.ts';
import type { Observations } from './recorder.ts';
import { resourceGroup } from './resource-group.ts';
import type { Service } from './service.ts';
import { EvenPoints, operationsOfStratum, strataFor } from './strata.ts';

/** Source of the draws of the kind that is being recorded. */
const points = new EvenPoints();

/** Readings of a queue that is not stationary differ by more than a few draws would show. */
const LEAST_STRATA_IN_TRANSIT = 16;

/** A payload goes at the speed of its host's link. */
const DIRECT = { sentOver: 'network.hosts', crowdedLink: 'network.hosts' } as const;

/** A batch whose operations come spread over a span, whatever the answers: they wait as the queue stands when they come. */
export class OpenBatchFlow extends BatchFlow {
  readonly #spreadSeconds: number;
  readonly #loads: OpenLoad[] = [];
  /** The last span of each service that ended before the batch began. */
  readonly #before: OpenInterval[] = [];

  constructor(request: BatchRequest, spreadSeconds: number) {
    const { cost, storage } = request;
    super(request, {
      rateCap: cost.operations / spreadSeconds,
      weight: cost.operations,
      // The work of many machines, so that no single NIC carries it.
      links: storage.network.shared,
    });
    this.#spreadSeconds = spreadSeconds;
  }

  protected enter(): void {
    const { operations, demands } = this.request.cost;
    const rate = operations / this.#spreadSeconds;
    for (const { service, coefficient, visits, stripes: each, occupiedSeconds, squaredSeconds } of demands) {
      const load = {
        utilization: rate * coefficient,
        squaredSeconds: rate * squaredSeconds,
        meanSquaredSeconds: rate * visits * each * occupiedSeconds ** 2,
        startSeconds: this.startSeconds,
        endSeconds: this.startSeconds + this.#spreadSeconds,
      };
      service.open.add(load, this.startSeconds);
      service.closed.openChanged();
      this.#loads.push(load);
      this.#before.push(service.open.latest);
    }
  }

  protected leave(): void {
    const { now } = this.request.storage.simulation;
    for (const [place, { service }] of this.request.cost.demands.entries()) {
      const load = this.#loads[place]!;
      if (now < load.endSeconds) service.open.remove(load, now);
    }
  }

  protected record({ seconds, bottleneck }: FlowOutcome): void {
    const { work, recorder, storage, cost } = this.request;
    const { now } = storage.simulation;
    const byService = cost.demands.some(({ resource }) => resource === bottleneck);
    // What a service is short of waits in its queue already.
    const lateSeconds = byService ? 0 : Math.max(0, seconds - this.#spreadSeconds);
    if (bottleneck !== undefined && lateSeconds > 0)
      recorder.lose(resourceGroup(bottleneck.name), lateSeconds);
    for (const { service } of cost.demands) service.open.advance(now);
    const lateFor = bottleneck === undefined ? cost.demands[0]!.service.name : resourceGroup(bottleneck.name);
    for (const { kinds, observations } of recorder.metricsOfStep(work.step)) {
      for (const kind of kinds) {
        const count = work.batch.counts[kind] ?? 0;
        if (count === 0) continue;
        if (observations.compositions !== null) recorder.ledger?.choose({ kind, ...DIRECT, lateFor });
        this.#recordKind(observations, kind, count, lateSeconds);
      }
    }
  }

  /**
   * Draws response times of one kind: travel, a service that varies, and the wait of the longest of its stripes. Operations
   * that a link held up are late by up to what the batch overran, in the order in which they were due.
   */
  #recordKind(observations: Observations, kind: OperationKind, count: number, lateSeconds: number): void {
    const { work, recorder, storage, cost } = this.request;
    const { responses, ledger } = recorder;
    const { now } = storage.simulation;
    const histogram = observations.histogramAt(now);
    const composition = observations.compositionAt(now);
    const place = cost.demands.findIndex(({ service }) => service === storage.serviceOf(kind));
    const { service } = cost.demands[place]!;
    const fixedSeconds = travelSeconds(work.batch, kind, storage.network);
    const served = servedSeconds(work.batch, kind, storage);
    const each = stripes(storage.envelope, kind, bytesPerOperation(work.batch, kind));
    let interval = this.#before[place]!.next ?? this.#before[place]!;
    const strata = strataFor(count, interval.readings === null ? undefined : LEAST_STRATA_IN_TRANSIT);
    const besideClosed = service.closed.prepareForOpen();
    points.restart(responses);
    let waitedSeconds = 0;
    const taken = ledger === null ? 0 : ledger.takeApart(strata, observations.isMeanAsked);
    if (ledger !== null) {
      ledger.roundTrip = storage.network.roundTripSeconds;
      ledger.sent = fixedSeconds - ledger.roundTrip;
      ledger.crowded = 0;
      ledger.pacePart = -1;
    }
    for (let stratum = 0; stratum < strata; stratum++) {
      const position = (stratum + responses.uniform()) / strata;
      const dueSeconds = this.startSeconds + position * this.#spreadSeconds;
      while (interval.untilSeconds < dueSeconds && interval.next !== null) interval = interval.next;
      const variation = service.variation.at(points.at(stratum, 0));
      const wait =
        each === 1 && lateSeconds === 0
          ? service.open.draw(interval, position)
          : longestOpenWait(service, interval, each, () => responses.uniform());
      const behindClosed = besideClosed ? service.closed.drawForOpen(variation) : 0;
      const times = operationsOfStratum(stratum, strata, count);
      waitedSeconds += (wait + behindClosed) * times;
      const late = position * lateSeconds;
      const response = fixedSeconds + served * variation + late + wait + behindClosed;
      histogram.recordMany(response, times);
      if (ledger === null || composition === null || stratum % ledger.stride !== taken) continue;
      ledger.served = served * variation;
      ledger.waited = wait + behindClosed;
      ledger.late = late;
      ledger.record(composition, response, times * ledger.stride);
    }
    recorder.lose(service.name, waitedSeconds / cost.operations);
  }
}

/** Draws the longest wait of some stripes, each in a lane of its own. */
export function longestOpenWait(
  { open }: Service,
  interval: OpenInterval,
  stripesEach: number,
  uniform: () => number,
): number {
  let longest = 0;
  for (let stripe = 0; stripe < stripesEach; stripe++)
    longest = Math.max(longest, open.draw(interval, uniform()));
  return longest;
}
