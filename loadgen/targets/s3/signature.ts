/**
 * AWS Signature Version 4: a canonical form of the request is hashed, and the hash signed. The signing key is derived
 * from the secret, the day, the region and the service. Source: Amazon S3 API Reference, "Signature Calculations for
 * the Authorization Header". The key is derived once a day and kept as a key object: making one for each request costs
 * more than the signature.
 */

import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { Credentials } from './credentials.ts';

/** In place of the payload's hash: the payload is not signed. */
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

const ALGORITHM = 'AWS4-HMAC-SHA256';

export interface SignableRequest {
  readonly method: string;
  /** Percent-encoded. */
  readonly path: string;
  /** Percent-encoded and sorted. */
  readonly query: string;
  /** Names in lower case and sorted, values trimmed. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly payloadHash: string;
}

export function sha256Hex(payload: string | Uint8Array): string {
  return hash('sha256', payload, 'hex');
}

/** The names of the signed headers, joined as the signature names them. */
export function signedHeaderNames({ headers }: SignableRequest): string {
  let names = '';
  for (const [name] of headers) names += names === '' ? name : `;${name}`;
  return names;
}

export function canonicalRequest(request: SignableRequest): string {
  const { method, path, query, payloadHash } = request;
  let lines = '';
  for (const [name, value] of request.headers) lines += `${name}:${value}\n`;
  return `${method}\n${path}\n${query}\n${lines}\n${signedHeaderNames(request)}\n${payloadHash}`;
}

/** A moment as signatures write it: 20130524T000000Z. */
export function timestampOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Signs requests of one day, for one region and service. */
export class SigningKey {
  readonly day: string;
  /** The day, region and service that the signature is good for. */
  readonly scope: string;
  readonly #key: KeyObject;

  /** @param day as 20130524 */
  constructor(credentials: Credentials, day: string, region: string, service: string) {
    this.day = day;
    this.scope = `${day}/${region}/${service}/aws4_request`;
    let key = credentials.secretKey();
    for (const part of [day, region, service, 'aws4_request']) {
      key = createSecretKey(createHmac('sha256', key).update(part).digest());
    }
    this.#key = key;
  }

  stringToSign(timestamp: string, canonical: string): string {
    return `${ALGORITHM}\n${timestamp}\n${this.scope}\n${sha256Hex(canonical)}`;
  }

  /** In hexadecimal. */
  signature(timestamp: string, canonical: string): string {
    return createHmac('sha256', this.#key).update(this.stringToSign(timestamp, canonical)).digest('hex');
  }

  /** The value of the Authorization header. */
  authorization(accessKeyId: string, timestamp: string, request: SignableRequest): string {
    const signature = this.signature(timestamp, canonicalRequest(request));
    return `${ALGORITHM} Credential=${accessKeyId}/${this.scope}, SignedHeaders=${signedHeaderNames(request)}, Signature=${signature}`;
  }
}
