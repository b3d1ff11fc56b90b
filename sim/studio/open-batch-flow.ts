import type { OperationKind } from '../../models/operations.ts';
import type { RandomStream } from '../../models/random.ts';
import type { FlowOutcome } from '../kernel/fluid.ts';
import type { NetworkPath } from '../world/network/network-path.ts';
import type { Hop } from '../world/path/hop.ts';
import type { FlowService } from '../world/storage/flow-service.ts';
import type { OpenLoad, OpenQueue } from '../world/storage/open-queue.ts';
import { operationCost } from './batch-cost.ts';
import { BatchFlow, type BatchRequest } from './batch-flow.ts';
import type { Observations } from './recorder.ts';
import { EvenPoints, operationsOfStratum, strataFor } from './strata.ts';

/** Source of the draws of the kind that is being recorded. */
const points = new EvenPoints();

/** Readings of a queue that is not stationary differ by more than a few draws would show. */
const LEAST_STRATA_IN_TRANSIT = 16;

/** An array of none, for batches that have not begun. */
const NOTHING: readonly never[] = [];

/** A batch whose operations come spread over a span, whatever the answers: they wait as the queue stands when they come. */
export class OpenBatchFlow extends BatchFlow {
  readonly #spreadSeconds: number;
  /** The load on each service, and the last span there that ended before the batch began. */
  #loads: readonly OpenLoad[] = NOTHING;
  #before: readonly number[] = NOTHING;
  /** Capacity of each service that had been missing when the batch began, in seconds. */
  #missingBefore: readonly number[] = NOTHING;

  constructor(request: BatchRequest, spreadSeconds: number) {
    const { operations } = request.cost;
    super(request, { rateCap: operations / spreadSeconds, weight: operations });
    this.#spreadSeconds = spreadSeconds;
  }

