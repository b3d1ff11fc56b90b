import type { StorageEnvelope } from '../../models/hardware/envelope.ts';
import {
  demandSeconds,
  occupiedSeconds,
  serviceSeconds,
  stripes,
} from '../../models/hardware/storage-law.ts';
import { serviceAnswering } from '../../models/hardware/storage-services.ts';
import {
  datasetOf,
  OPERATION_KINDS,
  type OperationBatch,
  type OperationKind,
} from '../../models/operations.ts';
import { CORE, serviceResource } from '../../models/resource-names.ts';
import type { Network, StorageSystem, Studio } from '../../models/studio.ts';

/** Demand of one batch on the studio, and the number of kernel events of its single operations. */
export interface BatchDemand {
  readonly operations: number;
  /** Operations with a payload, each a flow over the network. */
  readonly transfers: number;
  /** Seconds of each limited resource, by its name, that the whole batch takes alone. */
  readonly busySeconds: ReadonlyMap<string, number>;
  /** Time that it takes in a studio that is idle otherwise. */
  readonly aloneSeconds: number;
  /** Events of all its operations from request to answer, where every operation is an event. */
  readonly operationEvents: number;
  /** Processes of all its operations at once, where every operation is one, and each of several stripes another. */
  readonly processes: number;
}

/** Works out what a batch asks of a studio. */
export function batchDemand(batch: OperationBatch, { storage, network }: Studio): BatchDemand {
  const busySeconds = new Map<string, number>();
  const occupy = (resource: string, seconds: number) =>
    busySeconds.set(resource, (busySeconds.get(resource) ?? 0) + seconds);
  let operations = 0;
  let transfers = 0;
  let idleSeconds = 0;
  let operationEvents = 0;
  let processes = 0;
  for (const kind of OPERATION_KINDS) {
    const count = batch.counts[kind] ?? 0;
    if (count === 0) continue;
    const bytes = payloadBytes(batch, kind);
    const { name, envelope } = systemOf(batch, kind, storage);
    operations += count;
    if (bytes > 0) transfers += count;
    idleSeconds += count * idleResponseSeconds(envelope, network, kind, bytes);
    const single = singleOperation(envelope, kind, bytes);
    operationEvents += count * (single.events + eventsOfPayload(bytes, batch.clientBytesPerSecond));
    processes += count * single.processes;
    const service = serviceResource(serviceAnswering(envelope, kind).name, name);
    occupy(service, count * demandSeconds(envelope, kind, bytes));
    occupy(CORE, (count * bytes) / network.coreBytesPerSecond);
  }
  const { pacing, readBytes, writeBytes, clientBytesPerSecond } = batch;
  const aloneSeconds =
    pacing.kind === 'open'
      ? pacing.spreadSeconds
      : Math.max(
          idleSeconds / Math.max(1, Math.min(pacing.outstanding, operations)),
          (readBytes + writeBytes) / Math.min(clientBytesPerSecond, network.hostBytesPerSecond),
        );
  return { operations, transfers, busySeconds, aloneSeconds, operationEvents, processes };
}

function systemOf(
  batch: OperationBatch,
  kind: OperationKind,
  storage: readonly StorageSystem[],
): StorageSystem {
  const name = datasetOf(batch, kind).storage;
  return storage.find((system) => system.name === name)!;
}

function payloadBytes({ counts, readBytes, writeBytes }: OperationBatch, kind: OperationKind): number {
  if (kind === 'read') return readBytes / counts.read!;
  if (kind === 'write') return writeBytes / counts.write!;
  return 0;
}

function idleResponseSeconds(
  envelope: StorageEnvelope,
  network: Network,
  kind: OperationKind,
  bytes: number,
): number {
  return (
    network.roundTripSeconds + serviceSeconds(envelope, kind, bytes) + bytes / network.hostBytesPerSecond
  );
}

/**
 * Returns the events and processes of one operation except for its payload: it has travelled, and has been served. An
 * answer that comes after the server is free is a further event. Where it comes before, a process of its own holds the
 * server: it starts, has the server, frees it, and the answer comes. Several stripes are processes of their own, which
 * start and are joined.
 */
function singleOperation(
  envelope: StorageEnvelope,
  kind: OperationKind,
  bytes: number,
): { readonly events: number; readonly processes: number } {
  const occupied = occupiedSeconds(envelope, kind, bytes);
  const served = serviceSeconds(envelope, kind, bytes);
  const visit = served < occupied ? 4 : served > occupied ? 2 : 1;
  const visitors = served < occupied ? 1 : 0;
  const sideBySide = stripes(envelope, kind, bytes);
  return sideBySide === 1
    ? { events: 1 + visit, processes: 1 + visitors }
    : { events: 1 + sideBySide * (visit + 2), processes: 1 + sideBySide * (1 + visitors) };
}

/**
 * Events of a payload: the end of its flow, and the client going on. A client's device that is slower than its requests
 * makes each payload wait.
 */
function eventsOfPayload(bytes: number, clientBytesPerSecond: number): number {
  if (bytes === 0) return 0;
  return clientBytesPerSecond < Number.POSITIVE_INFINITY ? 3 : 2;
}
