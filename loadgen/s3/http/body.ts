import { malformedAnswer } from './message.ts';

/** Text is an error or one page of a listing: a thousand keys of a kilobyte, percent-encoded. */
const TEXT_BYTES_MAX = 8 * 2 ** 20;

/** Where the body of an answer goes: into the buffer of the caller, or into text of bounded length. */
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

  text(): string {
    return this.#pieces.length === 0 ? '' : Buffer.concat(this.#pieces).toString('utf8');
  }
}
