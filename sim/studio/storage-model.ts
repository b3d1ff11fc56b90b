import type { StorageEnvelope } from '../../models/hardware/envelope.ts';
import { demandSeconds, serviceSeconds } from '../../models/hardware/storage-law.ts';
import { isMetadata, type OperationKind } from '../../models/operations.ts';
import type { StorageSystem } from '../../models/studio.ts';
import type { FluidNetwork } from '../kernel/fluid.ts';
import { Service } from './service.ts';

/** A storage system on the fluid network: a data service and a metadata service, which may be one and the same. */
export class StorageModel {
  readonly name: string;
  readonly envelope: StorageEnvelope;
  readonly data: Service;
  readonly metadata: Service;

  constructor(network: FluidNetwork, system: StorageSystem) {
    this.name = system.name;
    this.envelope = system.envelope;
    this.data = new Service(
      network.resource({ name: `storage.${system.name}`, capacity: 1 }),
      system.envelope.data,
    );
    this.metadata = system.envelope.metadataIsolated
      ? new Service(
          network.resource({ name: `metadata.${system.name}`, capacity: 1 }),
          system.envelope.metadata,
        )
      : new Service(this.data.resource, system.envelope.metadata);
  }

  /** The service that answers a kind of operation. */
  serviceOf(kind: OperationKind): Service {
    return isMetadata(kind) ? this.metadata : this.data;
  }

  /** Share of its service's second that one operation takes. */
  demandSeconds(kind: OperationKind, bytes: number): number {
    return demandSeconds(this.envelope, kind, bytes);
  }

  /** What one operation takes on the idle system. */
  serviceSeconds(kind: OperationKind, bytes: number): number {
    return serviceSeconds(this.envelope, kind, bytes);
  }
}
