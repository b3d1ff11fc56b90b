import { malformedAnswer } from './message.ts';

/** Text is an error or one page of a listing: a thousand keys of a kilobyte, percent-encoded. */
const TEXT_BYTES_MAX = 8 * 2 ** 20;

/** Shorter pieces are copied: that costs less than another buffer for the socket. */
const DIRECT_BYTES_MIN = 32 * 1024;

/** Destination of an answer's body: the buffer of the caller, or text of bounded length. */
export class Body {
  readonly #into: Uint8Array | undefined;
  readonly #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(into: Uint8Array | undefined) {
    this.#into = into;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws TargetError 'protocol' if a body of this length has no room */
  expect(bytes: number): void {
    const room = this.#into === undefined ? TEXT_BYTES_MAX : this.#into.length;
    if (bytes > room) throw malformedAnswer(`it is longer than the ${room} bytes there is room for`);
  }

  /** Takes bytes out of a buffer that its owner will use again. */
  take(chunk: Buffer, from: number, to: number): void {
    this.expect(this.#bytes + to - from);
    if (this.#into === undefined) this.#pieces.push(Buffer.from(chunk.subarray(from, to)));
    else chunk.copy(this.#into, this.#bytes, from, to);
    this.#bytes += to - from;
  }

  /** The part of the caller's buffer that the next bytes belong to; undefined where it is not worth going round for them. */
  room(bytes: number): Uint8Array | undefined {
    if (bytes < DIRECT_BYTES_MIN) return undefined;
    return this.#into?.subarray(this.#bytes, this.#bytes + bytes);
  }

  /** Takes note of bytes that were put into the room. */
  landed(bytes: number): void {
    this.#bytes += bytes;
  }

  text(): string {
    return this.#pieces.length === 0 ? '' : Buffer.concat(this.#pieces).toString('utf8');
  }
}
