import { formatQuantity } from '../../units.ts';
import { type FaultChange, untilRepaired } from '../fault.ts';
import type { ResourceFault } from './definition.ts';

/** The resource stops, or keeps a share of its capacity, until it is repaired. */
export function resourceChanges(fault: ResourceFault): readonly FaultChange[] {
  const { share } = fault;
  return untilRepaired(fault, share === 0 ? { kind: 'fail' } : { kind: 'degrade', share });
}

/** Returns what happens to it in words. */
export function resourceEffect({ share }: ResourceFault): string {
  return share === 0 ? 'fails' : `keeps ${formatQuantity(share, 'fraction')} of its capacity`;
}
