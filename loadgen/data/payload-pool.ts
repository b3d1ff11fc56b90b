/**
 * Source of the payloads of blocks: random bytes, made once from the key of the run. Every block takes a slice of them.
 * A payload therefore costs no more than a copy, and checking it no more than a comparison. A store that removes
 * duplicates finds none between blocks, as each has a header of its own. A store that looks for similar blocks may find
 * the pool again.
 */

import { createCipheriv, createHash } from 'node:crypto';
import { advanceCrc } from './crc32c.ts';

export const PAYLOAD_BYTES = 4032;

const POOL_BYTES = 4 * 1024 * 1024;
/** Slices begin at multiples of this. */
export const STEP_BYTES = 64;
const PAYLOAD_STEPS = PAYLOAD_BYTES / STEP_BYTES;

/** A linear map of checksum registers, by the value of each of their bytes: what a payload of zeros does to one. */
const PAST_PAYLOAD = pastZeros(PAYLOAD_BYTES);

/** The pool that was asked for last: a thread works for one run. */
let latest: { readonly runKey: string; readonly pool: PayloadPool } | undefined;

export class PayloadPool {
  readonly bytes: Buffer;
  /** Slices that there are; they overlap. */
  readonly slices = (POOL_BYTES - PAYLOAD_BYTES) / STEP_BYTES + 1;
  /** The checksum register before each step, having begun at zero. */
  readonly #registers = new Int32Array(POOL_BYTES / STEP_BYTES + 1);

  static of(runKey: string): PayloadPool {
    if (latest?.runKey !== runKey) latest = { runKey, pool: new PayloadPool(runKey) };
    return latest.pool;
  }

  private constructor(runKey: string) {
    const key = createHash('sha256').update(`headroom payload\0${runKey}`).digest();
    const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
    this.bytes = cipher.update(Buffer.alloc(POOL_BYTES));
    for (let step = 0; step + 1 < this.#registers.length; step++) {
      const start = step * STEP_BYTES;
      const register = advanceCrc(this.#registers[step]!, this.bytes, start, start + STEP_BYTES);
      this.#registers[step + 1] = register;
    }
  }

  /** The CRC-32C of a slice: from the registers at its ends, as a checksum is linear. */
  crcOf(slice: number): number {
    const before = this.#registers[slice]!;
    return ~(past(before ^ -1) ^ this.#registers[slice + PAYLOAD_STEPS]!);
  }
}

function past(register: number): number {
  return (
    PAST_PAYLOAD[register & 255]! ^
    PAST_PAYLOAD[256 + ((register >>> 8) & 255)]! ^
    PAST_PAYLOAD[512 + ((register >>> 16) & 255)]! ^
    PAST_PAYLOAD[768 + (register >>> 24)]!
  );
}

function pastZeros(count: number): Int32Array {
  const zeros = new Uint8Array(count);
  const ofBit = Array.from({ length: 32 }, (_, bit) => advanceCrc(1 << bit, zeros, 0, count));
  const table = new Int32Array(1024);
  for (let at = 0; at < table.length; at++) {
    const firstBit = (at >>> 8) * 8;
    for (let bit = 0; bit < 8; bit++) if ((at >>> bit) & 1) table[at]! ^= ofBit[firstBit + bit]!;
  }
  return table;
}
