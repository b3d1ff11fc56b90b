import type { Attributes, TargetFile } from '../target.ts';
import type { NfsFile } from './nfs-file.ts';
import { withPath } from './nfs-path.ts';

/** A file by its handle, with the path it was found by, for the words of its failures. */
export class OpenNfsFile implements TargetFile {
  private readonly file: NfsFile;
  private readonly fail: (error: unknown) => never;

  constructor(path: string, file: NfsFile) {
    this.file = file;
    this.fail = (error) => {
      throw withPath(path, error);
    };
  }

  getattr(): Promise<Attributes> {
    return this.file.getattr().catch(this.fail);
  }

  read(offsetBytes: number, into: Uint8Array): Promise<number> {
    return this.file.read(offsetBytes, into).catch(this.fail);
  }

  write(offsetBytes: number, from: Uint8Array): Promise<void> {
    return this.file.write(offsetBytes, from).catch(this.fail);
  }

  commit(): Promise<void> {
    return this.file.commit().catch(this.fail);
  }

  /** The server keeps nothing of it. */
  async close(): Promise<void> {}
}
