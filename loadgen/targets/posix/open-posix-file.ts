import type { Attributes, TargetFile } from '../target.ts';
import type { EventLoopYield } from './event-loop-yield.ts';
import type { PosixFile } from './posix-file.ts';

/** A file of a path, behind promises; each operation is performed at once. */
export class OpenPosixFile implements TargetFile {
  private readonly file: PosixFile;
  private readonly eventLoop: EventLoopYield;

  constructor(file: PosixFile, eventLoop: EventLoopYield) {
    this.file = file;
    this.eventLoop = eventLoop;
  }

  getattr(): Promise<Attributes> {
    return this.eventLoop.perform(() => this.file.getattr());
  }

  read(offsetBytes: number, into: Uint8Array): Promise<number> {
    return this.eventLoop.perform(() => this.file.read(offsetBytes, into));
  }

  write(offsetBytes: number, from: Uint8Array): Promise<void> {
    return this.eventLoop.perform(() => this.file.write(offsetBytes, from));
  }

  commit(): Promise<void> {
    return this.eventLoop.perform(() => this.file.commit());
  }

  async close(): Promise<void> {
    this.file.close();
  }
}
