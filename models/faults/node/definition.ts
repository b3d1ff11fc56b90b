import type { FaultDefinition } from '../fault.ts';

/** A node of a farm that dies: what it computes is lost. */
export interface NodeFault extends FaultDefinition {
  readonly kind: 'node';
  readonly farm: string;
  /** Numbered from 0. */
  readonly node: number;
}
