/**
 * One TCP connection over which calls are pipelined and matched with their replies by xid. Calls made while it is still
 * connecting wait for it; calls made in one microtask turn leave in one write. When it ends, for whatever reason, every
 * call on it is rejected. Whether the server performed it is not known, and whether to try again is the caller's to
 * decide.
 */

import { connect, type Socket } from 'node:net';
import { TargetError } from '../target.ts';
import { type Landing, RecordReader } from './record-reader.ts';
import { type RpcProgram, readReplyHead, writeCallHead } from './rpc-message.ts';
import { paddingOf, XdrError, XdrReader, XdrWriter } from './xdr.ts';

/** No reply is longer: the largest READ that is asked for, and then some. */
const MAXIMUM_RECORD_BYTES = 2 * 1024 * 1024;
/** Several replies with 64 KiB of data each: fewer calls of the system count for more than a copy. */
const RECEIVE_BYTES = 256 * 1024;
/** Deadlines are looked at that often within one timeout. */
const TICKS_PER_TIMEOUT = 8;

export interface RpcEndpoint {
  readonly host: string;
  /** Asked at each connection: a server that starts again may listen elsewhere. */
  readonly port: () => number | Promise<number>;
  readonly credential: Uint8Array;
  /** For connecting, and for each call. */
  readonly timeoutSeconds: number;
}

export interface RpcCall<Result> {
  readonly program: RpcProgram;
  readonly procedure: number;
  /** For messages. */
  readonly name: string;
  readonly encode: (out: XdrWriter) => void;
  /** Bytes that end the call, sent without being copied: they must not change until the call is answered. */
  readonly payload?: Uint8Array;
  /** Makes a result of what follows the head of the reply. XdrError says that it cannot be. */
  readonly decode: (results: XdrReader) => Result;
  /**
   * For replies with bulk data: reads the head of the results only. The bytes after it belong into the buffer, and the result
   * is good once they are there.
   */
  readonly decodeLanding?: (results: XdrReader) => { readonly into: Uint8Array; readonly result: Result };
}

interface Pending {
  readonly call: RpcCall<unknown>;
  readonly tick: number;
  readonly resolve: (result: never) => void;
  readonly reject: (reason: unknown) => void;
}

type State = { kind: 'connecting' } | { kind: 'open'; socket: Socket } | { kind: 'ended'; why: TargetError };

export class RpcConnection {
  private readonly endpoint: RpcEndpoint;
  private readonly pending = new Map<number, Pending>();
  private readonly out = new XdrWriter();
  private readonly segments: Uint8Array[] = [];
  private readonly records = new RecordReader(
    { record: this.onRecord.bind(this), beginning: this.onBeginning.bind(this) },
    MAXIMUM_RECORD_BYTES,
  );
  private readonly reader = new XdrReader(Buffer.alloc(0));
  private readonly timer: NodeJS.Timeout;
  private state: State = { kind: 'connecting' };
  private socket: Socket | undefined;
  private address: string;
  private nextXid = Math.floor(Math.random() * 2 ** 32);
  private tick = 0;
  private flushScheduled = false;

  constructor(endpoint: RpcEndpoint) {
    this.endpoint = endpoint;
    this.address = endpoint.host;
    this.timer = setInterval(
      () => this.onTick(),
      (endpoint.timeoutSeconds * 1000) / TICKS_PER_TIMEOUT,
    ).unref();
    void this.open();
  }

  get ended(): boolean {
    return this.state.kind === 'ended';
  }

  /** Answers what `decode` makes of the reply. Rejects with a TargetError. */
  call<Result>(call: RpcCall<Result>): Promise<Result> {
    if (this.state.kind === 'ended') return Promise.reject(about(call, this.state.why));
    return new Promise((resolve, reject) => {
      const xid = this.nextXid;
      this.nextXid = (xid + 1) >>> 0;
      this.pending.set(xid, { call, tick: this.tick, resolve, reject });
      this.write(xid, call);
    });
  }

  /** Ends the connection; every call under way is rejected for this reason. */
  end(why: TargetError): void {
    if (this.state.kind === 'ended') return;
    this.state = { kind: 'ended', why };
    clearInterval(this.timer);
    this.socket?.destroy();
    const calls = [...this.pending.values()];
    this.pending.clear();
    for (const { call, reject } of calls) reject(about(call, why));
  }

  private async open(): Promise<void> {
    const { host } = this.endpoint;
    try {
      const port = await this.endpoint.port();
      if (this.ended) return;
      this.address = `${host}:${port}`;
      const shared = Buffer.allocUnsafeSlow(RECEIVE_BYTES);
      let buffer: Uint8Array = shared;
      const socket = connect({
        host,
        port,
        noDelay: true,
        onread: {
          // One buffer for all that arrives, instead of a new one for each chunk; or the caller's own, where only its bytes come.
          buffer: () => {
            buffer = this.records.room() ?? shared;
            return buffer;
          },
          callback: (length) => this.onChunk(buffer === shared ? shared : undefined, length),
        },
      });
      this.socket = socket;
      socket.on('connect', () => {
        this.state = { kind: 'open', socket };
        this.flush();
      });
      socket.on('error', (cause) => this.end(unreachable(this.address, cause)));
      socket.on('close', () => this.end(lost(this.address)));
    } catch (cause) {
      this.end(cause instanceof TargetError ? cause : unreachable(this.address, cause));
    }
  }

