import { afterError, withLater } from '../../first-error.ts';
import { TargetError } from '../target.ts';
import type { S3Client } from './s3-client.ts';
import { endUpload, Upload } from './upload.ts';

/** One request copies no more (Amazon S3 API Reference, CopyObject); longer objects are copied in parts. */
const COPY_BYTES_MAX = 5 * 2 ** 30;
const PART_BYTES = 2 ** 30;
const CHUNK_BYTES = 2 ** 20;

/**
 * Copies an object, whatever its length: on the server, or through this machine where the server does not copy.
 *
 * @param uploadPartBytes of what is sent from here, at least the 5 MiB that S3 asks for
 */
export async function copyObject(
  client: S3Client,
  from: string,
  to: string,
  uploadPartBytes: number,
): Promise<void> {
  try {
    await client.copy(from, to);
  } catch (error) {
    if (!(error instanceof TargetError) || error.retryable || error.code === 'not-found') throw error;
    const bytes = await lengthOf(client, from, error);
    if (error.code === 'unsupported') return copyThroughHere(client, from, to, bytes, uploadPartBytes);
    if (bytes <= COPY_BYTES_MAX) throw error;
    await copyInParts(client, from, to, bytes, PART_BYTES);
  }
}

/** Rejects with `refusal`, to which the length would have been the remedy, where it cannot be had. */
async function lengthOf(client: S3Client, key: string, refusal: TargetError): Promise<number> {
  try {
    return (await client.head(key))?.bytes ?? 0;
  } catch (error) {
    throw withLater(refusal, error);
  }
}

/** @param partBytes at least the 5 MiB that S3 asks for */
export async function copyInParts(
  client: S3Client,
  from: string,
  to: string,
  bytes: number,
  partBytes: number,
): Promise<void> {
  const id = await client.createMultipartUpload(to);
  try {
    const etags: string[] = [];
    for (let at = 0; at < bytes; at += partBytes) {
      const range = { firstByte: at, lastByte: Math.min(at + partBytes, bytes) - 1 };
      etags.push(await client.uploadPartCopy(to, id, etags.length + 1, from, range));
    }
    await client.completeMultipartUpload(to, id, etags);
  } catch (error) {
    throw await afterError(error, () => endUpload(client, to, id));
  }
}

/** Reads an object and writes it under the other name. */
async function copyThroughHere(
  client: S3Client,
  from: string,
  to: string,
  bytes: number,
  partBytes: number,
): Promise<void> {
  const upload = new Upload(client, to, partBytes);
  const chunk = new Uint8Array(Math.min(CHUNK_BYTES, bytes));
  try {
    for (let at = 0; at < bytes; ) {
      const read = await client.get(from, at, chunk.subarray(0, Math.min(chunk.length, bytes - at)));
      if (read === 0) throw new TargetError('io', 'the object became shorter meanwhile', { retryable: true });
      await upload.write(at, chunk.subarray(0, read));
      at += read;
    }
    await upload.commit();
  } catch (error) {
    throw await afterError(error, () => upload.abort());
  }
}
