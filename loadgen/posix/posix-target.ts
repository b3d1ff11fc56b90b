/**
 * A path of this machine as a target: a local file system, or what is mounted over NFS or SMB. Each call is performed at once,
 * in the thread that makes it, which waits meanwhile; the promises are settled when they are handed out.
 */

import type { Attributes, Capabilities, Entry, Space, Target, TargetFile } from '../target.ts';
import { OpenPosixFile } from './open-posix-file.ts';
import { PosixFiles, type PosixOptions } from './posix-files.ts';

export class PosixTarget implements Target {
  readonly url: string;
  readonly capabilities: Capabilities;
  /** The same operations, without promises: for the loads. */
  readonly files: PosixFiles;

  /** Throws a TargetError where the path is not a directory that can be reached. */
  constructor(root: string, options: PosixOptions = {}) {
    this.files = new PosixFiles(root, options);
    this.url = this.files.root;
    this.capabilities = this.files.capabilities;
  }

  async lookup(path: string): Promise<Attributes | undefined> {
    return this.files.lookup(path);
  }

  async getattr(path: string): Promise<Attributes> {
    return this.files.getattr(path);
  }

  async access(path: string): Promise<{ readonly read: boolean; readonly write: boolean }> {
    return this.files.access(path);
  }

  async readdir(path: string): Promise<readonly Entry[]> {
    return this.files.readdir(path);
  }

  async mkdir(path: string): Promise<void> {
    this.files.mkdir(path);
  }

  async create(path: string): Promise<void> {
    this.files.create(path);
  }

  async read(path: string, offsetBytes: number, into: Uint8Array): Promise<number> {
    return this.files.read(path, offsetBytes, into);
  }

  async write(path: string, offsetBytes: number, from: Uint8Array): Promise<void> {
    this.files.write(path, offsetBytes, from);
  }

  async open(path: string, use: 'read' | 'write'): Promise<TargetFile> {
    return new OpenPosixFile(this.files.open(path, use));
  }

  async commit(path: string): Promise<void> {
    this.files.commit(path);
  }

  async rename(from: string, to: string): Promise<void> {
    this.files.rename(from, to);
  }

  async remove(path: string): Promise<void> {
    this.files.remove(path);
  }

  async rmdir(path: string): Promise<void> {
    this.files.rmdir(path);
  }

  async space(): Promise<Space> {
    return this.files.space();
  }

  async close(): Promise<void> {
    this.files.close();
  }
}
