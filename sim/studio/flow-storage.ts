import type { StorageEnvelope } from '../../models/hardware/envelope.ts';
import { isMetadata, type OperationCounts, type OperationKind } from '../../models/operations.ts';
import type { StreamSource } from '../../models/random.ts';
import type { StorageSystem } from '../../models/studio.ts';
import type { FluidNetwork } from '../kernel/fluid.ts';
import type { Simulation } from '../kernel/simulation.ts';
import type { NetworkModel } from '../world/network/network-model.ts';
import type { ResourceRegistry } from '../world/resources/resource-registry.ts';
import { FlowService } from '../world/storage/flow-service.ts';
import { dataIdentity, metadataIdentity } from '../world/storage/service-identity.ts';
import type { BatchCost, OperationCost } from './batch-cost.ts';
import type { StudioModel } from './studio-model.ts';
import type { TrafficMeter } from './traffic-meter.ts';

/** A storage system on the fluid network, with the studio around it: a data service and a metadata service, which may be one and the same. */
export class FlowStorage {
  readonly envelope: StorageEnvelope;
  readonly data: FlowService;
  readonly metadata: FlowService;
  /** The services, a shared one once. */
  readonly services: readonly FlowService[];
  /** Kept by `costOf`. */
  readonly costs = new WeakMap<OperationCounts, BatchCost>();
  /** Kept by `operationCost`. */
  readonly operationCosts = new Map<OperationKind, OperationCost>();
  readonly simulation: Simulation;
  readonly fluid: FluidNetwork;
  readonly network: NetworkModel;
  readonly resources: ResourceRegistry;
  readonly meter: TrafficMeter;

  constructor(model: StudioModel, { name, envelope }: StorageSystem, streams: StreamSource) {
    this.simulation = model.simulation;
    this.fluid = model.fluid;
    this.network = model.network;
    this.resources = model.resources;
    this.meter = model.meters.get(name)!;
    this.envelope = envelope;
    const { simulation, fluid } = model;
    this.data = new FlowService(simulation, fluid, dataIdentity(name), envelope.data, streams);
    this.metadata = envelope.metadataIsolated
      ? new FlowService(simulation, fluid, metadataIdentity(name), envelope.metadata, streams)
      : this.data;
    this.services = this.metadata === this.data ? [this.data] : [this.data, this.metadata];
    for (const service of this.services) model.resources.addFluid(service);
  }

  /** The service that answers a kind of operation. */
  serviceOf(kind: OperationKind): FlowService {
    return isMetadata(kind) ? this.metadata : this.data;
  }
}
