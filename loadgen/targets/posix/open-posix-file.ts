import type { Attributes, TargetFile } from '../target.ts';
import type { PosixFile } from './posix-file.ts';
import type { Turns } from './turns.ts';

/** A file of a path, behind promises; each operation is performed at once. */
export class OpenPosixFile implements TargetFile {
  private readonly file: PosixFile;
  private readonly turns: Turns;

  constructor(file: PosixFile, turns: Turns) {
    this.file = file;
    this.turns = turns;
  }

  getattr(): Promise<Attributes> {
    return this.turns.perform(() => this.file.getattr());
  }

  read(offsetBytes: number, into: Uint8Array): Promise<number> {
    return this.turns.perform(() => this.file.read(offsetBytes, into));
  }

  write(offsetBytes: number, from: Uint8Array): Promise<void> {
    return this.turns.perform(() => this.file.write(offsetBytes, from));
  }

  commit(): Promise<void> {
    return this.turns.perform(() => this.file.commit());
  }

  async close(): Promise<void> {
    this.file.close();
  }
}
