/** A target protocol from outside: a store in the memory of another process or thread, which is asked over HTTP. */

import { deserialize, serialize } from 'node:v8';
import type { Protocol } from '../../loadgen/targets/protocol.ts';
import {
  type Attributes,
  type Capabilities,
  type Entry,
  type Space,
  type Target,
  TargetError,
  type TargetFile,
} from '../../loadgen/targets/target.ts';
import { proberOn } from '../../loadgen/targets/target-prober.ts';
import type { StoreReply, StoreRequest } from './memory-store.ts';

const MEMORY: Protocol = {
  name: 'memory',
  module: import.meta.url,
  scheme: 'memory',
  form: 'memory://host:port',
  label: 'a store in memory',
  mistakenSchemes: { ram: 'it is called memory://' },
  isOneCallPerThread: false,
  threads: () => 2,
  open: async ({ url }) => new MemoryTarget(url),
  openProber: async ({ url }) => proberOn(new MemoryTarget(url)),
  identify: async (url, target) => ({
    device: `memory ${new URL(url).host}`,
    inode: (await target.getattr('')).identity,
    uid: null,
  }),
};

export default MEMORY;

class MemoryTarget implements Target {
  readonly url: string;
  readonly capabilities: Capabilities = { atomicRename: true, randomWrite: true, directories: true };
  readonly #endpoint: string;

  constructor(url: string) {
    this.url = url;
    this.#endpoint = `http://${new URL(url).host}`;
  }

  async lookup(path: string): Promise<Attributes | undefined> {
    return (await this.#ask('lookup', path)) as Attributes | undefined;
  }

  async getattr(path: string): Promise<Attributes> {
    const found = await this.lookup(path);
    if (found === undefined) throw failure('not-found');
    return found;
  }

  async access(path: string): Promise<{ readonly read: boolean; readonly write: boolean }> {
    await this.getattr(path);
    return { read: true, write: true };
  }

  async readdir(path: string): Promise<readonly Entry[]> {
    return (await this.#ask('readdir', path)) as readonly Entry[];
  }

  async mkdir(path: string): Promise<void> {
    await this.#ask('mkdir', path);
  }

  async create(path: string): Promise<void> {
    await this.#ask('create', path);
  }

  async read(path: string, offsetBytes: number, into: Uint8Array): Promise<number> {
    const bytes = (await this.#ask('read', path, offsetBytes, into.length)) as Uint8Array;
    into.set(bytes);
    return bytes.length;
  }

  async write(path: string, offsetBytes: number, from: Uint8Array): Promise<void> {
    await this.#ask('write', path, offsetBytes, from);
  }

  async open(path: string): Promise<TargetFile> {
    await this.getattr(path);
    return {
      getattr: () => this.getattr(path),
      read: (offsetBytes, into) => this.read(path, offsetBytes, into),
      write: (offsetBytes, from) => this.write(path, offsetBytes, from),
      commit: () => this.commit(path),
      close: () => Promise.resolve(),
    };
  }

  async commit(path: string): Promise<void> {
    await this.getattr(path);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#ask('rename', from, to);
  }

  async remove(path: string): Promise<void> {
    await this.#ask('remove', path);
  }

  async rmdir(path: string): Promise<void> {
    await this.#ask('rmdir', path);
  }

  space(): Promise<Space> {
    return Promise.resolve({ freeBytes: null, totalBytes: null, freeFiles: null });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #ask(...request: StoreRequest): Promise<unknown> {
    const response = await fetch(this.#endpoint, { method: 'POST', body: serialize(request) });
    const reply: StoreReply = deserialize(Buffer.from(await response.arrayBuffer()));
    if (reply.kind === 'failed') throw failure(reply.code);
    return reply.value;
  }
}

function failure(code: TargetError['code']): TargetError {
  return new TargetError(code, `the store answered ${code}`, { retryable: false });
}
