/** Buffers used again by size, for what must be kept a while: a new one costs its pages, and the collector's time. */

const SMALLEST_BYTES = 4096;

export class BufferPool {
  private readonly free = new Map<number, ArrayBuffer[]>();
  private readonly maximumBytes: number;
  private freeBytes = 0;

  /** Keeps at most so many bytes that nobody uses. */
  constructor(maximumBytes: number) {
    this.maximumBytes = maximumBytes;
  }

  /** A copy of bytes, in a buffer that is the caller's until given back. */
  copyOf(bytes: Uint8Array): Uint8Array {
    const size = sizeFor(bytes.length);
    const reused = this.free.get(size)?.pop();
    if (reused !== undefined) this.freeBytes -= size;
    const copy = new Uint8Array(reused ?? new ArrayBuffer(size), 0, bytes.length);
    copy.set(bytes);
    return copy;
  }

  giveBack({ buffer }: Uint8Array): void {
    if (!(buffer instanceof ArrayBuffer) || this.freeBytes + buffer.byteLength > this.maximumBytes) return;
    this.freeBytes += buffer.byteLength;
    const same = this.free.get(buffer.byteLength);
    if (same === undefined) this.free.set(buffer.byteLength, [buffer]);
    else same.push(buffer);
  }
}

function sizeFor(bytes: number): number {
  return Math.max(SMALLEST_BYTES, 2 ** Math.ceil(Math.log2(bytes)));
}
