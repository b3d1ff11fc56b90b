import { createHash } from 'node:crypto';

/** Enough that a loop over them is no pattern that a file system could learn. */
const RANDOM_OFFSETS = 65_536;

/**
 * Returns the offsets at which the operations of a job begin: blocks of the file, in order or at random, repeated as
 * needed.
 */
export function offsetsOf(
  { fileBytes, bytes, order }: { fileBytes: number; bytes: number; order: 'random' | 'sequential' },
  job: number,
): Float64Array {
  const blocks = Math.floor(fileBytes / bytes);
  if (order === 'sequential') return Float64Array.from({ length: blocks }, (_, block) => block * bytes);
  const seed = createHash('sha256').update(`job ${job}`).digest();
  let state = seed.readUInt32LE(0) | 1;
  return Float64Array.from({ length: RANDOM_OFFSETS }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) % blocks) * bytes;
  });
}
