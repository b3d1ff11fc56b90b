/**
 * Performs single operations on a target: gives each file the name that it has there, makes what is written and checks what is
 * read. An operation has three parts, so that only the middle one is measured: `prepare`, `send`, and `finish` or `discard`.
 */

import type { CorruptRegion } from '../../models/load-section.ts';
import { isReadOnly, type Operation } from '../../models/operations.ts';
import type { Body } from '../../sim/kernel/process.ts';
import { BlockData } from '../data/block-data.ts';
import { withLater } from '../first-error.ts';
import type { FileAction, FileLedger } from '../plan/file-ledger.ts';
import type { Storage, StorageFile } from '../targets/storage.ts';
import { TargetError } from '../targets/target.ts';
import type { Driver, Now } from './driver.ts';
import { type FileUse, type OpenFile, OpenFiles } from './open-files.ts';
import { PayloadBuffers } from './payload-buffers.ts';

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
  /** Not followed by a commit: what it writes is whole. */
  readonly alone: boolean;
  /** Null for metadata. */
  readonly buffer: Uint8Array | null;
  /** Bytes that a read found. */
  found: number;
  /** Written, and not yet committed, by an attempt before this one: a file that is written whole does not take it twice. */
  written: boolean;
}

/** Bytes that were read and are correct, and the first fault found. */
export interface Checked {
  reads: number;
  bytes: number;
  regions: number;
  readonly found: CorruptRegion[];
}

const FOUND_MAXIMUM = 100;

