import { demandSeconds, serviceSeconds } from '../../models/hardware/storage-law.ts';
import {
  isMetadata,
  OPERATION_KINDS,
  type OperationBatch,
  type OperationKind,
} from '../../models/operations.ts';
import type { Crossing } from '../kernel/fluid.ts';
import type { FlowStorage } from './flow-storage.ts';
import type { NetworkModel } from './network-model.ts';
import type { Demand, Service } from './service.ts';

/**
 * What a batch asks of one service; the demand is per operation of the whole batch. It stands as it is in the route of
 * the batch's flow, with the demand as its coefficient.
 */
export interface ServiceDemand extends Demand, Crossing {
  readonly service: Service;
  readonly coefficient: number;
}

/** What a batch asks of a storage system, per operation on average. */
export interface BatchCost {
  readonly operations: number;
  readonly metadataOperations: number;
  readonly bytesPerOperation: number;
  /** Mean response time of an operation when nothing else is going on. */
  readonly idleResponseSeconds: number;
  /** Services that the batch asks anything of. */
  readonly demands: readonly ServiceDemand[];
}

/** Payload of one operation of a kind, all operations of the kind counted as equal: costs are affine in the bytes. */
function bytesPerOperation({ counts, readBytes, writeBytes }: OperationBatch, kind: OperationKind): number {
  if (kind === 'read') return readBytes / counts.read!;
  if (kind === 'write') return writeBytes / counts.write!;
  return 0;
}

/** Time that one operation of a batch is served when nothing else is going on. */
export function servedSeconds(batch: OperationBatch, kind: OperationKind, storage: FlowStorage): number {
  return serviceSeconds(storage.envelope, kind, bytesPerOperation(batch, kind));
}

/** Time that one operation of a batch travels: the round trip, and the transmission of its payload. */
export function travelSeconds(batch: OperationBatch, kind: OperationKind, network: NetworkModel): number {
  return network.roundTripSeconds + bytesPerOperation(batch, kind) / network.hostBytesPerSecond;
}

/** What a batch asks of each service, while it is summed up: kept, so that a million batches do not make two million arrays. */
const demand = new Float64Array(2);
const occupations = new Float64Array(2);

/**
 * Works a batch out against a storage system; of one without operations only their number is known. Batches without payload that have their counts
 * in common, as those of a stage's frames do, are worked out once.
 */
export function costOf(batch: OperationBatch, storage: FlowStorage): BatchCost {
  if (batch.readBytes > 0 || batch.writeBytes > 0) return calculated(batch, storage);
  let cost = storage.costs.get(batch.counts);
  if (cost === undefined) {
    cost = calculated(batch, storage);
    storage.costs.set(batch.counts, cost);
  }
  return cost;
}

function calculated(batch: OperationBatch, storage: FlowStorage): BatchCost {
  const { services } = storage;
  demand.fill(0);
  occupations.fill(0);
  let operations = 0;
  let metadataOperations = 0;
  let idleSeconds = 0;
  for (const kind of OPERATION_KINDS) {
    const count = batch.counts[kind] ?? 0;
    if (count === 0) continue;
    const served = servedSeconds(batch, kind, storage);
    const demanded = count * demandSeconds(storage.envelope, kind, bytesPerOperation(batch, kind));
    const index = storage.serviceOf(kind) === services[0] ? 0 : 1;
    demand[index] = demand[index]! + demanded;
    occupations[index] = occupations[index]! + demanded / served;
    operations += count;
    if (isMetadata(kind)) metadataOperations += count;
    idleSeconds += count * (served + travelSeconds(batch, kind, storage.network));
  }
  let demands: readonly ServiceDemand[];
  if (demand[1] === 0) demands = [demandOn(services, 0, operations)];
  else if (demand[0] === 0) demands = [demandOn(services, 1, operations)];
  else demands = [demandOn(services, 0, operations), demandOn(services, 1, operations)];
  return {
    operations,
    metadataOperations,
    bytesPerOperation: (batch.readBytes + batch.writeBytes) / operations,
    idleResponseSeconds: idleSeconds / operations,
    demands,
  };
}

function demandOn(services: readonly Service[], index: number, operations: number): ServiceDemand {
  const service = services[index]!;
  return {
    service,
    resource: service.resource,
    coefficient: demand[index]! / operations,
    occupiedSeconds: demand[index]! / occupations[index]!,
  };
}
