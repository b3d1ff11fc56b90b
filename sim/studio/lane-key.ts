import { TRANSFER_BYTES } from '../../models/stages/transfer-size.ts';
import { textHash } from './text-hash.ts';

/**
 * Returns the key of the lane that serves an operation's first stripe, to be taken modulo the number of lanes. A file's
 * first transfers go to the lane of its name, the others follow around the lanes. The same in every run.
 */
export function laneKey(file: string, offsetBytes: number, stripes: number): number {
  return textHash(file) + Math.floor(offsetBytes / TRANSFER_BYTES) * stripes;
}
