import type { Credentials } from './credentials.ts';
import type { HttpRequest } from './http/message.ts';
import { hostOf, type S3Location } from './location.ts';
import { type SignableRequest, SigningKey, sha256Hex, timestampOf, UNSIGNED_PAYLOAD } from './signature.ts';
import { encodeKey } from './uri-encoding.ts';

/** Inclusive, as the header has it. */
export interface ByteRange {
  readonly firstByte: number;
  readonly lastByte: number;
}

export interface ObjectRequest {
  readonly method: HttpRequest['method'];
  /** Key of the object; empty for the bucket. */
  readonly key: string;
  /** Encoded and sorted. */
  readonly query?: string;
  /** Headers that begin with x-amz-c, in lower case and sorted: their values are signed. */
  readonly amazonHeaders?: readonly (readonly [name: string, value: string])[];
  readonly range?: ByteRange;
  readonly body?: Uint8Array;
  readonly into?: Uint8Array;
}

/** Limit on signatures kept for the rest of their second. */
const KEPT_MAX = 1024;

/**
 * Turns requests for objects into signed HTTP requests. The key is derived once a day, the time written once a second.
 * Within that second the same request has the same signature, also for another range of the object, which is not
 * signed.
 */
export class RequestSigner {
  readonly #location: S3Location;
  readonly #host: string;
  readonly #basePath: string;
  readonly #credentials: Credentials;
  readonly #nowMilliseconds: () => number;
  #key: SigningKey | undefined;
  #second = Number.NaN;
  #timestamp = '';
  readonly #kept = new Map<string, string>();

  constructor(location: S3Location, credentials: Credentials, nowMilliseconds: () => number) {
    this.#location = location;
    this.#host = hostOf(location);
    this.#basePath = location.style === 'path' ? `/${location.bucket}` : '';
    this.#credentials = credentials;
    this.#nowMilliseconds = nowMilliseconds;
  }

  sign(request: ObjectRequest): HttpRequest {
    const { method, body, into, range } = request;
    let head = this.#signed(request, this.#timestampNow());
    if (range !== undefined) head += `range: bytes=${range.firstByte}-${range.lastByte}\r\n`;
    if (method === 'PUT' || method === 'POST') head += `content-length: ${body?.length ?? 0}\r\n`;
    head += '\r\n';
    return { method, head, body, into };
  }

  /** Request line and the headers up to the signature. */
  #signed(request: ObjectRequest, timestamp: string): string {
    const isPlain = request.amazonHeaders === undefined && !this.#location.signsPayload;
    if (!isPlain) return this.#signAnew(request, timestamp);
    const name = `${request.method} ${request.key}?${request.query ?? ''}`;
    let signed = this.#kept.get(name);
    if (signed === undefined) {
      signed = this.#signAnew(request, timestamp);
      if (this.#kept.size === KEPT_MAX) this.#kept.clear();
      this.#kept.set(name, signed);
    }
    return signed;
  }

  #signAnew({ method, key, query = '', amazonHeaders, body }: ObjectRequest, timestamp: string): string {
    const signingKey = this.#keyOf(timestamp.slice(0, 8));
    const payloadHash = this.#location.signsPayload ? sha256Hex(body ?? '') : UNSIGNED_PAYLOAD;
    const path = `${this.#basePath}/${encodeKey(key)}`;
    const signable: SignableRequest = {
      method,
      path,
      query,
      headers: this.#signedHeaders(amazonHeaders, payloadHash, timestamp),
      payloadHash,
    };
    let head = `${method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1\r\n`;
    for (const [name, value] of signable.headers) head += `${name}: ${value}\r\n`;
    head += `authorization: ${signingKey.authorization(this.#credentials.accessKeyId(), timestamp, signable)}\r\n`;
    return head;
  }

  #signedHeaders(
    amazonHeaders: ObjectRequest['amazonHeaders'],
    payloadHash: string,
    timestamp: string,
  ): (readonly [string, string])[] {
    const headers: (readonly [string, string])[] = [
      ['host', this.#host],
      ['x-amz-content-sha256', payloadHash],
    ];
    if (amazonHeaders !== undefined) headers.push(...amazonHeaders);
    headers.push(['x-amz-date', timestamp]);
    const token = this.#credentials.sessionToken();
    if (token !== undefined) headers.push(['x-amz-security-token', token]);
    return headers;
  }

  #timestampNow(): string {
    const milliseconds = this.#nowMilliseconds();
    const second = Math.floor(milliseconds / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#timestamp = timestampOf(milliseconds);
      this.#kept.clear();
    }
    return this.#timestamp;
  }

  #keyOf(day: string): SigningKey {
    if (this.#key?.day !== day)
      this.#key = new SigningKey(this.#credentials, day, this.#location.region, 's3');
    return this.#key;
  }
}
