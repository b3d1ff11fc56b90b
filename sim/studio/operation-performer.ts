/**
 * The operation granularity: every operation of a batch is an event. It travels to the storage system, waits in the
 * lane that its file hashes to, and is served. Its payload crosses the links between the client and storage as a flow.
 */

import { operationsOf } from '../../models/enumerate.ts';
import { occupiedSeconds, serviceSeconds, stripes as stripesOf } from '../../models/hardware/storage-law.ts';
import { isFollowed, type Operation, operationCount } from '../../models/operations.ts';
import type { StreamSource } from '../../models/random.ts';
import { HOSTS } from '../../models/resource-names.ts';
import type { StorageSystem } from '../../models/studio.ts';
import type { FluidNetwork } from '../kernel/fluid.ts';
import type { Body, Process } from '../kernel/process.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { CacheModel } from '../world/cache/cache-model.ts';
import type { NetworkModel } from '../world/network/network-model.ts';
import type { NetworkPath } from '../world/network/network-path.ts';
import type { Hop } from '../world/path/hop.ts';
import { PathResolver, type PathRewrite } from '../world/path/path-resolver.ts';
import type { ResourceRegistry } from '../world/resources/resource-registry.ts';
import { LaneService } from '../world/storage/lane-service.ts';
import { StorageModel } from '../world/storage/storage-model.ts';
import { BatchAccount } from './batch-account.ts';
import { BatchUnderWay, type LinkLoss } from './batch-under-way.ts';
import { laneKey } from './lane-key.ts';
import type { Origin, Performer, Work } from './performer.ts';
import type { ResponseLedger } from './response-ledger.ts';
import type { StudioModel } from './studio-model.ts';

/** Sees each operation as it is issued: for tests that compare streams of operations. */
export type OperationObserver = (task: string, step: string, operation: Operation) => void;

export class OperationPerformer implements Performer {
  readonly services: readonly LaneService[];
  readonly #simulation: Simulation;
  readonly #fluid: FluidNetwork;
  readonly #network: NetworkModel;
  readonly #resources: ResourceRegistry;
  readonly #streams: StreamSource;
  readonly #resolver: PathResolver<LaneService>;
  readonly #observer: OperationObserver | undefined;
  flows = 0;

  constructor(
    model: StudioModel,
    storage: readonly StorageSystem[],
    streams: StreamSource,
    observer?: OperationObserver,
    rewrites: readonly PathRewrite<LaneService>[] = [],
  ) {
    this.#simulation = model.simulation;
    this.#fluid = model.fluid;
    this.#network = model.network;
    this.#resources = model.resources;
    this.#streams = streams;
    this.#observer = observer;
    const systems = storage.map((system) => {
      const stream = streams.stream(system.name, 'service times');
      return new StorageModel(system, model.meters.get(system.name)!, (identity, law) =>
        model.resources.add(new LaneService(model.simulation, identity, law, stream)),
      );
    });
    this.services = systems.flatMap(({ services }) => services);
    const caches = new CacheModel(model.caches, model.fluid, (identity, law) =>
      model.resources.add(
        new LaneService(model.simulation, identity, law, streams.stream(identity.id, 'service times')),
      ),
    );
    this.#resolver = new PathResolver(model.network, systems, [...rewrites, caches.rewrite]);
  }

  perform(work: Work, origin: Origin): Body<number> | null {
    const total = operationCount(work.batch.counts);
    return total === 0 ? null : this.#performAll(work, origin, total);
  }

