import { sampler } from '../../models/distributions/distribution.ts';
import type { ServiceLaw, StorageEnvelope } from '../../models/hardware/envelope.ts';
import {
  occupiedSeconds,
  servers,
  serviceSeconds,
  serviceVariation,
  stripes,
} from '../../models/hardware/storage-law.ts';
import { isMetadata, type OperationKind } from '../../models/operations.ts';
import type { RandomStream } from '../../models/random.ts';
import type { StorageSystem } from '../../models/studio.ts';
import type { Body } from '../kernel/process.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { Station } from '../kernel/station.ts';
import { Gate } from './gate.ts';
import type { ObservedService } from './performer.ts';

/**
 * The data or metadata service of a storage system, in the operation granularity: lanes, each a station of its own, over
 * which files are spread by a hash. A hot directory therefore fills one lane while the others are idle.
 */
export class LaneService implements ObservedService {
  readonly name: string;
  readonly law: ServiceLaw;
  readonly #simulation: Simulation;
  readonly #lanes: readonly Station[];
  readonly #drawVariation: () => number;

  constructor(simulation: Simulation, name: string, law: ServiceLaw, stream: RandomStream) {
    this.#simulation = simulation;
    this.name = name;
    this.law = law;
    this.#lanes = Array.from(
      { length: law.lanes },
      (_, lane) => new Station(simulation, { name: `${name}.lane[${lane}]`, servers: law.serversPerLane }),
    );
    this.#drawVariation = sampler(serviceVariation(law), stream);
  }

  utilizationIntegral(now: number): number {
    let busy = 0;
    for (const lane of this.#lanes) busy += lane.busyIntegral(now);
    return busy / servers(this.law);
  }

  /** A factor of mean 1 by which the service of one operation, all its stripes alike, differs from the mean. */
  drawVariation(): number {
    return this.#drawVariation();
  }

  /** Requests in the lane of a key, waiting and served. */
  inLaneOf(key: number): number {
    const { busy, queueLength } = this.#laneOf(key);
    return busy + queueLength;
  }

  /**
   * Occupies a server in the lane of a key, and is answered `servedSeconds` after that began, before the server is free or
   * after it. Returns for how long it waited for the server.
   */
  *visit(key: number, occupySeconds: number, servedSeconds: number): Body<number> {
    const lane = this.#laneOf(key);
    const arrivedSeconds = this.#simulation.now;
    if (servedSeconds >= occupySeconds) {
      yield* lane.visit(occupySeconds);
      const waitedSeconds = Math.max(0, this.#simulation.now - arrivedSeconds - occupySeconds);
      if (servedSeconds > occupySeconds) yield servedSeconds - occupySeconds;
      return waitedSeconds;
    }
    // The server goes on after the answer, so that a process of its own holds it.
    const begun = new Gate(this.#simulation);
    const holder = this.#simulation.spawn(holdServer(lane, occupySeconds, begun));
    try {
      yield begun;
    } catch (fault) {
      holder.interrupt(fault);
      throw fault;
    }
    const waitedSeconds = this.#simulation.now - arrivedSeconds;
    yield servedSeconds;
    return waitedSeconds;
  }

  #laneOf(key: number): Station {
    return this.#lanes[key % this.#lanes.length]!;
  }
}

/** Waits for a server, opens the gate, and keeps the server for its time. */
function* holdServer(lane: Station, occupySeconds: number, begun: Gate): Body<void> {
  yield lane;
  begun.open();
  yield occupySeconds;
  lane.release();
}

/** A storage system as lanes. */
export class LaneStorage {
  readonly envelope: StorageEnvelope;
  readonly data: LaneService;
  readonly metadata: LaneService;

  constructor(simulation: Simulation, { name, envelope }: StorageSystem, stream: RandomStream) {
    this.envelope = envelope;
    this.data = new LaneService(simulation, `storage.${name}`, envelope.data, stream);
    this.metadata = envelope.metadataIsolated
      ? new LaneService(simulation, `metadata.${name}`, envelope.metadata, stream)
      : this.data;
  }

  get services(): readonly LaneService[] {
    return this.metadata === this.data ? [this.data] : [this.data, this.metadata];
  }

  serviceOf(kind: OperationKind): LaneService {
    return isMetadata(kind) ? this.metadata : this.data;
  }

  /** Stripes of an operation, which different lanes serve side by side. */
  stripesOf(kind: OperationKind, bytes: number): number {
    return stripes(this.envelope, kind, bytes);
  }

  /** Seconds for which one stripe of an operation occupies a server. */
  occupiedSeconds(kind: OperationKind, bytes: number): number {
    return occupiedSeconds(this.envelope, kind, bytes);
  }

  /** Seconds from the start of an operation's service to its answer. */
  servedSeconds(kind: OperationKind, bytes: number): number {
    return serviceSeconds(this.envelope, kind, bytes);
  }
}
