import type { Attributes, TargetFile } from '../target.ts';
import type { NfsFile } from './nfs-file.ts';
import { named } from './nfs-path.ts';

/** A file by its handle, with the path it was found by, for the words of its failures. */
export class OpenNfsFile implements TargetFile {
  private readonly path: string;
  private readonly file: NfsFile;

  constructor(path: string, file: NfsFile) {
    this.path = path;
    this.file = file;
  }

  getattr(): Promise<Attributes> {
    return named(this.path, () => this.file.getattr());
  }

  read(offsetBytes: number, into: Uint8Array): Promise<number> {
    return named(this.path, () => this.file.read(offsetBytes, into));
  }

  write(offsetBytes: number, from: Uint8Array): Promise<void> {
    return named(this.path, () => this.file.write(offsetBytes, from));
  }

  commit(): Promise<void> {
    return named(this.path, () => this.file.commit());
  }

  /** The server keeps nothing of it. */
  async close(): Promise<void> {}
}
