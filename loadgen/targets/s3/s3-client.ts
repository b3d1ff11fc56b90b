/**
 * The operations of S3 that a load needs, each one signed request over a kept connection. Keys are whole keys of the bucket;
 * what files and directories are is the target's affair.
 */

import { TargetError } from '../target.ts';
import type { Credentials } from './credentials.ts';
import { documentOf, errorOfAnswer } from './error-answer.ts';
import { ConnectionPool } from './http/connection-pool.ts';
import { type HttpResponse, malformedAnswer } from './http/message.ts';
import {
  documentNamed,
  type Listing,
  parseListing,
  parseUploadListing,
  required,
  type UploadListing,
} from './listing.ts';
import type { S3Location } from './location.ts';
import { type ByteRange, type ObjectRequest, RequestSigner } from './request-signer.ts';
import { encodeKey, encodeQuery } from './uri-encoding.ts';
import { escapeXml } from './xml.ts';

export interface S3ClientOptions {
  readonly location: S3Location;
  readonly credentials: Credentials;
  /** Requests under way at once. */
  readonly connectionsMax: number;
  readonly timeoutSeconds: number;
  /** PEM certificates trusted instead of the system's. */
  readonly certificateAuthority?: string;
  /** The clock that signatures carry; this machine's unless given. */
  readonly nowMilliseconds?: () => number;
}

export interface ObjectAttributes {
  readonly bytes: number;
  readonly etag: string;
  readonly modifiedSeconds: number;
}

export interface ListRequest {
  readonly prefix: string;
  readonly delimiter?: string;
  readonly keysMax?: number;
  readonly continuation?: string;
}

export class S3Client {
  readonly #location: S3Location;
  readonly #signer: RequestSigner;
  readonly #pool: ConnectionPool;
  readonly #nowMilliseconds: () => number;

  constructor(options: S3ClientOptions) {
    const { location, credentials, nowMilliseconds = Date.now } = options;
    this.#location = location;
    this.#nowMilliseconds = nowMilliseconds;
    this.#signer = new RequestSigner(location, credentials, nowMilliseconds);
    this.#pool = new ConnectionPool({ ...options, endpoint: connectTo(location) });
  }

  /** Bytes of the object from `offsetBytes` on, as many as there are and fit; none past its end. */
  async get(key: string, offsetBytes: number, into: Uint8Array): Promise<number> {
    const range = { firstByte: offsetBytes, lastByte: offsetBytes + into.length - 1 };
    const answer = await this.#answer({ method: 'GET', key, range, into });
    if (answer.status === 416) return 0;
    if (answer.status === 206) return checkedRange(answer, offsetBytes);
    if (answer.status !== 200) throw this.#refusal(answer);
    if (offsetBytes !== 0) throw malformedAnswer('it is the whole object instead of the requested part');
    return answer.bodyBytes;
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    await this.#accepted({ method: 'PUT', key, body });
  }

  /** Undefined where there is no such object, or no such bucket: an answer without a body cannot say which. */
  async head(key: string): Promise<ObjectAttributes | undefined> {
    const answer = await this.#answer({ method: 'HEAD', key });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw await this.#whyNoHead(answer, key);
    const length = answer.headers.get('content-length');
    const modified = Date.parse(answer.headers.get('last-modified') ?? '');
    if (length === undefined || Number.isNaN(modified))
      throw malformedAnswer('it does not describe the object');
    return {
      bytes: Number(length),
      etag: answer.headers.get('etag') ?? '',
      modifiedSeconds: modified / 1000,
    };
  }

  async list({ prefix, delimiter, keysMax, continuation }: ListRequest): Promise<Listing> {
    const parameters: [string, string][] = [
      ['list-type', '2'],
      ['encoding-type', 'url'],
      ['prefix', prefix],
    ];
    if (delimiter !== undefined) parameters.push(['delimiter', delimiter]);
    if (keysMax !== undefined) parameters.push(['max-keys', String(keysMax)]);
    if (continuation !== undefined) parameters.push(['continuation-token', continuation]);
    const answer = await this.#accepted({ method: 'GET', key: '', query: encodeQuery(parameters) });
    return parseListing(answer.text);
  }

  /** Succeeds also where there is no such object. */
  async delete(key: string): Promise<void> {
    await this.#accepted({ method: 'DELETE', key });
  }

