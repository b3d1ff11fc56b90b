import { TRANSFER_BYTES } from '../../models/stages/transfer.ts';
import { textHash } from './text-hash.ts';

/**
 * Key of the lane in which an operation's first stripe is served, to be taken modulo the number of lanes: a file's first
 * transfers go to the lane of its name, those behind follow around the lanes. The same in every run.
 */
export function laneKey(file: string, offsetBytes: number, stripes: number): number {
  return textHash(file) + Math.floor(offsetBytes / TRANSFER_BYTES) * stripes;
}