  protected enter(): void {
    const { operations, demands } = this.request.cost;
    const rate = operations / this.#spreadSeconds;
    this.#loads = demands.map(({ coefficient, visits, stripes: each, occupiedSeconds, squaredSeconds }) => ({
      utilization: rate * coefficient,
      squaredSeconds: rate * squaredSeconds,
      meanSquaredSeconds: rate * visits * each * occupiedSeconds ** 2,
      startSeconds: this.startSeconds,
      endSeconds: this.startSeconds + this.#spreadSeconds,
    }));
    this.#before = demands.map(({ service }, place) => {
      service.open.add(this.#loads[place]!, this.startSeconds);
      service.closed.openChanged();
      return service.open.history.hold();
    });
    this.#missingBefore = demands.map(({ service }) => service.missingSeconds(this.startSeconds));
  }

  protected leave(): void {
    const { now } = this.request.model.simulation;
    const { demands } = this.request.cost;
    for (let place = 0; place < demands.length; place++) {
      const { open } = demands[place]!.service;
      const load = this.#loads[place]!;
      if (now < load.endSeconds) open.remove(load, now);
      open.history.release(this.#before[place]!);
    }
  }

  protected record({ seconds, bottleneck }: FlowOutcome): void {
    const { work, recorder, model, cost, path } = this.request;
    const { now } = model.simulation;
    let byService = false;
    for (const { service, resource } of cost.demands) {
      service.open.advance(now);
      byService ||= resource === bottleneck;
    }
    // What a service is short of waits in its queue already.
    const lateSeconds = byService
      ? 0
      : Math.max(0, seconds - this.#spreadSeconds - this.#missingSeconds(now));
    const shortOf = bottleneck === undefined ? undefined : model.resources.ofFluid(bottleneck).group;
    if (shortOf !== undefined && lateSeconds > 0) recorder.lose(shortOf, lateSeconds);
    const lateFor = shortOf ?? cost.demands[0]!.service.group;
    for (const { kinds, observations } of recorder.metricsOfStep(work.step)) {
      for (const kind of kinds) {
        const count = work.batch.counts[kind] ?? 0;
        let reached = 0;
        let dealt = 0;
        for (const { hop, share } of path.legsOf(kind)) {
          reached += share;
          const operations = Math.round(count * reached) - dealt;
          dealt += operations;
          if (operations === 0) continue;
          if (observations.compositions !== null) {
            const { slowest: sentOver } = hop.way;
            recorder.ledger?.choose({ service: hop.service.group, sentOver, crowdedLink: sentOver, lateFor });
          }
          this.#recordKind(observations, kind, hop, operations, lateSeconds);
        }
      }
    }
  }

  /**
   * Draws response times of one kind: travel, a service that varies, and the wait of the longest of its stripes. Operations
   * that a link held up are late by up to what the batch overran, in the order in which they were due.
   */
  #recordKind(
    observations: Observations,
    kind: OperationKind,
    hop: Hop<FlowService>,
    count: number,
    lateSeconds: number,
  ): void {
    const { work, recorder, model, cost, memory } = this.request;
    const { responses, ledger } = recorder;
    const { now } = model.simulation;
    const histogram = observations.histogramAt(now);
    const composition = observations.compositionAt(now);
    const {
      bytes,
      service,
      stripes: each,
      servedSeconds,
      travelSeconds,
    } = operationCost(work.batch, kind, hop, memory);
    const { open, closed } = service;
    const { history } = open;
    let span = Math.min(history.latest, this.#before[this.#placeOf(service)]! + 1);
    const { leastDraws } = recorder;
    const strata = strataFor(
      count,
      history.isInTransit(span) ? Math.max(leastDraws, LEAST_STRATA_IN_TRANSIT) : leastDraws,
    );
    const besideClosed = closed.prepareForOpen();
    points.restart(responses);
    let waitedSeconds = 0;
    if (ledger !== null) {
      ledger.roundTrip = hop.latencySeconds;
      ledger.sent = travelSeconds - ledger.roundTrip;
      ledger.behindOwn = ledger.crowded = 0;
      ledger.pacePart = -1;
    }
    for (let stratum = 0; stratum < strata; stratum++) {
      const position = (stratum + responses.uniform()) / strata;
      const dueSeconds = this.startSeconds + position * this.#spreadSeconds;
      span = history.spanAt(dueSeconds, span);
      const variation = service.variation.at(points.at(stratum, 0));
      const ahead =
        each === 1 && lateSeconds === 0
          ? open.draw(span, position)
          : longestOpenWait(open, span, each, responses);
      const behindClosed = besideClosed ? closed.drawForOpen(variation) : 0;
      const times = operationsOfStratum(stratum, strata, count);
      let wait = ahead;
      let served = servedSeconds * variation;
      if (service.changes.length > 0) {
        wait = service.secondsFor(ahead, dueSeconds);
        served = service.secondsFor(ahead + served, dueSeconds) - wait;
      }
      waitedSeconds += (wait + behindClosed) * times;
      const late = position * lateSeconds + (bytes > 0 ? waitForLinks(hop.way, dueSeconds) : 0);
      const response = travelSeconds + served + late + wait + behindClosed;
      histogram.recordMany(response, times);
      if (ledger === null || composition === null) continue;
      ledger.served = served;
      ledger.waited = wait + behindClosed;
      ledger.late = late;
      ledger.record(composition, response, times);
    }
    recorder.lose(service.group, waitedSeconds / cost.operations);
  }

  capacityChanges(): void {}

  /** Catches up with the work asked for meanwhile by the end of the span, or at once after it. */
  capacityChanged(): void {
    if (!this.isUnderWay) return;
    const { simulation, fluid } = this.request.model;
    const leftSeconds = this.startSeconds + this.#spreadSeconds - simulation.now;
    fluid.setRateCap(this.flow, leftSeconds > 0 ? this.flow.remaining / leftSeconds : Infinity);
  }

  /** For how long services were missing since its start, or a link was down: the waits for that are known one by one. */
  #missingSeconds(now: number): number {
    const { cost, path } = this.request;
    let seconds = 0;
    if (cost.bytesPerOperation > 0) {
      for (const link of path.way.links) seconds += link.downSeconds(this.startSeconds, now);
    }
    for (let place = 0; place < cost.demands.length; place++) {
      seconds += cost.demands[place]!.service.missingSeconds(now) - this.#missingBefore[place]!;
    }
    return seconds;
  }

  #placeOf(service: FlowService): number {
    return this.request.cost.demands.findIndex((demand) => demand.service === service);
  }
}

/** How long a payload that is due at a time waits until no link of its way is down. */
function waitForLinks({ links }: NetworkPath, dueSeconds: number): number {
  let longest = 0;
  for (const link of links)
    if (link.changes.length > 0) longest = Math.max(longest, link.secondsUntilUp(dueSeconds));
  return longest;
}

/** Draws the longest wait of some stripes, each in a lane of its own. */
export function longestOpenWait(
  open: OpenQueue,
  span: number,
  stripesEach: number,
  stream: RandomStream,
): number {
  let longest = 0;
  for (let stripe = 0; stripe < stripesEach; stripe++)
    longest = Math.max(longest, open.draw(span, stream.uniform()));
  return longest;
}
