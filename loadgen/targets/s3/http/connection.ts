/**
 * One connection that serves one request at a time and is kept for the next. It reads into a buffer of its own, long
 * bodies into the caller's, and writes head and body together. Every exchange has a deadline, so that no server can make it wait for ever.
 */

import net from 'node:net';
import tls from 'node:tls';
import { TargetError } from '../../target.ts';
import { type Endpoint, urlOf } from '../location.ts';
import type { HttpRequest, HttpResponse } from './message.ts';
import { ResponseParser } from './response-parser.ts';
import { unreachable } from './unreachable.ts';

export interface ConnectionOptions {
  readonly endpoint: Endpoint;
  /** For an answer to a request without payload. */
  readonly timeoutSeconds: number;
  /** PEM certificates trusted instead of the system's. */
  readonly certificateAuthority?: string;
}

export type Outcome =
  | { readonly kind: 'answered'; readonly response: HttpResponse }
  | {
      readonly kind: 'failed';
      readonly error: TargetError;
      /** The server had closed a kept connection before it read the request: a new connection is no second attempt. */
      readonly stale: boolean;
    };

const RECEIVE_BYTES = 64 * 1024;
/** Head and body up to this length together are sent from one buffer: cheaper than a vectored write. */
const JOINED_BYTES_MAX = 16 * 1024;
/** A payload is given the time it takes at this bandwidth, beyond the timeout. */
const SLOWEST_BYTES_PER_SECOND = 256 * 1024;

