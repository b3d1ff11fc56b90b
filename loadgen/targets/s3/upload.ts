import { TargetError } from '../target.ts';
import type { S3Client } from './s3-client.ts';

/** S3 accepts no more parts of one object. */
const PARTS_MAX = 10_000;
const FIRST_BUFFER_BYTES = 64 * 1024;

/** Ends an upload that is not to be completed. Resolves to false where it had ended, or the server has no way of ending it. */
export async function endUpload(client: S3Client, key: string, id: string): Promise<boolean> {
  try {
    await client.abortMultipartUpload(key, id);
    return true;
  } catch (error) {
    const isOver = error instanceof TargetError && ['not-found', 'unsupported'].includes(error.code);
    if (!isOver) throw error;
    return false;
  }
}

/**
 * A file that is being written: nothing of it can be read before its commit. It is sent as one object where it fits
 * into one part. A longer one is a multipart upload, each part sent as soon as it is full, so that memory holds one
 * part of each file. A failed write or commit can be tried again.
 */
export class Upload {
  readonly #client: S3Client;
  readonly #key: string;
  readonly #partBytes: number;
  #buffer = new Uint8Array(0);
  #bufferedBytes = 0;
  #takenBytes = 0;
  /** Offset of the write that failed: it may be repeated, though some of its bytes were taken. */
  #failedOffsetBytes: number | undefined;
  #multipart: { readonly id: string; readonly etags: string[] } | undefined;
  #completionFailed = false;
  /** One step after the other, in the order of the calls. */
  #last: Promise<void> = Promise.resolve();

  /** @param partBytes at least the 5 MiB that S3 asks for */
  constructor(client: S3Client, key: string, partBytes: number) {
    this.#client = client;
    this.#key = key;
    this.#partBytes = partBytes;
  }

  /** Copies `from`; answers when the parts that it filled are on the server. */
  write(offsetBytes: number, from: Uint8Array): Promise<void> {
    return this.#next(async () => {
      const repeats = offsetBytes === this.#failedOffsetBytes;
      if (offsetBytes !== this.#takenBytes && !repeats) throw this.#outOfOrder(offsetBytes);
      try {
        await this.#append(from.subarray(this.#takenBytes - offsetBytes));
        this.#failedOffsetBytes = undefined;
      } catch (error) {
        this.#failedOffsetBytes = offsetBytes;
        throw error;
      }
    });
  }

  /** The object is there, whole, when this answers. */
  commit(): Promise<void> {
    return this.#next(async () => {
      if (this.#multipart === undefined) {
        await this.#client.put(this.#key, this.#buffer.subarray(0, this.#bufferedBytes));
        return;
      }
      if (this.#bufferedBytes > 0) await this.#sendPart();
      await this.#complete(this.#multipart.id, this.#multipart.etags);
    });
  }

  /** Leaves nothing on the server. */
  abort(): Promise<void> {
    return this.#next(async () => {
      if (this.#multipart === undefined) return;
      await endUpload(this.#client, this.#key, this.#multipart.id);
      this.#multipart = undefined;
    });
  }

  #next(step: () => Promise<void>): Promise<void> {
    const result = this.#last.then(step);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #append(from: Uint8Array): Promise<void> {
    let at = 0;
    while (at < from.length) {
      // A part is sent when more follows: a file of exactly one part is one object, not an upload of one part.
      if (this.#bufferedBytes === this.#partBytes) await this.#sendPart();
      const bytes = Math.min(from.length - at, this.#partBytes - this.#bufferedBytes);
      this.#reserve(this.#bufferedBytes + bytes);
      this.#buffer.set(from.subarray(at, at + bytes), this.#bufferedBytes);
      this.#bufferedBytes += bytes;
      this.#takenBytes += bytes;
      at += bytes;
    }
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#buffer.length) return;
    const doubled = Math.max(bytes, 2 * this.#buffer.length, FIRST_BUFFER_BYTES);
    const larger = new Uint8Array(Math.min(doubled, this.#partBytes));
    larger.set(this.#buffer.subarray(0, this.#bufferedBytes));
    this.#buffer = larger;
  }

  async #sendPart(): Promise<void> {
    this.#multipart ??= { id: await this.#client.createMultipartUpload(this.#key), etags: [] };
    const { id, etags } = this.#multipart;
    if (etags.length === PARTS_MAX) {
      throw new TargetError('quota', `an object has at most ${PARTS_MAX} parts of ${this.#partBytes} bytes`, {
        retryable: false,
      });
    }
    const part = this.#buffer.subarray(0, this.#bufferedBytes);
    etags.push(await this.#client.uploadPart(this.#key, id, etags.length + 1, part));
    this.#bufferedBytes = 0;
  }

  async #complete(id: string, etags: readonly string[]): Promise<void> {
    const isRepeated = this.#completionFailed;
    this.#completionFailed = true;
    try {
      await this.#client.completeMultipartUpload(this.#key, id, etags);
    } catch (error) {
      // The answer to the first attempt may have been lost after it had its effect: then there is no such upload any more.
      const isUnknown = error instanceof TargetError && error.code === 'not-found';
      if (!isRepeated || !isUnknown || !(await this.#isThere(etags.length))) throw error;
    }
  }

  /** Whether the object is the one of this upload, as far as its length and the number of its parts tell. */
  async #isThere(parts: number): Promise<boolean> {
    const object = await this.#client.head(this.#key);
    return object?.bytes === this.#takenBytes && object.etag.endsWith(`-${parts}"`);
  }

  #outOfOrder(offsetBytes: number): TargetError {
    return new TargetError(
      'io',
      `an object is written from its start to its end: the next byte is ${this.#takenBytes}, not ${offsetBytes}`,
      { retryable: this.#failedOffsetBytes !== undefined },
    );
  }
}
