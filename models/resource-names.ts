/** The names under which documents speak of resources and of their utilization: made and read here alone. */

export const CORE = 'network.core';
/** The uplinks of all racks. */
export const UPLINKS = 'network.uplinks';
/** The NICs of all hosts. */
export const HOSTS = 'network.hosts';
/** The round trip between a host and storage, which stands for a resource where a time is divided. */
export const ROUND_TRIP = 'network.roundTrip';

/** Returns the name of a farm as a resource. */
export function farmResource(farm: string): string {
  return `compute.${farm}`;
}

/** Returns the name of a node of a farm, numbered from 0, as what may fail. */
export function nodeTarget(farm: string, node: number): string {
  return `${farmResource(farm)}.node[${node}]`;
}

/** Returns the name of the uplink of one rack, numbered from 0. */
export function uplinkTarget(rack: number): string {
  return `network.uplink[${rack}]`;
}

/** Returns the name of the caches of one name, on all nodes, as a resource. */
export function cacheResource(cache: string): string {
  return `cache.${cache}`;
}

/** The service of a storage system that answers reads and writes. */
export const DATA = 'storage';
/** The service of a storage system that answers operations on metadata, where it has one of its own. */
export const METADATA = 'metadata';

/** Returns the name of a service of a storage system as a resource: "storage.hot". */
export function serviceResource(service: string, system: string): string {
  return `${service}.${system}`;
}

/** Returns the name of the service of a storage system that answers reads and writes. */
export function dataResource(system: string): string {
  return serviceResource(DATA, system);
}

/** Returns the name of the service of a storage system that answers operations on metadata, where it has one of its own. */
export function metadataResource(system: string): string {
  return serviceResource(METADATA, system);
}

const UTILIZATION = ' utilization';

/** Returns the name of the measure that limits on the utilization of a resource, or of a group of them, are about. */
export function utilizationMeasure(resource: string): string {
  return `${resource}${UTILIZATION}`;
}

/** Returns the resource whose utilization a measure is; undefined for any other measure. */
export function resourceOfMeasure(measure: string): string | undefined {
  return measure.endsWith(UTILIZATION) ? measure.slice(0, -UTILIZATION.length) : undefined;
}

const HIT_RATE = ' hitRate';

/** Returns the name of the measure that limits on the hit rate of a cache are about. */
export function hitRateMeasure(resource: string): string {
  return `${resource}${HIT_RATE}`;
}

/** Returns the name of the cache whose hit rate a measure is; undefined for any other measure. */
export function cacheOfMeasure(measure: string): string | undefined {
  return measure.endsWith(HIT_RATE) ? measure.slice(cacheResource('').length, -HIT_RATE.length) : undefined;
}
