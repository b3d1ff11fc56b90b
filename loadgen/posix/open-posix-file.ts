import type { Attributes, TargetFile } from '../target.ts';
import type { PosixFile } from './posix-file.ts';

/** A file of a path, behind promises that are settled when they are handed out. */
export class OpenPosixFile implements TargetFile {
  private readonly file: PosixFile;

  constructor(file: PosixFile) {
    this.file = file;
  }

  async getattr(): Promise<Attributes> {
    return this.file.getattr();
  }

  async read(offsetBytes: number, into: Uint8Array): Promise<number> {
    return this.file.read(offsetBytes, into);
  }

  async write(offsetBytes: number, from: Uint8Array): Promise<void> {
    this.file.write(offsetBytes, from);
  }

  async commit(): Promise<void> {
    this.file.commit();
  }

  async close(): Promise<void> {
    this.file.close();
  }
}
