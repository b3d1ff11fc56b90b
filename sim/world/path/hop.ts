import type { StorageEnvelope } from '../../../models/hardware/envelope.ts';
import type { NetworkPath } from '../network/network-path.ts';
import type { Resource } from '../resources/resource.ts';
import type { TrafficMeter } from '../storage/traffic-meter.ts';

/** A hop of an I/O path: a service that answers operations of a batch, and the way between it and the client. */
export interface Hop<Service extends Resource = Resource> {
  readonly service: Service;
  /** The law by which an operation and its bytes are a demand on the service (see storage-law.ts). */
  readonly envelope: StorageEnvelope;
  /** Time in seconds that each operation takes beside its service and its payload: the round trip. */
  readonly latencySeconds: number;
  /** Links that payloads cross. */
  readonly way: NetworkPath;
  /** Counts what the storage system of the service serves. */
  readonly meter: TrafficMeter;
}

/** A share of the operations of one kind, and of their bytes, that takes a hop. */
export interface Leg<Service extends Resource = Resource> {
  readonly hop: Hop<Service>;
  /** Place of the hop in its path. */
  readonly place: number;
  /** Above 0; the shares of all legs of a kind add up to 1. */
  readonly share: number;
}