/** A use of an open file; a read returns the number of bytes it found. */
type Use = (file: StorageFile) => Now<number | void>;

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
    this.#files = new OpenFiles(driver, storage, this.#directory);
    driver.sleepsForAnswers = storage.attend !== undefined;
    storage.attend?.(driver);
  }

  /**
   * Decides what an operation is on the target, one of a client's own or one that stands `alone`. To be called in the order in which
   * operations on a file are issued.
   */
  issue(operation: Operation, alone: boolean): Request {
    const { kind, bytes } = operation;
    return {
      operation,
      action: this.#ledger.next(operation, alone),
      alone,
      buffer: kind === 'read' || kind === 'write' ? this.#buffers.take(bytes) : null,
      found: 0,
      written: false,
    };
  }

  /** Makes what a write will write. */
  prepare({ operation, action, buffer }: Request): void {
    if (operation.kind !== 'write') return;
    const payload = firstOf(buffer!, operation.bytes);
    this.#data.generate(payload, operation.file, action.stamp, action.offsetBytes);
  }

  /** Null where it is done at once, else what is to be done until it is. Both throw the TargetError of the attempt. */
  send(request: Request): Body<void> | null {
    const { operation, action, buffer } = request;
    const { name, offsetBytes } = action;
    switch (operation.kind) {
      case 'lookup':
      case 'getattr':
      case 'access':
      case 'readdir':
      case 'create': {
        const answer = this.#call(operation.kind, this.#directory + name);
        if (answer instanceof Promise) return this.#called(request, answer);
        this.#requireFound(request, answer);
        return null;
      }
      case 'read': {
        const into = firstOf(buffer!, operation.bytes);
        return this.#on(request, 'read', (file) => file.read(offsetBytes, into));
      }
      case 'write': {
        // Where files are written whole, nobody sees what is not committed: a client that writes once puts once.
        if (request.alone && !this.#storage.capabilities.randomWrite) return this.#writeWhole(request);
        const from = firstOf(buffer!, operation.bytes);
        return this.#on(request, 'write', (file) => file.write(offsetBytes, from));
      }
      case 'commit':
        return this.#commit(request);
      case 'rename':
      case 'remove': {
        const closing = this.#files.close(name);
        if (closing !== null) return this.#onceClosed(request, closing);
        const answer = this.#unname(request);
        return answer instanceof Promise ? this.#called(request, answer) : null;
      }
    }
  }

  /** Whether a repeated attempt failed because an earlier one, whose answer was lost, had done what was asked. */
  *wasDone({ operation, action }: Request, error: TargetError): Body<boolean> {
    if (error.code !== 'not-found') return false;
    if (operation.kind === 'remove') return true;
    if (operation.kind !== 'rename') return false;
    const renamed = this.#directory + action.newName!;
    return (yield* this.#driver.settled(this.#storage.lookup(renamed))) !== undefined;
  }

  /** Checks what was read, and lets the buffer go. */
  finish(request: Request): void {
    const { operation, action, buffer, found } = request;
    // A write before this read may have been given up since the read was issued.
    const isKnown = action.version?.doubted !== true;
    if (operation.kind === 'read' && this.#verify && isKnown) this.#check(request, firstOf(buffer!, found));
    if (buffer !== null) this.#buffers.give(buffer);
  }

  /** After a failure: what a file holds that was to be changed is not known from now on. */
  discard({ operation, action, buffer }: Request): void {
    if (action.version !== null && !isReadOnly(operation.kind)) action.version.doubted = true;
    if (buffer !== null) this.#buffers.give(buffer);
  }

  #call(kind: 'lookup' | 'getattr' | 'access' | 'readdir' | 'create', name: string): Now<unknown> {
    const storage = this.#storage;
    switch (kind) {
      case 'lookup':
        return storage.lookup(name);
      case 'getattr':
        return storage.getattr(name);
      case 'access':
        return storage.access(name);
      case 'readdir':
        return storage.readdir(name.slice(0, name.lastIndexOf('/')));
      case 'create':
        return storage.create(name);
    }
  }

  *#called(request: Request, answer: Promise<unknown>): Body<void> {
    this.#requireFound(request, yield this.#driver.answer(answer));
  }

  #requireFound({ operation, action }: Request, answer: unknown): void {
    if (operation.kind !== 'lookup' || answer !== undefined) return;
    const name = this.#directory + action.name;
    throw new TargetError('not-found', `${name}: nothing has this name`, { retryable: false });
  }

  #unname({ operation, action }: Request): Now<void> {
    const name = this.#directory + action.name;
    if (operation.kind === 'remove') return this.#storage.remove(name);
    return this.#storage.rename(name, this.#directory + action.newName!);
  }

  *#onceClosed(request: Request, closing: Body<void>): Body<void> {
    yield* closing;
    yield* this.#driver.settled(this.#unname(request));
  }

  *#writeWhole(request: Request): Body<void> {
    const from = firstOf(request.buffer!, request.operation.bytes);
    if (!request.written) {
      const { offsetBytes } = request.action;
      const rest = this.#on(request, 'write', (file) => file.write(offsetBytes, from));
      if (rest !== null) yield* rest;
    }
    request.written = true;
    yield* this.#commit(request);
  }

  /** A file that was committed is done with: its handle goes too, and with it what only closing tells. */
  *#commit(request: Request): Body<void> {
    const rest = this.#on(request, 'write', (file) => file.commit());
    if (rest !== null) yield* rest;
    const closing = this.#files.close(request.action.name);
    if (closing !== null) yield* closing;
  }

  /** Does something with a file: at once (null) where it is open and answers at once. */
  #on(request: Request, use: FileUse, perform: Use): Body<void> | null {
    const open = this.#files.enter(request.action.name, use);
    return open === undefined ? this.#onceOpen(request, use, perform) : this.#use(request, open, perform);
  }

  *#onceOpen(request: Request, use: FileUse, perform: Use): Body<void> {
    const open = yield* this.#files.open(request.action.name, use);
    const rest = this.#use(request, open, perform);
    if (rest !== null) yield* rest;
  }

  #use(request: Request, open: OpenFile, perform: Use): Body<void> | null {
    let answer: Now<number | void>;
    try {
      answer = perform(open.file);
    } catch (error) {
      return this.#leave(open, { error });
    }
    if (answer instanceof Promise) return this.#onceUsed(request, open, answer);
    if (typeof answer === 'number') request.found = answer;
    return this.#leave(open, null);
  }

  *#onceUsed(request: Request, open: OpenFile, answer: Promise<number | void>): Body<void> {
    let failure: { readonly error: unknown } | null = null;
    try {
      const found = yield this.#driver.answer(answer);
      if (typeof found === 'number') request.found = found;
    } catch (error) {
      failure = { error };
    }
    const rest = this.#leave(open, failure);
    if (rest !== null) yield* rest;
  }

  /** Ends a use, and throws its failure. */
  #leave(open: OpenFile, failure: { readonly error: unknown } | null): Body<void> | null {
    const unused = this.#files.leave(open, failure?.error);
    if (unused !== null) return this.#close(unused, failure);
    if (failure !== null) throw failure.error;
    return null;
  }

  *#close(file: StorageFile, failure: { readonly error: unknown } | null): Body<void> {
    try {
      yield* this.#driver.settled(file.close());
    } catch (error) {
      throw failure === null ? error : withLater(failure.error, error);
    }
    if (failure !== null) throw failure.error;
  }

  #check({ operation, action }: Request, bytes: Uint8Array): void {
    const { file, offsetBytes } = operation;
    const allowed = { oldest: action.stamp, newest: action.stamp };
    const region = this.#data.verify(bytes, file, offsetBytes, allowed);
    if (region !== null) this.#report(region);
    if (bytes.length < operation.bytes) {
      const end = offsetBytes + bytes.length;
      this.#report({
        file,
        offsetBytes: end,
        bytes: operation.bytes - bytes.length,
        finding: 'missing',
        detail: `the file ends at ${end} of at least ${offsetBytes + operation.bytes} bytes`,
      });
    }
    if (region !== null || bytes.length < operation.bytes) return;
    this.checked.reads++;
    this.checked.bytes += bytes.length;
  }

  #report(region: CorruptRegion): void {
    this.checked.regions++;
    if (this.checked.found.length < FOUND_MAXIMUM) this.checked.found.push(region);
  }
}

/** A view costs 0.1 us, and most payloads have the size of their buffers. */
function firstOf(buffer: Uint8Array, bytes: number): Uint8Array {
  return bytes === buffer.length ? buffer : buffer.subarray(0, bytes);
}
