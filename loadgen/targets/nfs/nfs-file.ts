/**
 * A file by its handle: what a client that has opened it goes on with, without looking its name up each time. Transfers larger
 * than the server takes at once are cut in parts, which are under way together.
 */

import { type Attributes, TargetError } from '../target.ts';
import type { FileHandle } from './file-handle.ts';
import type { NfsClient, TransferLimits } from './nfs-client.ts';
import { type UncommittedWrites, wroteNothing } from './uncommitted-writes.ts';

/** State that the files of one target share. */
export interface FileSystem {
  readonly client: NfsClient;
  readonly writes: UncommittedWrites;
  readonly limits: TransferLimits;
}

export class NfsFile {
  readonly handle: FileHandle;
  private readonly system: FileSystem;

  constructor(system: FileSystem, handle: FileHandle) {
    this.system = system;
    this.handle = handle;
  }

  getattr(): Promise<Attributes> {
    return this.system.client.getattr(this.handle);
  }

  /** Fills `into`; answers how many bytes there were, fewer only at the end of the file. */
  async read(offsetBytes: number, into: Uint8Array): Promise<number> {
    const { readBytes } = this.system.limits;
    if (into.length <= readBytes) return this.readPart(offsetBytes, into);
    const parts = partsOf(into, readBytes);
    const counts = await Promise.all(
      parts.map((part, index) => this.readPart(offsetBytes + index * readBytes, part)),
    );
    // What lies behind a part that ended early belongs to a file that grew meanwhile.
    const short = counts.findIndex((count, index) => count < (parts[index]?.length ?? 0));
    return short === -1 ? into.length : short * readBytes + (counts[short] ?? 0);
  }

  /** Writes all of `from`, to the server's memory at least. It may be used again when this answers. */
  async write(offsetBytes: number, from: Uint8Array): Promise<void> {
    const { writeBytes } = this.system.limits;
    if (from.length <= writeBytes) return this.writePart(offsetBytes, from);
    await Promise.all(
      partsOf(from, writeBytes).map((part, index) => this.writePart(offsetBytes + index * writeBytes, part)),
    );
  }

  /** Resolves when all written data is on stable storage. */
  commit(): Promise<void> {
    return this.system.writes.commit(this.handle);
  }

  private async readPart(offsetBytes: number, into: Uint8Array): Promise<number> {
    let done = 0;
    while (done < into.length) {
      const rest = done === 0 ? into : into.subarray(done);
      const { bytes, endOfFile } = await this.system.client.read(this.handle, offsetBytes + done, rest);
      done += bytes;
      if (endOfFile) return done;
      if (bytes === 0) {
        throw new TargetError('protocol', 'the server read no bytes before the end of the file', {
          retryable: false,
        });
      }
    }
    return done;
  }

  private async writePart(offsetBytes: number, from: Uint8Array): Promise<void> {
    for (let done = 0; done < from.length; ) {
      const rest = done === 0 ? from : from.subarray(done);
      const bytes = await this.system.writes.write(this.handle, offsetBytes + done, rest);
      if (bytes === 0) throw wroteNothing();
      done += bytes;
    }
  }
}

function partsOf(bytes: Uint8Array, partBytes: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += partBytes) {
    parts.push(bytes.subarray(start, start + partBytes));
  }
  return parts;
}
