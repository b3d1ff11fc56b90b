import type { ServiceLaw, StorageEnvelope } from '../../../models/hardware/envelope.ts';
import { servicesOf } from '../../../models/hardware/storage-services.ts';
import type { OperationKind } from '../../../models/operations.ts';
import type { StorageSystem } from '../../../models/studio.ts';
import type { Resource } from '../resources/resource.ts';
import { type ServiceIdentity, serviceIdentity } from './service-identity.ts';
import type { TrafficMeter } from './traffic-meter.ts';

/** A storage system at one granularity: its services, and which of them answers a kind of operation. */
export class StorageModel<Service extends Resource> {
  readonly name: string;
  readonly envelope: StorageEnvelope;
  readonly services: readonly Service[];
  /** Counts what the system serves. */
  readonly meter: TrafficMeter;
  readonly #answering = new Map<OperationKind, Service>();

  constructor(
    { name, envelope }: StorageSystem,
    meter: TrafficMeter,
    addService: (identity: ServiceIdentity, law: ServiceLaw) => Service,
  ) {
    this.name = name;
    this.envelope = envelope;
    this.meter = meter;
    this.services = servicesOf(envelope).map((described) => {
      const service = addService(serviceIdentity(described, name), described.law);
      for (const operation of described.operations) this.#answering.set(operation, service);
      return service;
    });
  }

  /** The service that answers a kind of operation. */
  serviceOf(kind: OperationKind): Service {
    return this.#answering.get(kind)!;
  }
}
