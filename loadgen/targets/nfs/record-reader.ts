/**
 * Record marking (RFC 5531, section 11): a TCP stream is cut into records, a record into fragments. Each fragment has a
 * word with its length, whose top bit marks the last one.
 *
 * A record arrives in one of three ways, cheapest first. Whole in one chunk, it is read where it lies. A long one for a
 * buffer of the caller's is received there if its socket asks `room` first, or else copied as it comes. One in pieces
 * is gathered. No record may be longer than a limit, so an absurd length allocates nothing.
 */

/** Destination of the rest of a record. */
export interface Landing {
  readonly into: Uint8Array;
  /** Index in the record of the first byte that belongs there. What follows the last one is padding. */
  readonly fromByte: number;
  /** The record has ended, after so many bytes: fewer than `into` needs, perhaps. */
  finished(recordBytes: number): void;
}

export interface RecordConsumer {
  /** A whole record, lent until the call returns. */
  record(bytes: Buffer, start: number, end: number): void;
  /** The first bytes of a record of which more will come; undefined has them gathered. */
  beginning(bytes: Buffer, start: number, end: number): Landing | undefined;
}

/** A stream that is no sequence of records; nothing after this can be understood. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}

/** More than the head of any reply: RPC verifier (at most 400 bytes), attributes, counts. */
const BEGINNING_BYTES = 1024;
/** For less it is not worth the socket's while to receive into another buffer. */
const ROOM_BYTES = 16_384;

export class RecordReader {
  private readonly consumer: RecordConsumer;
  private readonly maximumBytes: number;
  private held = Buffer.allocUnsafeSlow(BEGINNING_BYTES);
  /** Bytes of the present record so far, in `held` or landed. */
  private recordBytes = 0;
  private marker = 0;
  private markerBytes = 0;
  private fragmentLeft = 0;
  private lastFragment = false;
  private beginningSeen = false;
  private landing: Landing | undefined;

  constructor(consumer: RecordConsumer, maximumBytes: number) {
    this.consumer = consumer;
    this.maximumBytes = maximumBytes;
  }

  /** Takes in the first `length` bytes of a chunk, which it keeps nothing of. Throws RecordError. */
  feed(chunk: Buffer, length: number): void {
    let at = 0;
    while (at < length) {
      if (this.fragmentLeft === 0) {
        at = this.readMarker(chunk, at, length);
        if (this.markerBytes < 4) return;
        this.beginFragment();
        if (this.lastFragment && this.recordBytes === 0 && length - at >= this.fragmentLeft) {
          const end = at + this.fragmentLeft;
          this.fragmentLeft = 0;
          this.consumer.record(chunk, at, end);
          at = end;
          continue;
        }
      }
      const end = Math.min(length, at + this.fragmentLeft);
      if (end > at) this.accept(chunk, at, end);
      this.fragmentLeft -= end - at;
      at = end;
      if (this.fragmentLeft === 0 && this.lastFragment) this.finish();
    }
  }

  /**
   * Returns the destination of the next bytes of the stream, if they are many and all for one buffer of the caller's.
   */
  room(): Uint8Array | undefined {
    const { landing } = this;
    if (landing === undefined) return undefined;
    const from = this.recordBytes - landing.fromByte;
    const count = Math.min(this.fragmentLeft, landing.into.length - from);
    return count < ROOM_BYTES ? undefined : landing.into.subarray(from, from + count);
  }

  /** So many bytes were received into what `room` gave. */
  received(count: number): void {
    this.recordBytes += count;
    this.fragmentLeft -= count;
    if (this.fragmentLeft === 0 && this.lastFragment) this.finish();
  }

  private readMarker(chunk: Buffer, start: number, length: number): number {
    let at = start;
    if (this.markerBytes === 4) this.markerBytes = 0;
    while (this.markerBytes < 4 && at < length) {
      this.marker = ((this.marker << 8) | (chunk[at++] ?? 0)) >>> 0;
      this.markerBytes++;
    }
    return at;
  }

  private beginFragment(): void {
    this.lastFragment = this.marker >>> 31 === 1;
    this.fragmentLeft = this.marker & 0x7fff_ffff;
    if (this.recordBytes + this.fragmentLeft > this.maximumBytes) {
      throw new RecordError(
        `a record of ${this.recordBytes + this.fragmentLeft} bytes, where ${this.maximumBytes} is the most that makes sense`,
      );
    }
    if (this.fragmentLeft === 0 && !(this.lastFragment && this.recordBytes > 0)) {
      throw new RecordError('a fragment of no bytes');
    }
  }

  private accept(chunk: Buffer, start: number, end: number): void {
    let at = start;
    if (!this.beginningSeen) {
      at = Math.min(end, start + BEGINNING_BYTES - this.recordBytes);
      this.hold(chunk, start, at);
      if (this.recordBytes === BEGINNING_BYTES) this.offerBeginning();
    }
    if (at === end) return;
    const { landing } = this;
    if (landing === undefined) {
      this.hold(chunk, at, end);
    } else {
      land(landing, this.recordBytes, chunk, at, end);
      this.recordBytes += end - at;
    }
  }

  private hold(chunk: Buffer, start: number, end: number): void {
    const needed = this.recordBytes + end - start;
    if (needed > this.held.length) {
      const larger = Buffer.allocUnsafeSlow(
        Math.min(this.maximumBytes, Math.max(needed, 2 * this.held.length)),
      );
      this.held.copy(larger, 0, 0, this.recordBytes);
      this.held = larger;
    }
    chunk.copy(this.held, this.recordBytes, start, end);
    this.recordBytes = needed;
  }

  private offerBeginning(): void {
    this.beginningSeen = true;
    this.landing = this.consumer.beginning(this.held, 0, this.recordBytes);
    if (this.landing !== undefined) land(this.landing, 0, this.held, 0, this.recordBytes);
  }

  private finish(): void {
    const { landing, recordBytes } = this;
    this.recordBytes = 0;
    this.beginningSeen = false;
    this.landing = undefined;
    if (landing === undefined) this.consumer.record(this.held, 0, recordBytes);
    else landing.finished(recordBytes);
  }
}

/** Copies what of chunk[start, end), which begins at byte `recordByte` of the record, belongs into the landing. */
function land(landing: Landing, recordByte: number, chunk: Buffer, start: number, end: number): void {
  const skipped = Math.max(0, landing.fromByte - recordByte);
  const to = recordByte + skipped - landing.fromByte;
  const count = Math.min(end - start - skipped, landing.into.length - to);
  if (count > 0) chunk.copy(landing.into, to, start + skipped, start + skipped + count);
}
