/**
 * Reads one answer as it arrives, in pieces of any size. A state machine: head, then a body of known length, chunks, or
 * everything until the connection closes. Nothing is kept but the part of a line that has not ended yet, which is bounded.
 */

import { TargetError } from '../../target.ts';
import { Body } from './body.ts';
import { type HttpRequest, type HttpResponse, malformedAnswer } from './message.ts';
import { parseResponseHead, type ResponseHead } from './response-head.ts';

const HEAD_BYTES_MAX = 32 * 1024;
/** How much is looked at for the end of the head at a time: what follows it is not text. */
const HEAD_PIECE_BYTES = 1024;
const LINE_BYTES_MAX = 1024;
const TRAILERS_MAX = 100;
/** Interim answers (100 Continue) that are read over. */
const INTERIM_MAX = 8;

type State =
  | 'head'
  | 'length'
  | 'until-close'
  | 'chunk-size'
  | 'chunk-data'
  | 'chunk-end'
  | 'trailer'
  | 'complete';

export class ResponseParser {
  readonly #request: HttpRequest;
  #state: State = 'head';
  #partialLine = '';
  #head: ResponseHead | undefined;
  #body = new Body(undefined);
  /** Bytes left of the body, or of the chunk. */
  #bytesLeft = 0;
  #interims = 0;
  #trailers = 0;

  constructor(request: HttpRequest) {
    this.#request = request;
  }

  get complete(): boolean {
    return this.#state === 'complete';
  }

  /** Whether the connection may serve another request, once the answer is complete. */
  get keepAlive(): boolean {
    return this.#head?.keepAlive ?? false;
  }

  /** @throws TargetError 'protocol' */
  push(chunk: Buffer, length: number): void {
    let at = 0;
    while (at < length) {
      switch (this.#state) {
        case 'head':
          at = this.#readHead(chunk, at, length);
          break;
        case 'length':
        case 'chunk-data':
          at = this.#readBytes(chunk, at, length);
          break;
        case 'until-close':
          this.#body.take(chunk, at, length);
          at = length;
          break;
        case 'chunk-size':
        case 'chunk-end':
        case 'trailer':
          at = this.#readLine(chunk, at, length);
          break;
        case 'complete':
          throw malformedAnswer('it is longer than it says');
        default:
          this.#state satisfies never;
      }
    }
  }

  /**
   * Returns a destination for the next bytes, if all of them belong to the body; undefined where they are to be pushed.
   */
  room(): Uint8Array | undefined {
    return this.#state === 'length' ? this.#body.room(this.#bytesLeft) : undefined;
  }

  /** Takes note of bytes that were put into the room. */
  landed(bytes: number): void {
    this.#body.landed(bytes);
    this.#bytesLeft -= bytes;
    if (this.#bytesLeft === 0) this.#state = 'complete';
  }

  /** The server closed the connection: the end of a body without a length, too early for everything else. */
  end(): void {
    if (this.#state === 'until-close') this.#state = 'complete';
    if (this.#state === 'complete') return;
    throw new TargetError('unreachable', 'the server closed the connection before its answer was complete', {
      retryable: true,
    });
  }

  response(): HttpResponse {
    if (this.#head === undefined || this.#state !== 'complete') throw new Error('the answer is not complete');
    const { status, headers } = this.#head;
    return { status, headers, bodyBytes: this.#body.bytes, text: this.#body.text() };
  }

  #readHead(chunk: Buffer, from: number, length: number): number {
    const before = this.#partialLine;
    const to = Math.min(length, from + Math.min(HEAD_PIECE_BYTES, HEAD_BYTES_MAX - before.length));
    const text = before + chunk.toString('latin1', from, to);
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) {
      if (text.length >= HEAD_BYTES_MAX) {
        throw malformedAnswer(`its headers are longer than ${HEAD_BYTES_MAX} bytes`);
      }
      this.#partialLine = text;
      return to;
    }
    this.#partialLine = '';
    this.#begin(parseResponseHead(text.slice(0, end), this.#request.method === 'HEAD'));
    return from + end + 4 - before.length;
  }

  #begin(head: ResponseHead): void {
    if (head.status < 200) {
      if (++this.#interims > INTERIM_MAX) throw malformedAnswer('it has too many interim answers');
      return;
    }
    this.#head = head;
    const { framing } = head;
    this.#body = new Body(head.status < 300 ? this.#request.into : undefined);
    switch (framing.kind) {
      case 'none':
        this.#state = 'complete';
        break;
      case 'length':
        this.#body.expect(framing.bytes);
        this.#bytesLeft = framing.bytes;
        this.#state = framing.bytes === 0 ? 'complete' : 'length';
        break;
      case 'chunked':
        this.#state = 'chunk-size';
        break;
      case 'until-close':
        this.#state = 'until-close';
        break;
      default:
        framing satisfies never;
    }
  }

  #readBytes(chunk: Buffer, from: number, length: number): number {
    const to = Math.min(length, from + this.#bytesLeft);
    this.#body.take(chunk, from, to);
    this.#bytesLeft -= to - from;
    if (this.#bytesLeft === 0) this.#state = this.#state === 'length' ? 'complete' : 'chunk-end';
    return to;
  }

  #readLine(chunk: Buffer, from: number, length: number): number {
    const before = this.#partialLine;
    const to = Math.min(length, from + LINE_BYTES_MAX - before.length);
    const text = before + chunk.toString('latin1', from, to);
    const end = text.indexOf('\r\n');
    if (end < 0) {
      if (text.length >= LINE_BYTES_MAX) throw malformedAnswer('a line between its chunks is too long');
      this.#partialLine = text;
      return to;
    }
    this.#partialLine = '';
    this.#interpretLine(text.slice(0, end));
    return from + end + 2 - before.length;
  }

  #interpretLine(line: string): void {
    if (this.#state === 'chunk-end') {
      if (line !== '') throw malformedAnswer('a chunk is longer than it says');
      this.#state = 'chunk-size';
    } else if (this.#state === 'trailer') {
      if (++this.#trailers > TRAILERS_MAX) throw malformedAnswer('it has too many trailers');
      if (line === '') this.#state = 'complete';
    } else {
      const size = /^([0-9A-Fa-f]{1,12})[ \t]*(?:;|$)/.exec(line)?.[1];
      if (size === undefined) throw malformedAnswer('the length of a chunk is not a number');
      this.#bytesLeft = Number.parseInt(size, 16);
      this.#body.expect(this.#body.bytes + this.#bytesLeft);
      this.#state = this.#bytesLeft === 0 ? 'trailer' : 'chunk-data';
    }
  }
}
