/** The services of a storage system, and which of them answers which operations. */

import { DATA_KINDS, METADATA_KINDS, OPERATION_KINDS, type OperationKind } from '../operations.ts';
import { DATA, METADATA } from '../resource-names.ts';
import type { ResourceKind } from '../result.ts';
import type { ServiceLaw, StorageEnvelope } from './envelope.ts';

/** A service of a storage system: a queue of its own, and the kinds of operations that it answers. */
export interface StorageService {
  /** First part of the name of the resource: "storage" of "storage.hot". */
  readonly name: string;
  readonly kind: Extract<ResourceKind, 'storage-data' | 'storage-metadata'>;
  readonly law: ServiceLaw;
  readonly operations: readonly OperationKind[];
}

/** Returns the services of a system, that of the data first. Each kind of operation is answered by one of them. */
export function servicesOf({ data, metadata, metadataIsolated }: StorageEnvelope): readonly StorageService[] {
  if (!metadataIsolated)
    return [{ name: DATA, kind: 'storage-data', law: data, operations: OPERATION_KINDS }];
  return [
    { name: DATA, kind: 'storage-data', law: data, operations: DATA_KINDS },
    { name: METADATA, kind: 'storage-metadata', law: metadata, operations: METADATA_KINDS },
  ];
}

/** Returns the service of a system that answers a kind of operation. */
export function serviceAnswering(envelope: StorageEnvelope, kind: OperationKind): StorageService {
  return servicesOf(envelope).find(({ operations }) => operations.includes(kind))!;
}