  private write(xid: number, { program, procedure, encode, payload }: RpcCall<unknown>): void {
    const { out } = this;
    const marker = out.length;
    out.uint32(0);
    writeCallHead(out, xid, program, procedure, this.endpoint.credential);
    encode(out);
    const argumentBytes = out.length - marker - 4;
    if (payload === undefined) {
      out.overwriteUint32(marker, 0x8000_0000 | argumentBytes);
    } else {
      const padding = paddingOf(payload.length);
      out.overwriteUint32(marker, 0x8000_0000 | (argumentBytes + payload.length + padding));
      this.segments.push(out.take(), payload);
      out.zeros(padding);
    }
    if (this.flushScheduled || this.state.kind !== 'open') return;
    this.flushScheduled = true;
    queueMicrotask(() => this.flush());
  }

  private flush(): void {
    this.flushScheduled = false;
    if (this.state.kind !== 'open') return;
    const { socket } = this.state;
    const { out, segments } = this;
    if (segments.length === 0) {
      if (out.length > 0) socket.write(out.take());
      return;
    }
    socket.cork();
    for (const segment of segments) socket.write(segment);
    segments.length = 0;
    if (out.length > 0) socket.write(out.take());
    socket.uncork();
  }

  /** Bytes have come: into the shared buffer, or where they belong. */
  private onChunk(shared: Buffer | undefined, length: number): boolean {
    if (this.ended) return false;
    try {
      if (shared === undefined) this.records.received(length);
      else this.records.feed(shared, length);
    } catch (cause) {
      this.end(malformed(this.address, cause));
    }
    return !this.ended;
  }

  private onRecord(bytes: Buffer, start: number, end: number): void {
    const pending = this.take(bytes, start, end);
    const { call } = pending;
    try {
      readReplyHead(this.reader, call.program);
      pending.resolve(call.decode(this.reader) as never);
    } catch (cause) {
      pending.reject(
        cause instanceof XdrError ? about(call, malformed(this.address, cause)) : about(call, cause),
      );
    }
  }

  private onBeginning(bytes: Buffer, start: number, end: number): Landing | undefined {
    const xid = end - start < 4 ? undefined : bytes.readUInt32BE(start);
    const call = xid === undefined ? undefined : this.pending.get(xid)?.call;
    if (xid === undefined || call?.decodeLanding === undefined) return undefined;
    const { reader } = this;
    reader.bytes = bytes;
    reader.position = start + 4;
    reader.end = end;
    try {
      readReplyHead(reader, call.program);
      const { into, result } = call.decodeLanding(reader);
      const fromByte = reader.position - start;
      return {
        into,
        fromByte,
        finished: (recordBytes) => this.finishLanding(xid, result, recordBytes - fromByte - into.length),
      };
    } catch {
      // The whole record says what is wrong with it.
      return undefined;
    }
  }

  private finishLanding(xid: number, result: unknown, bytesToSpare: number): void {
    const pending = this.pending.get(xid);
    if (pending === undefined) return;
    this.pending.delete(xid);
    if (bytesToSpare >= 0) pending.resolve(result as never);
    else pending.reject(about(pending.call, malformed(this.address, new XdrError('the data end early'))));
  }

  /** The call that a record answers, the reader set behind its xid. */
  private take(bytes: Buffer, start: number, end: number): Pending {
    const { reader } = this;
    reader.bytes = bytes;
    reader.position = start;
    reader.end = end;
    const xid = reader.uint32();
    const pending = this.pending.get(xid);
    if (pending === undefined) throw new XdrError('reply with an unknown xid');
    this.pending.delete(xid);
    return pending;
  }

  /**
   * Ends the connection of a call that is late. Nothing else makes sure that its reply, or the bytes of a READ, do not
   * arrive after it was given up.
   */
  private onTick(): void {
    this.tick++;
    const oldest = this.pending.values().next().value;
    if (oldest === undefined || this.tick - oldest.tick <= TICKS_PER_TIMEOUT) return;
    this.end(silent(this.address, this.endpoint.timeoutSeconds, this.state.kind === 'open'));
  }
}

function about({ name, program }: RpcCall<unknown>, cause: unknown): unknown {
  if (!(cause instanceof TargetError)) return cause;
  const { code, message, retryable } = cause;
  return new TargetError(code, `${program.name} ${name}: ${message}`, { retryable, cause });
}

function unreachable(address: string, cause: unknown): TargetError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const words = CONNECT_FAILURES[code] ?? `cannot be reached (${code})`;
  return new TargetError('unreachable', `${address} ${words}`, { retryable: code !== 'ENOTFOUND', cause });
}

const CONNECT_FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection: is the server running, and is this its port?',
  ECONNRESET: 'ended the connection',
  EPIPE: 'ended the connection',
  EHOSTUNREACH: 'cannot be reached: there is no way to this host',
  ENETUNREACH: 'cannot be reached: there is no way to its network',
  ENOTFOUND: 'is not a host that is known here: check the name',
  EAI_AGAIN: 'could not be looked up: the name service does not answer',
  ETIMEDOUT: 'does not answer',
};

function lost(address: string): TargetError {
  return new TargetError('unreachable', `${address} ended the connection`, { retryable: true });
}

function silent(address: string, timeoutSeconds: number, connected: boolean): TargetError {
  return connected
    ? new TargetError('timeout', `no answer from ${address} within ${timeoutSeconds} s`, { retryable: true })
    : new TargetError('unreachable', `${address} did not accept a connection within ${timeoutSeconds} s`, {
        retryable: true,
      });
}

function malformed(address: string, cause: unknown): TargetError {
  const words = cause instanceof Error ? cause.message : String(cause);
  return new TargetError('protocol', `${address} sent something that is no answer: ${words}`, {
    retryable: false,
    cause,
  });
}
