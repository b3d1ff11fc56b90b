/** The hardware that scenarios may name: look-up by id, and the envelope of a storage system as a scenario asks for it. */

import { CAMERAS, type Camera } from './catalog/cameras.ts';
import { GPUS, type Gpu } from './catalog/gpus.ts';
import { ARRAYS } from './catalog/storage-arrays.ts';
import { CLOUD } from './catalog/storage-cloud.ts';
import { PARALLEL_FILE_SYSTEMS } from './catalog/storage-parallel.ts';
import type { PublishedStorage } from './catalog/storage-system.ts';
import { type DerivedEnvelope, deriveEnvelope, type EnvelopeRequest } from './derive-envelope.ts';

/** Device name of a system that the scenario describes itself: every limit must be stated. */
export const CUSTOM_DEVICE = 'custom';

const CUSTOM: PublishedStorage = {
  id: CUSTOM_DEVICE,
  vendor: 'scenario',
  model: 'described in the scenario',
  nodeMeaning: 'node',
  nodes: null,
  metadataIsolated: null,
  figures: {},
  peaks: [],
  curve: null,
  notes: [],
};

/** Every storage system of the catalog, those that cannot be simulated for want of figures included; by id. */
export function listStorage(): readonly PublishedStorage[] {
  return STORAGE;
}

export function findStorage(id: string): PublishedStorage | undefined {
  return STORAGE.find((system) => system.id === id);
}

export function findCamera(id: string): Camera | undefined {
  return CAMERAS.find((camera) => camera.id === id);
}

export function findGpu(id: string): Gpu | undefined {
  return GPUS.find((gpu) => gpu.id === id);
}

export type EnvelopeAnswer =
  | DerivedEnvelope
  | { readonly kind: 'unknown-device'; readonly known: readonly string[] };

/**
 * Returns the envelope of a system of the catalog, or of "custom", for the nodes, derate and stated figures of a
 * scenario. If that is impossible, returns the missing figures or the known ids.
 */
export function envelopeOf(device: string, request: EnvelopeRequest = {}): EnvelopeAnswer {
  const system = device === CUSTOM_DEVICE ? CUSTOM : findStorage(device);
  if (system === undefined)
    return { kind: 'unknown-device', known: [CUSTOM_DEVICE, ...STORAGE.map(({ id }) => id)] };
  return deriveEnvelope(system, request);
}

const STORAGE: readonly PublishedStorage[] = [...ARRAYS, ...CLOUD, ...PARALLEL_FILE_SYSTEMS].toSorted(
  (left, right) => (left.id < right.id ? -1 : 1),
);
