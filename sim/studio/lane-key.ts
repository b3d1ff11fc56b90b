import { TRANSFER_BYTES } from '../../models/stages/transfer.ts';

/**
 * Key of the lane in which an operation's first stripe is served, to be taken modulo the number of lanes: a file's first
 * transfers go to the lane of its name, those behind follow around the lanes. The same in every run.
 */
export function laneKey(file: string, offsetBytes: number, stripes: number): number {
  return hash(file) + Math.floor(offsetBytes / TRANSFER_BYTES) * stripes;
}

/**
 * FNV-1a over the characters of a path, its bits mixed as MurmurHash3 does at the end: without that, files with consecutive
 * numbers go around the lanes instead of to lanes at random.
 */
function hash(path: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) value = Math.imul(value ^ path.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
