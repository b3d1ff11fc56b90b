import { OPERATION_KINDS, type OperationBatch, type OperationKind } from '../../models/operations.ts';
import type { NetworkModel } from './network-model.ts';
import type { Service } from './service.ts';
import type { StorageModel } from './storage-model.ts';

/** One kind of operation within a batch. */
export interface KindCost {
  readonly kind: OperationKind;
  readonly count: number;
  readonly service: Service;
  /** Share of the service's second that one operation takes. */
  readonly demandSeconds: number;
  readonly serviceSeconds: number;
  /** Response time of one operation when nothing else is going on: round trip, service, transmission of its payload. */
  readonly idleResponseSeconds: number;
}

/** What a batch asks of a storage system, per operation on average. */
export interface BatchCost {
  readonly operations: number;
  readonly bytesPerOperation: number;
  readonly idleResponseSeconds: number;
  readonly kinds: readonly KindCost[];
  /** Demand on each service per operation of the batch, services without demand left out. */
  readonly demands: ReadonlyMap<Service, number>;
}

/** Works a batch out against a storage system. Payloads count as equal within a kind: costs are affine in the bytes. */
export function costOf(batch: OperationBatch, storage: StorageModel, network: NetworkModel): BatchCost {
  const kinds: KindCost[] = [];
  const totals = new Map<Service, number>();
  let operations = 0;
  let idleSeconds = 0;
  for (const kind of OPERATION_KINDS) {
    const count = batch.counts[kind] ?? 0;
    if (count === 0) continue;
    const bytes = kind === 'read' ? batch.readBytes / count : kind === 'write' ? batch.writeBytes / count : 0;
    const service = storage.serviceOf(kind);
    const demandSeconds = storage.demandSeconds(kind, bytes);
    const serviceSeconds = storage.serviceSeconds(kind, bytes);
    const idleResponseSeconds =
      network.roundTripSeconds + serviceSeconds + bytes / network.hostBytesPerSecond;
    kinds.push({ kind, count, service, demandSeconds, serviceSeconds, idleResponseSeconds });
    totals.set(service, (totals.get(service) ?? 0) + count * demandSeconds);
    operations += count;
    idleSeconds += count * idleResponseSeconds;
  }
  const demands = new Map([...totals].map(([service, seconds]) => [service, seconds / operations]));
  return {
    operations,
    bytesPerOperation: (batch.readBytes + batch.writeBytes) / operations,
    idleResponseSeconds: idleSeconds / operations,
    kinds,
    demands,
  };
}