interface Exchange {
  readonly parser: ResponseParser;
  readonly settle: (outcome: Outcome) => void;
  readonly patienceSeconds: number;
  readonly deadlineMilliseconds: number;
}

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #onClosed: (connection: Connection) => void;
  readonly #socket: net.Socket;
  readonly #scratch = Buffer.allocUnsafeSlow(RECEIVE_BYTES);
  /** Destination of the socket's bytes: the scratch buffer, or part of the caller's. */
  #receiving: Uint8Array = this.#scratch;
  #joined: Buffer | undefined;
  #exchange: Exchange | undefined;
  #answerBegun = false;
  #served = 0;
  /** One for many exchanges: when it goes off, it looks whether the deadline of the present one has passed. */
  #watch: NodeJS.Timeout | undefined;
  #watchMilliseconds = 0;

  /** @param onClosed called once, when the connection can serve no more */
  constructor(options: ConnectionOptions, onClosed: (connection: Connection) => void) {
    this.#options = options;
    this.#onClosed = onClosed;
    const socket = connect(options, {
      buffer: () => this.#nextBuffer(),
      callback: (length) => {
        this.#received(length);
        return true;
      },
    });
    socket.on('error', (cause) => this.#lost(cause));
    socket.on('end', () => this.#ended());
    socket.on('close', () => {
      clearTimeout(this.#watch);
      this.#lost(undefined);
      this.#onClosed(this);
    });
    this.#socket = socket;
  }

  /** Performs one exchange; `settle` is called exactly once. The connection must be idle. */
  start(request: HttpRequest, settle: (outcome: Outcome) => void): void {
    const payloadBytes = (request.body?.length ?? 0) + (request.into?.length ?? 0);
    const seconds = this.#options.timeoutSeconds + payloadBytes / SLOWEST_BYTES_PER_SECOND;
    const deadlineMilliseconds = performance.now() + seconds * 1000;
    this.#answerBegun = false;
    this.#exchange = {
      parser: new ResponseParser(request),
      settle,
      patienceSeconds: seconds,
      deadlineMilliseconds,
    };
    if (this.#watch === undefined || deadlineMilliseconds < this.#watchMilliseconds) {
      this.#watchUntil(deadlineMilliseconds);
    }
    this.#send(request);
  }

  /** Whether it can serve another request. */
  get usable(): boolean {
    return this.#exchange === undefined && !this.#socket.destroyed && this.#socket.writable;
  }

  close(error: TargetError): void {
    this.#fail(error);
  }

  #send({ head, body }: HttpRequest): void {
    const socket = this.#socket;
    if (body === undefined || body.length === 0) {
      socket.write(head, 'latin1');
    } else if (head.length + body.length <= JOINED_BYTES_MAX) {
      // The request before has been sent whole, or the connection would not have been kept.
      const joined = (this.#joined ??= Buffer.allocUnsafeSlow(JOINED_BYTES_MAX));
      joined.write(head, 'latin1');
      joined.set(body, head.length);
      socket.write(joined.subarray(0, head.length + body.length));
    } else {
      socket.cork();
      socket.write(head, 'latin1');
      socket.write(body);
      socket.uncork();
    }
  }

  /** Long bodies are received where the caller wants them, everything else in the scratch buffer. */
  #nextBuffer(): Uint8Array {
    this.#receiving = this.#exchange?.parser.room() ?? this.#scratch;
    return this.#receiving;
  }

  #received(length: number): void {
    const exchange = this.#exchange;
    if (exchange === undefined) {
      // Nobody asked: what would follow cannot be told from the answer to the next request.
      this.#socket.destroy();
      return;
    }
    this.#answerBegun = true;
    const { parser } = exchange;
    if (this.#receiving !== this.#scratch) {
      parser.landed(length);
    } else if (!this.#push(parser, length)) {
      return;
    }
    if (parser.complete) this.#answered(exchange);
  }

  /** Answers whether the parser accepts what was received. */
  #push(parser: ResponseParser, length: number): boolean {
    try {
      parser.push(this.#scratch, length);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #answered({ parser, settle }: Exchange): void {
    this.#exchange = undefined;
    this.#served++;
    // An answer to half a request leaves a server that still waits for the other half.
    if (!parser.keepAlive || this.#socket.writableLength > 0) this.#socket.destroy();
    settle({ kind: 'answered', response: parser.response() });
  }

  #ended(): void {
    const exchange = this.#exchange;
    if (exchange === undefined) {
      this.#socket.destroy();
      return;
    }
    try {
      exchange.parser.end();
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#answered(exchange);
  }

  /** The socket, not this, keeps the process alive. */
  #watchUntil(milliseconds: number): void {
    clearTimeout(this.#watch);
    this.#watchMilliseconds = milliseconds;
    this.#watch = setTimeout(() => this.#look(), Math.ceil(milliseconds - performance.now())).unref();
  }

  #look(): void {
    this.#watch = undefined;
    if (this.#exchange === undefined) return;
    const { deadlineMilliseconds, patienceSeconds } = this.#exchange;
    if (performance.now() < deadlineMilliseconds) this.#watchUntil(deadlineMilliseconds);
    else this.#expired(patienceSeconds);
  }

  #expired(seconds: number): void {
    const { endpoint } = this.#options;
    this.#fail(
      new TargetError(
        'timeout',
        `no complete answer from ${urlOf(endpoint)} within ${seconds.toFixed(1)} s`,
        {
          retryable: true,
        },
      ),
    );
  }

  #lost(cause: Error | undefined): void {
    if (this.#exchange !== undefined) this.#fail(unreachable(this.#options.endpoint, cause));
  }

  #fail(error: unknown): void {
    const exchange = this.#exchange;
    this.#exchange = undefined;
    this.#socket.destroy();
    clearTimeout(this.#watch);
    if (exchange === undefined) return;
    const known =
      error instanceof TargetError
        ? error
        : new TargetError('protocol', 'the answer could not be read', { retryable: false, cause: error });
    const stale = this.#served > 0 && !this.#answerBegun && known.code === 'unreachable';
    exchange.settle({ kind: 'failed', error: known, stale });
  }
}

function connect({ endpoint, certificateAuthority }: ConnectionOptions, onread: net.OnReadOpts): net.Socket {
  // Names below "localhost" are this machine's own, also where the resolver does not know (RFC 6761, 6.3).
  const host = endpoint.host.endsWith('.localhost') ? 'localhost' : endpoint.host;
  const options = { host, port: endpoint.port, noDelay: true, onread };
  if (!endpoint.secure) return net.connect(options);
  return tls.connect({
    ...options,
    ...(net.isIP(endpoint.host) === 0 && { servername: endpoint.host }),
    ...(certificateAuthority !== undefined && { ca: certificateAuthority }),
  });
}
