/**
 * External Data Representation (RFC 4506): big-endian words of four bytes, everything padded to them. The reader trusts
 * nothing: each length is held against what is there before a byte of it is touched.
 */

const WORD = 2 ** 32;

/** Bytes that are not what the protocol says they are. */
export class XdrError extends Error {
  override readonly name = 'XdrError';
}

/** Bytes that bring a length up to the next word. */
export function paddingOf(length: number): number {
  return -length & 3;
}

/** Appends values to a buffer that grows by itself. */
export class XdrWriter {
  private bytes: Buffer;
  private start = 0;
  private position = 0;
  private readonly initialBytes: number;

  constructor(initialBytes = 65_536) {
    this.initialBytes = initialBytes;
    this.bytes = Buffer.allocUnsafeSlow(initialBytes);
  }

  /** Bytes written since the last `take`. */
  get length(): number {
    return this.position - this.start;
  }

  uint32(value: number): void {
    if (this.position + 4 > this.bytes.length) this.grow(4);
    const { bytes, position } = this;
    bytes[position] = value >>> 24;
    bytes[position + 1] = value >>> 16;
    bytes[position + 2] = value >>> 8;
    bytes[position + 3] = value;
    this.position = position + 4;
  }

  /** A whole number of at most 2^53, as all offsets and sizes here are. */
  uint64(value: number): void {
    this.uint32(Math.floor(value / WORD));
    this.uint32(value % WORD);
  }

  uint64Exact(value: bigint): void {
    this.uint32(Number(value >> 32n));
    this.uint32(Number(value & 0xffff_ffffn));
  }

  boolean(value: boolean): void {
    this.uint32(value ? 1 : 0);
  }

  /** Bytes whose number both sides know. */
  fixed(value: Uint8Array): void {
    const padding = paddingOf(value.length);
    if (this.position + value.length + padding > this.bytes.length) this.grow(value.length + padding);
    this.bytes.set(value, this.position);
    this.position += value.length;
    this.zeros(padding);
  }

  opaque(value: Uint8Array): void {
    this.uint32(value.length);
    this.fixed(value);
  }

  string(value: string): void {
    const length = Buffer.byteLength(value);
    this.uint32(length);
    const padding = paddingOf(length);
    if (this.position + length + padding > this.bytes.length) this.grow(length + padding);
    this.position += this.bytes.write(value, this.position, length, 'utf8');
    this.zeros(padding);
  }

  /** At most three. */
  zeros(count: number): void {
    if (this.position + count > this.bytes.length) this.grow(count);
    for (let index = 0; index < count; index++) this.bytes[this.position++] = 0;
  }

  /** Writes a word over one written before, `offset` bytes after the last `take`. */
  overwriteUint32(offset: number, value: number): void {
    this.bytes.writeUInt32BE(value >>> 0, this.start + offset);
  }

  /**
   * Returns the bytes written since the last `take`. They stay as they are: the writer goes on behind them or in a new
   * buffer.
   */
  take(): Buffer {
    const taken = this.bytes.subarray(this.start, this.position);
    this.start = this.position;
    return taken;
  }

  private grow(needed: number): void {
    const size = Math.max(this.initialBytes, 2 * (this.length + needed));
    const larger = Buffer.allocUnsafeSlow(size);
    this.bytes.copy(larger, 0, this.start, this.position);
    this.position -= this.start;
    this.start = 0;
    this.bytes = larger;
  }
}

/** Reads values from bytes it is only lent. Throws XdrError where they end early or make no sense. */
export class XdrReader {
  bytes: Buffer;
  position: number;
  end: number;

  constructor(bytes: Buffer, position = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  uint32(): number {
    const at = this.advance(4);
    const { bytes } = this;
    // Inside the buffer, for `advance` has looked.
    return (
      ((bytes[at] ?? 0) * 0x100_0000 +
        (((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))) >>>
      0
    );
  }

  /** To the nearest number a double holds: exact up to 2^53. */
  uint64(): number {
    const high = this.uint32();
    return high * WORD + this.uint32();
  }

  uint64Exact(): bigint {
    const high = this.uint32();
    return (BigInt(high) << 32n) | BigInt(this.uint32());
  }

  boolean(): boolean {
    const value = this.uint32();
    if (value > 1) throw new XdrError(`${value} where true or false belongs`);
    return value === 1;
  }

  /** A view of the next bytes, valid as long as what the reader was lent. */
  fixed(length: number): Buffer {
    const at = this.advance(length + paddingOf(length));
    return this.bytes.subarray(at, at + length);
  }

  /** Length of the opaque that follows, of which at least that many bytes may be expected. */
  lengthUpTo(limit: number): number {
    const length = this.uint32();
    if (length > limit) throw new XdrError(`a length of ${length} where at most ${limit} is allowed`);
    return length;
  }

  opaque(limit: number): Buffer {
    return this.fixed(this.lengthUpTo(limit));
  }

  string(limit: number): string {
    const length = this.lengthUpTo(limit);
    const at = this.advance(length + paddingOf(length));
    return this.bytes.toString('utf8', at, at + length);
  }

  skip(length: number): void {
    this.advance(length);
  }

  skipOpaque(limit: number): void {
    const length = this.lengthUpTo(limit);
    this.advance(length + paddingOf(length));
  }

  private advance(length: number): number {
    const at = this.position;
    if (length > this.end - at) {
      throw new XdrError(`the reply ends ${length - (this.end - at)} bytes early`);
    }
    this.position = at + length;
    return at;
  }
}
