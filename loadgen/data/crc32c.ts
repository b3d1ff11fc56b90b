/** CRC-32C (Castagnoli), the checksum of iSCSI, SCTP and ext4 (RFC 3720, appendix B.4). */

const POLYNOMIAL = 0x82f6_3b78;
const SLICES = 4;

/** Table k, at 256 k: what a byte does to the register when k more bytes follow it. */
const TABLES = tables();

function tables(): Int32Array {
  const all = new Int32Array(256 * SLICES);
  for (let byte = 0; byte < 256; byte++) {
    let register = byte;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? POLYNOMIAL : 0);
    all[byte] = register;
  }
  for (let at = 256; at < all.length; at++) {
    const before = all[at - 256]!;
    all[at] = (before >>> 8) ^ all[before & 255]!;
  }
  return all;
}

/** The checksum of `bytes` from `start` up to `end`, as an unsigned number. */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  return ~advanceCrc(-1, bytes, start, end) >>> 0;
}

/** The bare register after these bytes, without the inversions before the first and after the last. */
export function advanceCrc(register: number, bytes: Uint8Array, start: number, end: number): number {
  let state = register;
  for (let at = start; at < end; at++) state = (state >>> 8) ^ TABLES[(state ^ bytes[at]!) & 255]!;
  return state;
}

/** The checksum of the first `count` words, each as four bytes, the lowest first; as a signed number. */
export function crc32cOfWords(words: Int32Array, count: number): number {
  let state = -1;
  for (let at = 0; at < count; at++) {
    const mixed = state ^ words[at]!;
    state =
      TABLES[768 + (mixed & 255)]! ^
      TABLES[512 + ((mixed >>> 8) & 255)]! ^
      TABLES[256 + ((mixed >>> 16) & 255)]! ^
      TABLES[mixed >>> 24]!;
  }
  return ~state;
}
