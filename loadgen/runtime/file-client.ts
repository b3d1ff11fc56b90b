/**
 * Performs single operations on a target: gives each file the name that it has there, makes what is written and checks what is
 * read. An operation has three parts, so that only the middle one is measured: `prepare`, `send`, and `finish` or `discard`.
 */

import type { Operation } from '../../models/operations.ts';
import type { Body } from '../../sim/kernel/process.ts';
import { BlockData } from '../data/block-data.ts';
import type { ExpectedPart, FileAction, FileLedger } from '../plan/file-ledger.ts';
import type { CorruptRegion } from '../run/load-outcome.ts';
import { TargetError } from '../target.ts';
import type { Driver } from './driver.ts';
import { onlyLooks } from './file-locks.ts';
import { OpenFiles } from './open-files.ts';
import { PayloadBuffers } from './payload-buffers.ts';
import type { Storage } from './storage.ts';

export interface FileClientOptions {
  readonly driver: Driver;
  readonly storage: Storage;
  readonly ledger: FileLedger;
  /** Directory of the run on the target, before which nothing is touched; empty for the root. */
  readonly directory: string;
  /** From which the content of all files is made. */
  readonly runKey: string;
  /** Whether what is read is compared with what should be there. */
  readonly verify: boolean;
}

/** An operation that is about to be sent. */
export interface Request {
  readonly operation: Operation;
  readonly action: FileAction;
  readonly expected: readonly ExpectedPart[];
  /** Null for metadata. */
  readonly buffer: Uint8Array | null;
  /** Bytes that a read found. */
  found: number;
}

/** What was read and found right, and the first of what was found wrong. */
export interface Checked {
  reads: number;
  bytes: number;
  regions: number;
  readonly found: CorruptRegion[];
}

const FOUND_MAXIMUM = 100;

export class FileClient {
  readonly checked: Checked = { reads: 0, bytes: 0, regions: 0, found: [] };
  readonly #driver: Driver;
  readonly #storage: Storage;
  readonly #ledger: FileLedger;
  readonly #directory: string;
  readonly #data: BlockData;
  readonly #verify: boolean;
  readonly #buffers = new PayloadBuffers();
  readonly #files: OpenFiles;

  constructor({ driver, storage, ledger, directory, runKey, verify }: FileClientOptions) {
    this.#driver = driver;
    this.#storage = storage;
    this.#ledger = ledger;
    this.#directory = directory === '' ? '' : `${directory}/`;
    this.#data = new BlockData(runKey);
    this.#verify = verify;
    this.#files = new OpenFiles(driver, storage);
  }

  /** Decides what an operation is on the target. To be called in the order in which operations on a file are issued. */
  issue(operation: Operation): Request {
    const action = this.#ledger.next(operation);
    const isRead = operation.kind === 'read';
    return {
      operation,
      action,
      expected: isRead && this.#verify ? this.#ledger.expected(operation) : [],
      buffer: isRead || operation.kind === 'write' ? this.#buffers.take(operation.bytes) : null,
      found: 0,
    };
  }

  /** Makes what a write will write. */
  prepare({ operation, action, buffer }: Request): void {
    if (operation.kind !== 'write') return;
    const payload = buffer!.subarray(0, operation.bytes);
    this.#data.generate(payload, operation.file, action.stamp, operation.offsetBytes);
  }

  /** Throws the TargetError of the attempt. */
  *send(request: Request): Body<void> {
    const { operation, action } = request;
    const storage = this.#storage;
    const name = this.#directory + action.name;
    switch (operation.kind) {
      case 'lookup':
        if ((yield* this.#driver.settled(storage.lookup(name))) === undefined) throw missing(name);
        return;
      case 'getattr':
        yield* this.#driver.settled(storage.getattr(name));
        return;
      case 'access':
        yield* this.#driver.settled(storage.access(name));
        return;
      case 'readdir':
        yield* this.#driver.settled(storage.readdir(name.slice(0, name.lastIndexOf('/'))));
        return;
      case 'create':
        yield* this.#driver.settled(storage.create(name));
        return;
      case 'read':
        request.found = yield* this.#read(name, request);
        return;
      case 'write':
        yield* this.#write(name, request);
        return;
      case 'commit':
        yield* this.#commit(name);
        return;
      case 'rename':
        yield* this.#files.close(name);
        yield* this.#driver.settled(storage.rename(name, this.#directory + action.newName!));
        return;
      case 'remove':
        yield* this.#files.close(name);
        yield* this.#driver.settled(storage.remove(name));
        return;
    }
  }

  /** Whether a repeated attempt failed because an earlier one, whose answer was lost, had done what was asked. */
  *wasDone({ operation, action }: Request, error: TargetError): Body<boolean> {
    if (error.code !== 'not-found') return false;
    switch (operation.kind) {
      case 'remove':
        return true;
      case 'rename': {
        const renamed = this.#directory + action.newName!;
        return (yield* this.#driver.settled(this.#storage.lookup(renamed))) !== undefined;
      }
      default:
        return false;
    }
  }

  /** Checks what was read, and lets the buffer go. */
  finish(request: Request): void {
    const { operation, action, buffer, found } = request;
    // A write before this read may have been given up since the read was issued.
    const isKnown = action.content?.doubted !== true;
    if (operation.kind === 'read' && this.#verify && isKnown)
      this.#check(request, buffer!.subarray(0, found));
    if (buffer !== null) this.#buffers.give(buffer);
  }

  /** After a failure: what a file holds that was to be changed is not known from now on. */
  discard({ operation, action, buffer }: Request): void {
    if (action.content !== null && !onlyLooks(operation.kind)) action.content.doubted = true;
    if (buffer !== null) this.#buffers.give(buffer);
  }

  *#read(name: string, { operation, buffer }: Request): Body<number> {
    const into = buffer!.subarray(0, operation.bytes);
    const { offsetBytes } = operation;
    return yield* this.#files.with(name, 'read', (file) =>
      this.#driver.settled(file.read(offsetBytes, into)),
    );
  }

  *#write(name: string, { operation, buffer }: Request): Body<void> {
    const from = buffer!.subarray(0, operation.bytes);
    const { offsetBytes } = operation;
    yield* this.#files.with(name, 'write', (file) => this.#driver.settled(file.write(offsetBytes, from)));
  }

  /** A file that was committed is done with: its handle goes too, and with it what only closing tells. */
  *#commit(name: string): Body<void> {
    yield* this.#files.with(name, 'write', (file) => this.#driver.settled(file.commit()));
    yield* this.#files.close(name);
  }

  #check({ operation, expected }: Request, bytes: Uint8Array): void {
    const { file, offsetBytes } = operation;
    let right = true;
    for (const { offsetBytes: start, bytes: length, stamp } of expected) {
      const from = start - offsetBytes;
      const part = bytes.subarray(from, from + length);
      const region = this.#data.verify(part, file, start, { oldest: stamp, newest: stamp });
      if (region !== null) right = this.#report(region);
      if (part.length < length) {
        const at = start + part.length;
        right = this.#report({
          file,
          offsetBytes: at,
          bytes: length - part.length,
          finding: 'missing',
          detail: `the file ends at ${at} of at least ${start + length} bytes`,
        });
      }
    }
    if (!right) return;
    this.checked.reads++;
    this.checked.bytes += bytes.length;
  }

  #report(region: CorruptRegion): false {
    this.checked.regions++;
    if (this.checked.found.length < FOUND_MAXIMUM) this.checked.found.push(region);
    return false;
  }
}

function missing(name: string): TargetError {
  return new TargetError('not-found', `${name}: nothing has this name`, { retryable: false });
}
