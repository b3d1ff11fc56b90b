import { envelopeOf } from '../../../models/hardware/catalog.ts';
import type { EnvelopeRequest } from '../../../models/hardware/derive-envelope.ts';
import type { StorageEnvelope } from '../../../models/hardware/envelope.ts';

/** The envelope of a system of the catalog that has one. */
export function envelope(device: string, request: EnvelopeRequest = {}): StorageEnvelope {
  const answer = envelopeOf(device, request);
  if (answer.kind !== 'envelope') throw new Error(`${device} has no envelope: ${JSON.stringify(answer)}`);
  return answer.envelope;
}

/** The same system with nothing beyond its published peaks, so that these are what it saturates at. */
export function withHardLimits(system: StorageEnvelope): StorageEnvelope {
  return { ...system, beyondPeak: { operations: 0, bytes: 0 } };
}
