import { dataResource, metadataResource } from '../../../models/resource-names.ts';
import type { ResourceIdentity } from '../resources/resource.ts';

/** What a service of a storage system is called, whichever way it is modelled. */
export type ServiceIdentity = Omit<ResourceIdentity, 'unit'>;

/** The service of a system that answers reads and writes, and metadata where that has none of its own. */
export function dataIdentity(system: string): ServiceIdentity {
  const id = dataResource(system);
  return { id, group: id, kind: 'storage-data', owner: system };
}

/** The service of a system that answers operations on metadata alone. */
export function metadataIdentity(system: string): ServiceIdentity {
  const id = metadataResource(system);
  return { id, group: id, kind: 'storage-metadata', owner: system };
}
