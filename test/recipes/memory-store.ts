/** Files in the memory of this process, and a server that lets targets in other threads at them: one request for each operation. */

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { deserialize, serialize } from 'node:v8';
import type { Attributes, Entry, EntryKind, TargetErrorCode } from '../../loadgen/targets/target.ts';

/** An operation by its name, and what it is given. */
export type StoreRequest = readonly [operation: StoreOperation, ...values: readonly unknown[]];
export type StoreReply =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly code: TargetErrorCode };

type StoreOperation = Exclude<keyof MemoryStore, 'names'>;

interface StoredEntry {
  readonly kind: EntryKind;
  readonly identity: string;
  bytes: Uint8Array;
}

class StoreError extends Error {
  readonly code: TargetErrorCode;

  constructor(code: TargetErrorCode) {
    super(code);
    this.code = code;
  }
}

export class MemoryStore {
  readonly #entries = new Map<string, StoredEntry>();
  #made = 0;

  constructor() {
    this.#make('', 'directory');
  }

  /** Paths of all files. */
  get names(): readonly string[] {
    return [...this.#entries].flatMap(([path, { kind }]) => (kind === 'file' ? [path] : []));
  }

  lookup(path: string): Attributes | undefined {
    const entry = this.#entries.get(path);
    if (entry === undefined) return undefined;
    const { kind, identity, bytes } = entry;
    return { kind, identity, bytes: bytes.length, modifiedSeconds: 0 };
  }

  readdir(path: string): readonly Entry[] {
    const before = path === '' ? '' : `${path}/`;
    this.#find(path, 'directory');
    return [...this.#entries].flatMap(([name, { kind }]) => {
      const rest = name.startsWith(before) ? name.slice(before.length) : '';
      return rest === '' || rest.includes('/') ? [] : [{ name: rest, kind }];
    });
  }

  mkdir(path: string): void {
    if (!this.#entries.has(path)) this.#make(path, 'directory');
  }

  create(path: string): void {
    if (this.#entries.has(path)) this.#find(path, 'file').bytes = new Uint8Array(0);
    else this.#make(path, 'file');
  }

  read(path: string, offsetBytes: number, length: number): Uint8Array {
    return this.#find(path, 'file').bytes.subarray(offsetBytes, offsetBytes + length);
  }

  write(path: string, offsetBytes: number, from: Uint8Array): void {
    const file = this.#find(path, 'file');
    const bytes = new Uint8Array(Math.max(file.bytes.length, offsetBytes + from.length));
    bytes.set(file.bytes);
    bytes.set(from, offsetBytes);
    file.bytes = bytes;
  }

  rename(from: string, to: string): void {
    const file = this.#find(from, 'file');
    this.#entries.delete(from);
    this.#entries.set(to, file);
  }

  remove(path: string): void {
    this.#find(path, 'file');
    this.#entries.delete(path);
  }

  rmdir(path: string): void {
    if (this.readdir(path).length > 0) throw new StoreError('not-empty');
    this.#entries.delete(path);
  }

  #find(path: string, kind: EntryKind): StoredEntry {
    const entry = this.#entries.get(path);
    if (entry === undefined) throw new StoreError('not-found');
    if (entry.kind !== kind) throw new StoreError(kind === 'file' ? 'is-a-directory' : 'not-a-directory');
    return entry;
  }

  #make(path: string, kind: EntryKind): void {
    this.#made++;
    this.#entries.set(path, { kind, identity: `${this.#made}`, bytes: new Uint8Array(0) });
  }
}

/** Serves a store on loopback. */
export async function serveStore(store: MemoryStore): Promise<{ readonly port: number; close(): void }> {
  const server: Server = createServer((request, response) => {
    void buffer(request).then((body) => response.end(serialize(replyOf(store, deserialize(body)))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

function replyOf(store: MemoryStore, [operation, ...values]: StoreRequest): StoreReply {
  try {
    const perform = store[operation] as (...values: readonly unknown[]) => unknown;
    return { kind: 'done', value: perform.apply(store, values) };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { kind: 'failed', code: error.code };
  }
}
