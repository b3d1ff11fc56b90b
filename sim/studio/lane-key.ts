import { TRANSFER_BYTES } from '../../models/stages/transfer.ts';

/**
 * Key of the lane in which an operation's first stripe is served, to be taken modulo the number of lanes: a file's first
 * transfers go to the lane of its name, those behind follow around the lanes. The same in every run.
 */
export function laneKey(file: string, offsetBytes: number, stripes: number): number {
  return hash(file) + Math.floor(offsetBytes / TRANSFER_BYTES) * stripes;
}

/** FNV-1a over the characters of a path. */
function hash(path: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) value = Math.imul(value ^ path.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
