/** What a block says of itself, to whoever finds it and knows nothing of the run. */

import { BLOCK_BYTES, HEADER_BYTES, MAGIC_HIGH, MAGIC_LOW, readHeader } from './block-header.ts';
import { crc32c } from './crc32c.ts';
import { hashText } from './hash.ts';

export type BlockDescription =
  | {
      readonly kind: 'block';
      /** Hashes of the key of the run and of the name of the file, as `hashText(hashOf(...))` writes them. */
      readonly run: string;
      readonly file: string;
      readonly offsetBytes: number;
      readonly version: number;
      /** Whether the payload is as it was written; null where the block is cut short, which leaves it open. */
      readonly intact: boolean | null;
    }
  /** Begins as a block does, but its header is not as it was written. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'zeros' }
  | { readonly kind: 'not-ours' };

/** Describes the block at the start of `bytes`. */
export function describeBlock(bytes: Uint8Array): BlockDescription {
  const header = readHeader(bytes);
  if (header !== undefined) {
    const { run, file, block, version, payloadCrc } = header;
    return {
      kind: 'block',
      run: hashText(run),
      file: hashText(file),
      offsetBytes: block * BLOCK_BYTES,
      version,
      intact: bytes.length < BLOCK_BYTES ? null : crc32c(bytes, HEADER_BYTES, BLOCK_BYTES) === payloadCrc,
    };
  }
  if (bytes.length >= 8) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
    if (view.getInt32(0, true) === MAGIC_LOW && view.getInt32(4, true) === MAGIC_HIGH)
      return { kind: 'damaged' };
  }
  const block = bytes.subarray(0, BLOCK_BYTES);
  return { kind: block.length > 0 && block.every((byte) => byte === 0) ? 'zeros' : 'not-ours' };
}
