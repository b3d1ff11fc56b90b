import type { StorageService } from '../../../models/hardware/storage-services.ts';
import { serviceResource } from '../../../models/resource-names.ts';
import type { ResourceIdentity } from '../resources/resource.ts';

/** Identity of a service of a storage system, whichever way it is modelled. */
export type ServiceIdentity = Omit<ResourceIdentity, 'unit'>;

/** Returns the identity of a service of a storage system. */
export function serviceIdentity(
  { name, kind }: Pick<StorageService, 'name' | 'kind'>,
  system: string,
): ServiceIdentity {
  const id = serviceResource(name, system);
  return { id, group: id, kind, owner: system };
}
