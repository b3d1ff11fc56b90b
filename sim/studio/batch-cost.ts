import { occupiedSeconds, serviceSeconds, stripes } from '../../models/hardware/storage-law.ts';
import {
  isMetadata,
  OPERATION_KINDS,
  type OperationBatch,
  type OperationKind,
} from '../../models/operations.ts';
import type { Crossing } from '../kernel/fluid.ts';
import type { NetworkPath } from '../world/network/network-model.ts';
import type { FlowService } from '../world/storage/flow-service.ts';
import type { FlowStorage } from './flow-storage.ts';

/**
 * What a batch asks of one service. It stands as it is in the route of the batch's flow, with the demand as its coefficient.
 */
export interface ServiceDemand extends Crossing {
  readonly service: FlowService;
  /** Share of the service's second that an operation of the batch takes on average. */
  readonly coefficient: number;
  /** Share of the batch's operations that visit the service. */
  readonly visits: number;
  /** Mean number of servers that a visit occupies side by side. */
  readonly stripes: number;
  /** Mean time for which a visit occupies each of them. */
  readonly occupiedSeconds: number;
  /** Occupations of single servers, squared and added up, per operation of the batch. */
  readonly squaredSeconds: number;
}

/** What a batch asks of a storage system, per operation on average. */
export interface BatchCost {
  readonly operations: number;
  readonly bytesPerOperation: number;
  /** Mean response time of an operation when nothing else is going on. */
  readonly idleResponseSeconds: number;
  /** Services that the batch asks anything of. */
  readonly demands: readonly ServiceDemand[];
  /** What its flow crosses at the storage: the services, and the meter of what they serve. */
  readonly crossings: readonly Crossing[];
}

/** Payload of one operation of a kind, all operations of the kind counted as equal: costs are affine in the bytes. */
export function bytesPerOperation(
  { counts, readBytes, writeBytes }: OperationBatch,
  kind: OperationKind,
): number {
  if (kind === 'read') return readBytes / counts.read!;
  if (kind === 'write') return writeBytes / counts.write!;
  return 0;
}

/** What one operation of a kind asks of its service, and how long it takes when nothing else is going on. */
export interface OperationCost {
  readonly bytes: number;
  readonly path: NetworkPath;
  readonly service: FlowService;
  /** Servers that it occupies side by side, and how long each of them. */
  readonly stripes: number;
  readonly occupiedSeconds: number;
  /** Time for which it is served. */
  readonly servedSeconds: number;
  /** The round trip, and the transmission of its payload over the slowest of its links. */
  readonly travelSeconds: number;
}

/** Works out one operation of a batch; the last one of each kind is kept, as batches have them in common. */
export function operationCost(
  batch: OperationBatch,
  kind: OperationKind,
  storage: FlowStorage,
  path: NetworkPath,
): OperationCost {
  const bytes = bytesPerOperation(batch, kind);
  let cost = storage.operationCosts.get(kind);
  if (cost?.bytes !== bytes || cost.path.bytesPerSecond !== path.bytesPerSecond) {
    const { envelope, network } = storage;
    cost = {
      bytes,
      path,
      service: storage.serviceOf(kind),
      stripes: stripes(envelope, kind, bytes),
      occupiedSeconds: occupiedSeconds(envelope, kind, bytes),
      servedSeconds: serviceSeconds(envelope, kind, bytes),
      travelSeconds: network.roundTripSeconds + bytes / path.bytesPerSecond,
    };
    storage.operationCosts.set(kind, cost);
  }
  return cost;
}

/** Sum of a batch's demands on one service; kept, so that a million batches do not make a million of them. */
class DemandSum {
  operations = 0;
  stripes = 0;
  occupiedSeconds = 0;
  squaredSeconds = 0;

  clear(): void {
    this.operations = this.stripes = this.occupiedSeconds = this.squaredSeconds = 0;
  }

  add(operations: number, stripesEach: number, seconds: number): void {
    const occupations = operations * stripesEach;
    this.operations += operations;
    this.stripes += occupations;
    this.occupiedSeconds += occupations * seconds;
    this.squaredSeconds += occupations * seconds * seconds;
  }
}

const first = new DemandSum();
const second = new DemandSum();

/**
 * Works a batch out against a storage system; of one without operations only their number is known. Batches without payload
 * that have their counts in common, as those of a stage's frames do, are worked out once.
 */
export function costOf(batch: OperationBatch, storage: FlowStorage, path: NetworkPath): BatchCost {
  if (batch.readBytes > 0 || batch.writeBytes > 0) return calculated(batch, storage, path);
  let cost = storage.costs.get(batch.counts);
  if (cost === undefined) {
    cost = calculated(batch, storage, path);
    storage.costs.set(batch.counts, cost);
  }
  return cost;
}

function calculated(batch: OperationBatch, storage: FlowStorage, path: NetworkPath): BatchCost {
  const { services } = storage;
  first.clear();
  second.clear();
  let operations = 0;
  let metadataOperations = 0;
  let idleSeconds = 0;
  for (const kind of OPERATION_KINDS) {
    const count = batch.counts[kind] ?? 0;
    if (count === 0) continue;
    const each = operationCost(batch, kind, storage, path);
    (each.service === services[0] ? first : second).add(count, each.stripes, each.occupiedSeconds);
    operations += count;
    if (isMetadata(kind)) metadataOperations += count;
    idleSeconds += count * (each.servedSeconds + each.travelSeconds);
  }
  let demands: readonly ServiceDemand[];
  if (second.operations === 0) demands = [demandOn(services[0]!, first, operations)];
  else if (first.operations === 0) demands = [demandOn(services[1]!, second, operations)];
  else demands = [demandOn(services[0]!, first, operations), demandOn(services[1]!, second, operations)];
  const crossings: Crossing[] = [...demands];
  storage.meter.addTo(crossings, batch, operations, metadataOperations);
  return {
    operations,
    bytesPerOperation: (batch.readBytes + batch.writeBytes) / operations,
    idleResponseSeconds: idleSeconds / operations,
    demands,
    crossings,
  };
}

function demandOn(service: FlowService, sum: DemandSum, operations: number): ServiceDemand {
  const { lanes, serversPerLane } = service.law;
  return {
    service,
    resource: service.fluid,
    coefficient: sum.occupiedSeconds / (operations * lanes * serversPerLane),
    visits: sum.operations / operations,
    stripes: sum.stripes / sum.operations,
    occupiedSeconds: sum.occupiedSeconds / sum.stripes,
    squaredSeconds: sum.squaredSeconds / operations,
  };
}
