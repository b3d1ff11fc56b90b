/**
 * Memory for direct I/O. Its address must be a multiple of the device's block. JavaScript neither reveals nor chooses
 * the address of a buffer, but the memory of WebAssembly begins on a page boundary. With any other buffer some drivers
 * fail and some corrupt the heap, so a direct system call accepts only memory from here.
 */

/** Addresses, offsets and lengths of direct I/O are multiples of this: the largest block of common devices. */
export const BLOCK_BYTES = 4096;

/** Page size in the definition of WebAssembly. */
const WASM_PAGE_BYTES = 65_536;

/** As far as it is used here; the types of Node leave it to those of browsers. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
};

const aligned = new WeakSet<ArrayBufferLike>();

/**
 * Zeros at an aligned address, at most 4 GiB of them. Each call reserves much address space: make one for many buffers, and cut
 * it with `subarray` at multiples of `BLOCK_BYTES`.
 */
export function alignedBytes(length: number): Uint8Array {
  const { buffer } = new WebAssembly.Memory({ initial: Math.ceil(length / WASM_PAGE_BYTES) });
  aligned.add(buffer);
  return new Uint8Array(buffer, 0, length);
}

/** Whether direct I/O may use these bytes as they are: whole blocks, of memory made here. */
export function isAligned(bytes: Uint8Array): boolean {
  return (
    bytes.byteOffset % BLOCK_BYTES === 0 && bytes.length % BLOCK_BYTES === 0 && aligned.has(bytes.buffer)
  );
}