  *#performAll(work: Work, origin: Origin, total: number): Body<number> {
    const { batch, step } = work;
    const { task, recorder } = origin;
    const startSeconds = this.#simulation.now;
    const path = this.#resolver.resolve(batch, work.client, startSeconds);
    const services = path.hops.map(({ service }) => service);
    const links = batch.readBytes + batch.writeBytes > 0 ? path.way.links : [];
    const way = { path, links, resources: [...services, ...links] };
    const underWay = new BatchUnderWay(
      work,
      origin,
      total,
      operationsOf(batch, this.#streams.stream(task, step)),
      path,
      batch.pacing.kind === 'open' ? null : BatchAccount.of(work, origin, way, startSeconds),
    );
    const clients: Process[] = [];
    try {
      if (batch.pacing.kind === 'closed') {
        const loops = Math.min(batch.pacing.outstanding, total);
        for (let i = 0; i < loops; i++) clients.push(this.#simulation.spawn(this.#closedLoop(underWay)));
        for (const client of clients) yield client;
        underWay.chargeLoss(loops);
        underWay.account?.close(
          total,
          { seconds: this.#simulation.now - startSeconds, loopSeconds: null },
          this.#simulation.now,
        );
      } else {
        yield* this.#openArrivals(underWay, startSeconds, batch.pacing.spreadSeconds, clients);
        for (const client of clients) yield client;
        underWay.chargeLoss(total);
      }
    } finally {
      for (const client of clients) if (client.state === 'active') client.interrupt('batch abandoned');
    }
    recorder.performed(batch, total);
    path.performed();
    return this.#simulation.now - startSeconds;
  }

  /** One of a client's outstanding requests: takes the next operation when the one before has been answered. */
  *#closedLoop(underWay: BatchUnderWay): Body<void> {
    for (let operation = underWay.next(); operation !== undefined; operation = underWay.next()) {
      // It is issued now, before those behind it, although its payload may have to wait for the client's device.
      this.#observe(underWay, operation);
      const following = isFollowed(underWay.work.batch, operation.kind) ? underWay.next() : undefined;
      if (following !== undefined) this.#observe(underWay, following);
      yield* this.#inLoop(underWay, operation);
      if (following !== undefined) yield* this.#inLoop(underWay, following);
    }
  }

  /** Performs one operation of a closed loop, once the client's own device is free. */
  *#inLoop(underWay: BatchUnderWay, operation: Operation): Body<void> {
    const free = underWay.deviceFreeSeconds(this.#simulation.now, operation.bytes);
    if (free > this.#simulation.now) {
      underWay.account?.spendOnDevice(free - this.#simulation.now);
      yield free - this.#simulation.now;
    }
    yield* this.#operation(underWay, operation);
  }

  /** Issues the operations evenly over the span, each at its own time whatever happens to those before it. */
  *#openArrivals(
    underWay: BatchUnderWay,
    startSeconds: number,
    spreadSeconds: number,
    clients: Process[],
  ): Body<void> {
    let issued = 0;
    for (let operation = underWay.next(); operation !== undefined; operation = underWay.next()) {
      const due = startSeconds + ((issued + 0.5) / underWay.total) * spreadSeconds;
      if (due > this.#simulation.now) yield due - this.#simulation.now;
      this.#observe(underWay, operation);
      clients.push(this.#simulation.spawn(this.#operation(underWay, operation)));
      issued++;
    }
  }

  #observe({ work, origin }: BatchUnderWay, operation: Operation): void {
    this.#observer?.(origin.task, work.step, operation);
  }

  *#operation(underWay: BatchUnderWay, operation: Operation): Body<void> {
    const { kind, bytes } = operation;
    const issuedSeconds = this.#simulation.now;
    const hop = underWay.hopOf(operation);
    yield hop.latencySeconds;
    const arrivedSeconds = this.#simulation.now;
    const { waited, behindOwn } = yield* this.#serve(hop, operation, underWay.inLanes);
    const served = this.#simulation.now - arrivedSeconds - waited;
    underWay.lose(hop.service.group, waited);
    const transfer =
      bytes > 0 && hop.way.bytesPerSecond < Infinity ? yield* this.#transfer(bytes, hop.way) : null;
    if (transfer !== null) underWay.loseOnLink(transfer);
    const { ledger } = underWay.origin.recorder;
    if (ledger !== null) this.#putTimes(ledger, { hop, served, waited, behindOwn, transfer });
    underWay.finished(kind, this.#simulation.now - issuedSeconds, this.#simulation.now);
  }

  /** Puts the times of a response into the ledger of its stage. */
  #putTimes(ledger: ResponseLedger, { hop, served, waited, behindOwn, transfer }: AnsweredOperation): void {
    ledger.roundTrip = hop.latencySeconds;
    ledger.served = served;
    ledger.behindOwn = behindOwn;
    ledger.waited = waited - behindOwn;
    ledger.crowded = transfer === null ? 0 : Math.max(0, transfer.seconds);
    ledger.sent = transfer === null ? 0 : transfer.elapsedSeconds - ledger.crowded;
    ledger.late = 0;
    const sentOver = transfer?.slowest ?? HOSTS;
    const crowdedLink = transfer?.link === undefined ? sentOver : transfer.link.group;
    ledger.choose({ service: hop.service.group, sentOver, crowdedLink, lateFor: crowdedLink });
  }

  /**
   * Serves all stripes of an operation in their lanes, side by side. Returns the longest wait of any of them. Also
   * returns the part of it behind requests of the same batch, in the proportion found in the lane of its first stripe.
   */
  *#serve(
    { service, envelope }: Hop<LaneService>,
    { kind, file, bytes, offsetBytes }: Operation,
    inLanes: Map<number, number> | null,
  ): Body<ServiceWait> {
    const stripes = stripesOf(envelope, kind, bytes);
    const key = laneKey(file, offsetBytes, stripes);
    const variation = service.drawVariation();
    const occupied = occupiedSeconds(envelope, kind, bytes) * variation;
    const served = serviceSeconds(envelope, kind, bytes) * variation;
    const found = service.inLaneOf(key);
    const ownShare = found === 0 ? 0 : Math.min(1, (inLanes?.get(key) ?? 0) / found);
    if (inLanes !== null) countInLanes(inLanes, key, stripes, 1);
    let longest = 0;
    if (stripes === 1) longest = yield* service.visit(key, occupied, served);
    else {
      const visits: Process<number>[] = [];
      for (let stripe = 0; stripe < stripes; stripe++) {
        visits.push(this.#simulation.spawn(service.visit(key + stripe, occupied, served)));
      }
      for (const visit of visits) longest = Math.max(longest, yield* visit.join());
    }
    if (inLanes !== null) countInLanes(inLanes, key, stripes, -1);
    return { waited: longest, behindOwn: longest * ownShare };
  }

  /** Moves a payload over links, at most at a host's own speed. */
  *#transfer(bytes: number, { links, slowest, bytesPerSecond }: NetworkPath): Body<LinkLoss> {
    this.flows++;
    const outcome = yield* this.#fluid.transfer({
      amount: bytes,
      rateCap: this.#network.hostBytesPerSecond,
      route: links.map(({ fluid }) => ({ resource: fluid })),
    });
    const elapsedSeconds = outcome.seconds;
    const { bottleneck } = outcome;
    return {
      link: bottleneck === undefined ? undefined : this.#resources.ofFluid(bottleneck),
      seconds: elapsedSeconds - bytes / bytesPerSecond,
      slowest,
      elapsedSeconds,
    };
  }
}

/** An operation and the times of its answer, its transfer among them where it carries a payload. */
interface AnsweredOperation {
  readonly hop: Hop<LaneService>;
  readonly served: number;
  readonly waited: number;
  readonly behindOwn: number;
  readonly transfer: LinkLoss | null;
}

/** How long an operation waited for its service in all, and behind requests of its own batch on the same file. */
interface ServiceWait {
  readonly waited: number;
  readonly behindOwn: number;
}

/** Counts the stripes of an operation by the keys of their lanes, or takes them out again. */
function countInLanes(inLanes: Map<number, number>, key: number, stripes: number, change: 1 | -1): void {
  for (let stripe = key; stripe < key + stripes; stripe++) {
    const left = (inLanes.get(stripe) ?? 0) + change;
    if (left === 0) inLanes.delete(stripe);
    else inLanes.set(stripe, left);
  }
}
