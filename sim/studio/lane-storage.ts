import { sampler } from '../../models/distributions/distribution.ts';
import type { ServiceLaw, StorageEnvelope } from '../../models/hardware/envelope.ts';
import { demandSeconds, servers, serviceVariation, stripes } from '../../models/hardware/storage-law.ts';
import { isMetadata, type OperationKind } from '../../models/operations.ts';
import type { RandomStream } from '../../models/random.ts';
import type { StorageSystem } from '../../models/studio.ts';
import type { Body } from '../kernel/process.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { Station } from '../kernel/station.ts';
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

  /** Is served in the lane of a key; returns how long it waited there. */
  *visit(key: number, serviceSeconds: number): Body<number> {
    const arrivedSeconds = this.#simulation.now;
    yield* this.#lanes[key % this.#lanes.length]!.visit(serviceSeconds);
    return Math.max(0, this.#simulation.now - arrivedSeconds - serviceSeconds);
  }
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

  /** What one stripe of an operation occupies a server for: its share of the operation's demand on all servers. */
  stripeSeconds(kind: OperationKind, bytes: number): number {
    const service = this.serviceOf(kind);
    return (demandSeconds(this.envelope, kind, bytes) * servers(service.law)) / this.stripesOf(kind, bytes);
  }
}
