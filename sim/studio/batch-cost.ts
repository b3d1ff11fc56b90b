import { occupiedSeconds, serviceSeconds, stripes } from '../../models/hardware/storage-law.ts';
import {
  OPERATION_KINDS,
  type OperationBatch,
  type OperationCounts,
  type OperationKind,
} from '../../models/operations.ts';
import type { Crossing } from '../kernel/fluid.ts';
import type { Hop } from '../world/path/hop.ts';
import type { IoPath } from '../world/path/io-path.ts';
import { trafficWith } from '../world/path/traffic.ts';
import type { FlowService } from '../world/storage/flow-service.ts';

/** Demand of a batch on one service. It stands in the route of the batch's flow, with the demand as its coefficient. */
export interface ServiceDemand extends Crossing {
  readonly hop: Hop<FlowService>;
  readonly service: FlowService;
  /** Payload of a visit in bytes, on average. */
  readonly bytesPerVisit: number;
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

/** Demands of a batch on the hops of its path, per operation on average. */
export interface BatchCost {
  readonly operations: number;
  readonly bytesPerOperation: number;
  /** Mean response time of an operation when nothing else is going on. */
  readonly idleResponseSeconds: number;
  /** Payload of an operation that crosses the way of the path, on average: none of what is answered before it. */
  readonly wayBytesPerOperation: number;
  /** Bandwidth of the way for which it was worked out. */
  readonly wayBytesPerSecond: number;
  /** Mean time that an operation takes beside its service and its payload. */
  readonly latencySeconds: number;
  /** Services that the batch asks anything of. */
  readonly demands: readonly ServiceDemand[];
  /** Crossings of its flow at the storage: the services, and the meters of what they serve. */
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

/** Demand of one operation of a kind on its hop, and its duration when nothing else is going on. */
export interface OperationCost {
  readonly bytes: number;
  /** Bandwidth of its way. */
  readonly bytesPerSecond: number;
  readonly service: FlowService;
  /** Servers that it occupies side by side, and how long each of them. */
  readonly stripes: number;
  readonly occupiedSeconds: number;
  /** Time for which it is served. */
  readonly servedSeconds: number;
  /** The latency of the hop, and the transmission of its payload over the slowest of its links. */
  readonly travelSeconds: number;
}

/** Costs worked out on one route, for batches that share it. */
export class CostMemory {
  readonly batches = new WeakMap<OperationCounts, BatchCost>();
  /** The last one of each kind. */
  readonly operations = new Map<OperationKind, OperationCost>();
}

/** Works out one operation of a batch on a hop. */
export function operationCost(
  batch: OperationBatch,
  kind: OperationKind,
  hop: Hop<FlowService>,
  memory: CostMemory,
): OperationCost {
  const bytes = bytesPerOperation(batch, kind);
  let cost = memory.operations.get(kind);
  if (
    cost?.bytes !== bytes ||
    cost.service !== hop.service ||
    cost.bytesPerSecond !== hop.way.bytesPerSecond
  ) {
    const { service, envelope, latencySeconds, way } = hop;
    cost = {
      bytes,
      bytesPerSecond: way.bytesPerSecond,
      service,
      stripes: stripes(envelope, kind, bytes),
      occupiedSeconds: occupiedSeconds(envelope, kind, bytes),
      servedSeconds: serviceSeconds(envelope, kind, bytes),
      travelSeconds: latencySeconds + bytes / way.bytesPerSecond,
    };
    memory.operations.set(kind, cost);
  }
  return cost;
}

/** Returns the mean response time of a batch's operations that wait for nothing, with links and services as they are now. */
export function freeResponseSeconds(
  batch: OperationBatch,
  cost: BatchCost,
  path: IoPath<FlowService>,
  memory: CostMemory,
): number {
  let isAsCosted = path.way.bytesPerSecond === cost.wayBytesPerSecond;
  for (const { service } of cost.demands) isAsCosted &&= service.freeSpeed === 1;
  if (isAsCosted) return cost.idleResponseSeconds;
  let seconds = 0;
  for (const kind of OPERATION_KINDS) {
    const count = batch.counts[kind] ?? 0;
    if (count === 0) continue;
    for (const { hop, share } of path.legsOf(kind)) {
      const { service, servedSeconds, travelSeconds } = operationCost(batch, kind, hop, memory);
      seconds += count * share * (servedSeconds / service.freeSpeed + travelSeconds);
    }
  }
  return seconds / cost.operations;
}

/** Whether operations of a kind wait for a resource that is down. */
export function standsStill(batch: OperationBatch, kind: OperationKind, path: IoPath<FlowService>): boolean {
  if ((batch.counts[kind] ?? 0) === 0) return false;
  if (path.legsOf(kind).some(({ hop }) => hop.service.state === 'down')) return true;
  return bytesPerOperation(batch, kind) > 0 && path.way.links.some(({ state }) => state === 'down');
}

/** Sum of a batch's demands on one service; kept, so that a million batches do not make a million of them. */
class DemandSum {
  operations = 0;
  bytes = 0;
  stripes = 0;
  occupiedSeconds = 0;
  squaredSeconds = 0;

