import { demandSeconds, serviceSeconds } from '../../models/hardware/storage-law.ts';
import { OPERATION_KINDS, type OperationBatch, type OperationKind } from '../../models/operations.ts';
import type { FlowStorage } from './flow-storage.ts';
import type { NetworkModel } from './network-model.ts';
import type { Service, ServiceDemand } from './service.ts';

/** One kind of operation within a batch. */
export interface KindCost {
  readonly kind: OperationKind;
  readonly count: number;
  readonly service: Service;
  readonly serviceSeconds: number;
  /** Round trip, and transmission of one operation's payload. */
  readonly travelSeconds: number;
}

/** What a batch asks of a storage system, per operation on average. */
export interface BatchCost {
  readonly operations: number;
  readonly bytesPerOperation: number;
  /** Mean response time of an operation when nothing else is going on. */
  readonly idleResponseSeconds: number;
  readonly kinds: readonly KindCost[];
  /** Demand on each service per operation of the batch, services without demand left out. */
  readonly demands: ReadonlyMap<Service, ServiceDemand>;
}

/** Works a batch out against a storage system. Payloads count as equal within a kind: costs are affine in the bytes. */
export function costOf(batch: OperationBatch, storage: FlowStorage, network: NetworkModel): BatchCost {
  const kinds: KindCost[] = [];
  const totals = new Map<Service, { demandSeconds: number; occupations: number }>();
  let operations = 0;
  let idleSeconds = 0;
  for (const kind of OPERATION_KINDS) {
    const count = batch.counts[kind] ?? 0;
    if (count === 0) continue;
    const bytes = kind === 'read' ? batch.readBytes / count : kind === 'write' ? batch.writeBytes / count : 0;
    const service = storage.serviceOf(kind);
    const demand = demandSeconds(storage.envelope, kind, bytes);
    const served = serviceSeconds(storage.envelope, kind, bytes);
    const travelSeconds = network.roundTripSeconds + bytes / network.hostBytesPerSecond;
    kinds.push({ kind, count, service, serviceSeconds: served, travelSeconds });
    const total = totals.get(service) ?? { demandSeconds: 0, occupations: 0 };
    total.demandSeconds += count * demand;
    total.occupations += (count * demand) / served;
    totals.set(service, total);
    operations += count;
    idleSeconds += count * (served + travelSeconds);
  }
  const demands = new Map(
    [...totals].map(([service, { demandSeconds: total, occupations }]) => [
      service,
      { demandSeconds: total / operations, occupiedSeconds: total / occupations },
    ]),
  );
  return {
    operations,
    bytesPerOperation: (batch.readBytes + batch.writeBytes) / operations,
    idleResponseSeconds: idleSeconds / operations,
    kinds,
    demands,
  };
}
