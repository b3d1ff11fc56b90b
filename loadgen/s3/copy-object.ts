import { TargetError } from '../target.ts';
import type { S3Client } from './s3-client.ts';

/** One request copies no more (Amazon S3 API Reference, CopyObject); longer objects are copied in parts. */
const COPY_BYTES_MAX = 5 * 2 ** 30;
const PART_BYTES = 2 ** 30;

/** Copies an object on the server, whatever its length. */
export async function copyObject(client: S3Client, from: string, to: string): Promise<void> {
  try {
    await client.copy(from, to);
  } catch (error) {
    if (!(error instanceof TargetError) || error.retryable || error.code === 'not-found') throw error;
    const bytes = (await client.head(from))?.bytes ?? 0;
    if (bytes <= COPY_BYTES_MAX) throw error;
    await copyInParts(client, from, to, bytes, PART_BYTES);
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
    await client.abortMultipartUpload(to, id).catch(() => undefined);
    throw error;
  }
}
