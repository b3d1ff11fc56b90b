import type { FaultDefinition } from '../fault.ts';

/** A link, a service of a storage system or a farm that stops, or goes on with a share of its capacity. */
export interface ResourceFault extends FaultDefinition {
  readonly kind: 'resource';
  /** The share of its original capacity that it keeps; 0 where it stops. */
  readonly share: number;
}
