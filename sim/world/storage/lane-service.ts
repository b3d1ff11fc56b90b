import { sampler } from '../../../models/distributions/distribution.ts';
import type { ServiceLaw } from '../../../models/hardware/envelope.ts';
import { servers, serviceVariation } from '../../../models/hardware/storage-law.ts';
import type { RandomStream } from '../../../models/random.ts';
import { Gate } from '../../kernel/gate.ts';
import type { Body, Process } from '../../kernel/process.ts';
import type { Simulation } from '../../kernel/simulation.ts';
import { Station } from '../../kernel/station.ts';
import { Resource } from '../resources/resource.ts';
import type { ServiceIdentity } from './service-identity.ts';

/**
 * The data or metadata service of a storage system, in the operation granularity. Its lanes are stations of their own,
 * over which a hash spreads the files. A hot directory therefore fills one lane while the others are idle.
 */
export class LaneService extends Resource {
  readonly law: ServiceLaw;
  readonly #lanes: readonly Station[];
  /** Time that a service takes outside of its lane, at the same speed: without a queue. */
  readonly #beside: Station;
  /** Use up to the last change of speed, and the time for which servers had been busy then. */
  #usedBefore = 0;
  #busyBefore = 0;
  #speed = 1;
  readonly #drawVariation: () => number;

  constructor(simulation: Simulation, identity: ServiceIdentity, law: ServiceLaw, stream: RandomStream) {
    super(simulation, { ...identity, unit: 'count' }, servers(law));
    this.law = law;
    this.#lanes = Array.from(
      { length: law.lanes },
      (_, lane) =>
        new Station(simulation, { name: `${identity.id}.lane[${lane}]`, servers: law.serversPerLane }),
    );
    this.#beside = new Station(simulation, { name: identity.id, servers: Number.MAX_SAFE_INTEGER });
    this.#drawVariation = sampler(serviceVariation(law), stream);
  }

  usedIntegral(now: number): number {
    return this.#usedBefore + (this.#busyIntegral(now) - this.#busyBefore) * this.#speed;
  }

  holders(): readonly Process[] {
    return this.#lanes.flatMap((lane) => lane.holders().map(({ process }) => process));
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
    const arrivedSeconds = this.simulation.now;
    if (servedSeconds >= occupySeconds) {
      yield* lane.visit(occupySeconds);
      const waitedSeconds = Math.max(0, this.simulation.now - arrivedSeconds - occupySeconds);
      if (servedSeconds > occupySeconds) yield* this.#beside.visit(servedSeconds - occupySeconds);
      return waitedSeconds;
    }
    // The server goes on after the answer, so that a process of its own holds it.
    const begun = new Gate(this.simulation);
    const holder = this.simulation.spawn(this.#holdServer(lane, occupySeconds, begun));
    try {
      yield begun;
    } catch (fault) {
      holder.interrupt(fault);
      throw fault;
    }
    const waitedSeconds = this.simulation.now - arrivedSeconds;
    yield* this.#beside.visit(servedSeconds);
    return waitedSeconds;
  }

  protected applyShare(): void {
    const { now } = this.simulation;
    this.#usedBefore = this.usedIntegral(now);
    this.#busyBefore = this.#busyIntegral(now);
    this.#speed = this.share;
    for (const station of [...this.#lanes, this.#beside]) station.setSpeed(this.share);
  }

  /** Waits for a server, opens the gate, and keeps the server for its time. */
  *#holdServer(lane: Station, occupySeconds: number, begun: Gate): Body<void> {
    yield lane;
    begun.open();
    yield* this.#beside.visit(occupySeconds);
    lane.release();
  }

  #busyIntegral(now: number): number {
    let busy = 0;
    for (const lane of this.#lanes) busy += lane.busyIntegral(now);
    return busy;
  }

  #laneOf(key: number): Station {
    return this.#lanes[key % this.#lanes.length]!;
  }
}
