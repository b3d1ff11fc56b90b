/**
 * Memory for the payloads under way, at addresses that direct I/O takes. Buffers are used again, in sizes of powers of two, and cut
 * from few large pieces, as each piece reserves much of the address space.
 */

import { alignedBytes, BLOCK_BYTES } from '../data/aligned-memory.ts';

const SLAB_BYTES = 16 * 1024 * 1024;

export class PayloadBuffers {
  readonly #free = new Map<number, Uint8Array[]>();
  #slab: Uint8Array = new Uint8Array(0);

  /** A buffer of at least this length, its contents undefined. */
  take(bytes: number): Uint8Array {
    const length = Math.max(BLOCK_BYTES, 2 ** Math.ceil(Math.log2(Math.max(1, bytes))));
    return this.#free.get(length)?.pop() ?? this.#cut(length);
  }

  /** Gives a buffer back that `take` gave, whole. */
  give(buffer: Uint8Array): void {
    const free = this.#free.get(buffer.length);
    if (free === undefined) this.#free.set(buffer.length, [buffer]);
    else free.push(buffer);
  }

  #cut(length: number): Uint8Array {
    if (length > SLAB_BYTES) return alignedBytes(length);
    if (this.#slab.length < length) this.#slab = alignedBytes(SLAB_BYTES);
    const buffer = this.#slab.subarray(0, length);
    this.#slab = this.#slab.subarray(length);
    return buffer;
  }
}
