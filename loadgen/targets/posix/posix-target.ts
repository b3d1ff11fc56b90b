/**
 * A path of this machine as a target: a local file system, or what is mounted over NFS or SMB. Calls are performed at once, in
 * the thread that makes them, which waits meanwhile; the promises are settled when they are handed out. With a queue, what
 * concerns the contents of files is under way together instead, by io_uring where this machine has it.
 */

import { closing } from '../../first-error.ts';
import type { Storage, Thread } from '../storage.ts';
import type { Attributes, Capabilities, Entry, Space, Target, TargetFile } from '../target.ts';
import { EventLoopYield } from './event-loop-yield.ts';
import { OpenPosixFile } from './open-posix-file.ts';
import { PosixFiles, type PosixOptions } from './posix-files.ts';
import { QueuedFile } from './queued-file.ts';
import { QueuedStorage } from './queued-storage.ts';
import { openQueue, type UringQueue } from './uring/uring-queue.ts';

export interface PosixTargetOptions extends PosixOptions {
  /** Reads, writes and commits under way at once in this thread; 1, unless given, for each performed at once. */
  readonly queueDepth?: number;
}

export class PosixTarget implements Target {
  readonly url: string;
  readonly capabilities: Capabilities;
  /** The same operations, without promises. */
  readonly files: PosixFiles;
  readonly storage: Storage;
  /** Engine that moves the contents of files. */
  readonly engine: 'io_uring' | 'synchronous';
  private readonly queue: UringQueue | null;
  private readonly eventLoop = new EventLoopYield();
  private readonly openFile: (path: string, use: 'read' | 'write') => TargetFile;

  /** Throws a TargetError where the path is not a directory that can be reached. */
  constructor(root: string, options: PosixTargetOptions = {}) {
    this.files = new PosixFiles(root, options);
    this.url = this.files.root;
    this.capabilities = this.files.capabilities;
    const { queueDepth = 1, direct = false, syncOnCommit = true } = options;
    const queue = queueDepth > 1 ? openQueue(queueDepth) : null;
    this.queue = queue;
    this.engine = queue === null ? 'synchronous' : 'io_uring';
    this.storage = queue === null ? this.files : new QueuedStorage(this);
    this.openFile =
      queue === null
        ? (path, use) => new OpenPosixFile(this.files.open(path, use), this.eventLoop)
        : (path, use) =>
            new QueuedFile(this.files.open(path, use), {
              queue,
              eventLoop: this.eventLoop,
              direct,
              syncOnCommit,
            });
  }

  /** Waits in calls no longer than `thread` has time, and tells it when it goes on after one that it had to wait for. */
  attend(thread: Thread): void {
    this.eventLoop.whenDone = () => thread.goesOn();
    if (this.queue !== null) this.queue.thread = thread;
  }

  lookup(path: string): Promise<Attributes | undefined> {
    return this.eventLoop.perform(() => this.files.lookup(path));
  }

  getattr(path: string): Promise<Attributes> {
    return this.eventLoop.perform(() => this.files.getattr(path));
  }

  access(path: string): Promise<{ readonly read: boolean; readonly write: boolean }> {
    return this.eventLoop.perform(() => this.files.access(path));
  }

  readdir(path: string): Promise<readonly Entry[]> {
    return this.eventLoop.perform(() => this.files.readdir(path));
  }

  mkdir(path: string): Promise<void> {
    return this.eventLoop.perform(() => this.files.mkdir(path));
  }

  create(path: string): Promise<void> {
    return this.eventLoop.perform(() => this.files.create(path));
  }

  read(path: string, offsetBytes: number, into: Uint8Array): Promise<number> {
    return this.queue === null
      ? this.eventLoop.perform(() => this.files.read(path, offsetBytes, into))
      : this.within(path, 'read', (file) => file.read(offsetBytes, into));
  }

  write(path: string, offsetBytes: number, from: Uint8Array): Promise<void> {
    return this.queue === null
      ? this.eventLoop.perform(() => this.files.write(path, offsetBytes, from))
      : this.within(path, 'write', (file) => file.write(offsetBytes, from));
  }

  open(path: string, use: 'read' | 'write'): Promise<TargetFile> {
    return this.eventLoop.perform(() => this.openFile(path, use));
  }

  commit(path: string): Promise<void> {
    return this.queue === null
      ? this.eventLoop.perform(() => this.files.commit(path))
      : this.within(path, 'read', (file) => file.commit());
  }

  rename(from: string, to: string): Promise<void> {
    return this.eventLoop.perform(() => this.files.rename(from, to));
  }

  remove(path: string): Promise<void> {
    return this.eventLoop.perform(() => this.files.remove(path));
  }

  rmdir(path: string): Promise<void> {
    return this.eventLoop.perform(() => this.files.rmdir(path));
  }

  space(): Promise<Space> {
    return this.eventLoop.perform(() => this.files.space());
  }

  async close(): Promise<void> {
    await this.queue?.close();
    this.files.close();
  }

  /** Opens a file for one operation. */
  private async within<Result>(
    path: string,
    use: 'read' | 'write',
    perform: (file: TargetFile) => Promise<Result>,
  ): Promise<Result> {
    const file = this.openFile(path, use);
    return closing(
      () => perform(file),
      () => file.close(),
    );
  }
}