  /** Copies on the server, up to the 5 GiB that one request copies. */
  async copy(from: string, to: string): Promise<void> {
    const amazonHeaders = [['x-amz-copy-source', this.#sourceOf(from)]] as const;
    const answer = await this.#accepted({ method: 'PUT', key: to, amazonHeaders });
    documentNamed(answer.text, 'CopyObjectResult');
  }

  /** Answers the id of the upload. */
  async createMultipartUpload(key: string): Promise<string> {
    const answer = await this.#accepted({ method: 'POST', key, query: 'uploads=' });
    return required(documentNamed(answer.text, 'InitiateMultipartUploadResult'), 'UploadId');
  }

  /** Answers the ETag that completion asks for. Parts count from 1. */
  async uploadPart(key: string, uploadId: string, partNumber: number, body: Uint8Array): Promise<string> {
    const query = encodeQuery([
      ['partNumber', String(partNumber)],
      ['uploadId', uploadId],
    ]);
    const answer = await this.#accepted({ method: 'PUT', key, query, body });
    const etag = answer.headers.get('etag');
    if (etag === undefined) throw malformedAnswer('a part has no ETag');
    return etag;
  }

  /** The same, of bytes that another object has. */
  async uploadPartCopy(
    key: string,
    uploadId: string,
    partNumber: number,
    from: string,
    range: ByteRange,
  ): Promise<string> {
    const query = encodeQuery([
      ['partNumber', String(partNumber)],
      ['uploadId', uploadId],
    ]);
    const amazonHeaders = [
      ['x-amz-copy-source', this.#sourceOf(from)],
      ['x-amz-copy-source-range', `bytes=${range.firstByte}-${range.lastByte}`],
    ] as const;
    const answer = await this.#accepted({ method: 'PUT', key, query, amazonHeaders });
    return required(documentNamed(answer.text, 'CopyPartResult'), 'ETag');
  }

  async completeMultipartUpload(key: string, uploadId: string, etags: readonly string[]): Promise<void> {
    const parts = etags.map(
      (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escapeXml(etag)}</ETag></Part>`,
    );
    const document = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
    const query = encodeQuery([['uploadId', uploadId]]);
    const answer = await this.#accepted({ method: 'POST', key, query, body: Buffer.from(document) });
    documentNamed(answer.text, 'CompleteMultipartUploadResult');
  }

  async abortMultipartUpload(key: string, uploadId: string): Promise<void> {
    await this.#accepted({ method: 'DELETE', key, query: encodeQuery([['uploadId', uploadId]]) });
  }

  /** Uploads below a prefix that were begun, by whomever, and neither completed nor aborted. Rejects with 'unsupported' where the server lists none. */
  async listMultipartUploads(
    prefix: string,
    continuation: UploadListing['continuation'],
  ): Promise<UploadListing> {
    const parameters: [string, string][] = [
      ['encoding-type', 'url'],
      ['prefix', prefix],
      ['uploads', ''],
    ];
    if (continuation !== undefined) {
      parameters.push(['key-marker', continuation.key], ['upload-id-marker', continuation.uploadId]);
    }
    const answer = await this.#accepted({ method: 'GET', key: '', query: encodeQuery(parameters) });
    return parseUploadListing(answer.text);
  }

  close(): void {
    this.#pool.close();
  }

  #sourceOf(key: string): string {
    return `/${this.#location.bucket}/${encodeKey(key)}`;
  }

  #answer(request: ObjectRequest): Promise<HttpResponse> {
    return this.#pool.request(this.#signer.sign(request));
  }

  async #accepted(request: ObjectRequest): Promise<HttpResponse> {
    const answer = await this.#answer(request);
    // Copies and completions are answered with 200 before they are done, and may fail after that.
    const failed =
      answer.status >= 300 || (/<Error[\s>]/.test(answer.text) && documentOf(answer)?.name === 'Error');
    if (failed) throw this.#refusal(answer);
    return answer;
  }

  #refusal(answer: HttpResponse): TargetError {
    return errorOfAnswer(answer, this.#location, this.#nowMilliseconds());
  }

  /** A refused HEAD has no body to say why; a listing of the same key is refused for the same reason, and says it. */
  async #whyNoHead(answer: HttpResponse, key: string): Promise<TargetError> {
    if (answer.status >= 500) return this.#refusal(answer);
    try {
      await this.list({ prefix: key, keysMax: 1 });
    } catch (error) {
      if (error instanceof TargetError) return error;
      throw error;
    }
    return this.#refusal(answer);
  }
}

function connectTo({ endpoint, bucket, style }: S3Location): S3Location['endpoint'] {
  return style === 'virtual' ? { ...endpoint, host: `${bucket}.${endpoint.host}` } : endpoint;
}

function checkedRange({ headers, bodyBytes }: HttpResponse, offsetBytes: number): number {
  const range = /^bytes ([0-9]+)-([0-9]+)\//.exec(headers.get('content-range') ?? '');
  if (
    range === null ||
    Number(range[1]) !== offsetBytes ||
    Number(range[2]) !== offsetBytes + bodyBytes - 1
  ) {
    throw malformedAnswer('it is another part of the object than requested');
  }
  return bodyBytes;
}
