/** The services of a storage system, and which of them answers which operations. */

import {
  DATA_KINDS,
  isMetadata,
  METADATA_KINDS,
  OPERATION_KINDS,
  type OperationKind,
} from '../operations.ts';
import { DATA, METADATA } from '../resource-names.ts';
import type { ResourceKind } from '../result.ts';
import type { FurtherService, ServiceLaw, StorageEnvelope } from './envelope.ts';

/** A service of a storage system: a queue of its own, and the kinds of operations that it answers. */
export interface StorageService {
  /** First part of the name of the resource: "storage" of "storage.hot". */
  readonly name: string;
  readonly kind: Extract<ResourceKind, 'storage-data' | 'storage-metadata'>;
  readonly law: ServiceLaw;
  readonly operations: readonly OperationKind[];
}

/** Returns the services of a system, that of the data first. Each kind of operation is answered by one of them. */
export function servicesOf(envelope: StorageEnvelope): readonly StorageService[] {
  const { data, metadata, metadataIsolated, further = [] } = envelope;
  const apart = new Set(further.flatMap(({ operations }) => operations));
  const rest = (kinds: readonly OperationKind[]) => kinds.filter((kind) => !apart.has(kind));
  const own: readonly StorageService[] = metadataIsolated
    ? [
        { name: DATA, kind: 'storage-data', law: data, operations: rest(DATA_KINDS) },
        { name: METADATA, kind: 'storage-metadata', law: metadata, operations: rest(METADATA_KINDS) },
      ]
    : [{ name: DATA, kind: 'storage-data', law: data, operations: rest(OPERATION_KINDS) }];
  return [...own, ...further.map(asService)];
}

function asService({ name, operations, law }: FurtherService): StorageService {
  const kind = operations.every(isMetadata) ? 'storage-metadata' : 'storage-data';
  return { name, kind, law, operations };
}

/** Returns the service of a system that answers a kind of operation. */
export function serviceAnswering(envelope: StorageEnvelope, kind: OperationKind): StorageService {
  return servicesOf(envelope).find(({ operations }) => operations.includes(kind))!;
}