  clear(): void {
    this.operations = this.bytes = this.stripes = this.occupiedSeconds = this.squaredSeconds = 0;
  }

  add(operations: number, bytes: number, stripesEach: number, seconds: number): void {
    const occupations = operations * stripesEach;
    this.operations += operations;
    this.bytes += bytes;
    this.stripes += occupations;
    this.occupiedSeconds += occupations * seconds;
    this.squaredSeconds += occupations * seconds * seconds;
  }
}

/** Sums by the place of the hop. */
const sums: DemandSum[] = [];

/**
 * Works a batch out against its path; of one without operations only their number is known. Batches without payload that have
 * their counts in common, as those of a stage's frames do, are worked out once.
 */
export function costOf(batch: OperationBatch, path: IoPath<FlowService>, memory: CostMemory): BatchCost {
  if (batch.readBytes > 0 || batch.writeBytes > 0) return calculated(batch, path, memory);
  let cost = memory.batches.get(batch.counts);
  if (cost === undefined) {
    cost = calculated(batch, path, memory);
    memory.batches.set(batch.counts, cost);
  }
  return cost;
}

function calculated(batch: OperationBatch, path: IoPath<FlowService>, memory: CostMemory): BatchCost {
  const { hops } = path;
  while (sums.length < hops.length) sums.push(new DemandSum());
  for (let place = 0; place < hops.length; place++) sums[place]!.clear();
  let operations = 0;
  let idleSeconds = 0;
  for (const kind of OPERATION_KINDS) {
    const count = batch.counts[kind] ?? 0;
    if (count === 0) continue;
    operations += count;
    const bytes = kind === 'read' ? batch.readBytes : kind === 'write' ? batch.writeBytes : 0;
    for (const { hop, place, share } of path.legsOf(kind)) {
      const each = operationCost(batch, kind, hop, memory);
      sums[place]!.add(count * share, bytes * share, each.stripes, each.occupiedSeconds);
      idleSeconds += count * share * (each.servedSeconds + each.travelSeconds);
    }
  }
  const demands: ServiceDemand[] = [];
  for (let place = 0; place < hops.length; place++) {
    const sum = sums[place]!;
    if (sum.operations > 0) demands.push(demandOn(hops[place]!, sum, operations));
  }
  const crossings: Crossing[] = [...demands];
  for (const meter of path.meters) meter.addTo(crossings, trafficWith(meter, batch, path), operations);
  return {
    operations,
    bytesPerOperation: (batch.readBytes + batch.writeBytes) / operations,
    wayBytesPerOperation: bytesOverWay(batch, operations, demands, path),
    idleResponseSeconds: idleSeconds / operations,
    wayBytesPerSecond: path.way.bytesPerSecond,
    latencySeconds: meanLatencySeconds(demands),
    demands,
    crossings,
  };
}

/** Returns the bytes of an operation that cross the way of its path, on average. */
function bytesOverWay(
  { readBytes, writeBytes }: OperationBatch,
  operations: number,
  demands: readonly ServiceDemand[],
  { way, isOneWay }: IoPath<FlowService>,
): number {
  if (isOneWay) return (readBytes + writeBytes) / operations;
  let bytes = 0;
  for (const { hop, visits, bytesPerVisit } of demands) if (hop.way === way) bytes += visits * bytesPerVisit;
  return bytes;
}

function demandOn(hop: Hop<FlowService>, sum: DemandSum, operations: number): ServiceDemand {
  const { service } = hop;
  const { lanes, serversPerLane } = service.law;
  const visits = sum.operations / operations;
  return {
    hop,
    service,
    resource: service.fluid,
    coefficient: sum.occupiedSeconds / (operations * lanes * serversPerLane),
    visits,
    bytesPerVisit: sum.bytes / operations / visits,
    stripes: sum.stripes / sum.operations,
    occupiedSeconds: sum.occupiedSeconds / sum.stripes,
    squaredSeconds: sum.squaredSeconds / operations,
  };
}

function meanLatencySeconds(demands: readonly ServiceDemand[]): number {
  let seconds = 0;
  let isOne = true;
  for (const { hop, visits } of demands) {
    isOne &&= hop.latencySeconds === demands[0]!.hop.latencySeconds;
    seconds += visits * hop.latencySeconds;
  }
  return isOne ? (demands[0]?.hop.latencySeconds ?? 0) : seconds;
}
