import type { StorageEnvelope } from '../../models/hardware/envelope.ts';
import { occupiedSeconds, serviceSeconds, stripes } from '../../models/hardware/storage-law.ts';
import { isMetadata, type OperationKind } from '../../models/operations.ts';
import type { RandomStream } from '../../models/random.ts';
import type { StorageSystem } from '../../models/studio.ts';
import { LaneService } from '../world/storage/lane-service.ts';
import { dataIdentity, metadataIdentity } from '../world/storage/service-identity.ts';
import type { StudioModel } from './studio-model.ts';

/** A storage system as lanes. */
export class LaneStorage {
  readonly envelope: StorageEnvelope;
  readonly data: LaneService;
  readonly metadata: LaneService;

  constructor(
    { simulation, resources }: StudioModel,
    { name, envelope }: StorageSystem,
    stream: RandomStream,
  ) {
    this.envelope = envelope;
    this.data = new LaneService(simulation, dataIdentity(name), envelope.data, stream);
    this.metadata = envelope.metadataIsolated
      ? new LaneService(simulation, metadataIdentity(name), envelope.metadata, stream)
      : this.data;
    for (const service of this.services) resources.add(service);
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
