import { type FaultChange, untilRepaired } from '../fault.ts';
import type { NodeFault } from './definition.ts';

/** The node takes no frames until it is repaired; those that were on it are killed. */
export function nodeChanges(fault: NodeFault): readonly FaultChange[] {
  return untilRepaired(fault, { kind: 'fail' });
}
