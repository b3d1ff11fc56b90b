/**
 * Reads, writes and commits of one thread that are in flight together, by io_uring. Requests within one turn of the
 * microtasks are handed over in one system call. It also waits for the first completion, up to a quarter of a
 * millisecond. Then those that waited go on, and their next requests go with the next call. The event loop gets its
 * turn each half millisecond, so that timers and sockets of the thread are served too.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Thread } from '../../storage.ts';
import { TargetError } from '../../target.ts';
import { type Libc, libc } from '../calls/libc.ts';
import { MAXIMUM_CALL_BYTES, SystemCallError } from '../calls/system-calls.ts';
import { Ring, type RingOperation } from './ring.ts';

const WAIT_SECONDS = 0.000_25;
/** A call that takes this long waited for something else than the first completion: the kernel could not take what it was handed. */
const HELD_MILLISECONDS = 1;
const TURN_MILLISECONDS = 0.5;
/** Number of microtasks within which an answered operation leads to the next one, or to something else. */
const MICROTASKS = 8;
/** To await it is to let the others go on that can. */
const microtask = Promise.resolve();
const EINTR = 4;
const EAGAIN = 11;

interface Request {
  readonly operation: RingOperation;
  readonly descriptor: number;
  readonly offsetBytes: number;
  /** Kept from the collector of garbage while the kernel uses it. */
  readonly memory: Uint8Array | null;
  readonly resolve: (result: number) => void;
  readonly reject: (error: unknown) => void;
}

export class UringQueue {
  readonly #library: Libc;
  readonly #ring: Ring;
  readonly #underWay: (Request | undefined)[];
  readonly #free: number[];
  readonly #waiting: Request[] = [];
  #operations = 0;
  #pumping: Promise<void> | undefined;
  #closed = false;
  /** Other work of the thread; null where there is none. */
  thread: Thread | null = null;

  /** Throws where io_uring is not to be had. */
  constructor(library: Libc, depth: number) {
    this.#library = library;
    this.#ring = new Ring(library, depth);
    this.#underWay = Array.from({ length: depth });
    this.#free = Array.from({ length: depth }, (_, slot) => slot);
  }

  /** One read(2) or so: answers how many bytes there were, perhaps fewer than there are. Rejects with a SystemCallError. */
  read(descriptor: number, into: Uint8Array, offsetBytes: number): Promise<number> {
    return this.#ask('read', descriptor, into, offsetBytes);
  }

  write(descriptor: number, from: Uint8Array, offsetBytes: number): Promise<number> {
    return this.#ask('write', descriptor, from, offsetBytes);
  }

  async sync(descriptor: number): Promise<void> {
    await this.#ask('fsync', descriptor, null, 0);
  }

  /** Waits for what is under way; what is asked for later is rejected. May be called twice. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#pumping;
    this.#ring.close();
  }

  #ask(
    operation: RingOperation,
    descriptor: number,
    memory: Uint8Array | null,
    offsetBytes: number,
  ): Promise<number> {
    if (this.#closed) {
      return Promise.reject(new TargetError('unreachable', 'the target was closed', { retryable: false }));
    }
    return new Promise((resolve, reject) => {
      this.#operations++;
      this.#start({ operation, descriptor, offsetBytes, memory, resolve, reject });
      this.#pumping ??= this.#pump();
    });
  }

  #start(request: Request): void {
    const slot = this.#free.pop();
    if (slot === undefined) {
      this.#waiting.push(request);
      return;
    }
    this.#underWay[slot] = request;
    this.#prepare(slot, request);
  }

  #prepare(slot: number, { operation, descriptor, offsetBytes, memory }: Request): void {
    this.#ring.prepare(slot, {
      operation,
      descriptor,
      offsetBytes,
      address: memory === null ? 0 : this.#library.addressOf(memory),
      bytes: memory === null ? 0 : Math.min(memory.length, MAXIMUM_CALL_BYTES),
    });
  }

  /** Runs while anything is under way. */
  async #pump(): Promise<void> {
    let turnEnd = performance.now() + TURN_MILLISECONDS;
    // What is asked for together is handed over together.
    await microtask;
    while (this.#operations > 0) {
      const done = this.#enterAndReap();
      for (let hop = 0; hop < MICROTASKS && this.#ring.prepared < done; hop++) await microtask;
      if (performance.now() < turnEnd && !this.#isNeeded()) continue;
      await nextTurn();
      turnEnd = performance.now() + TURN_MILLISECONDS;
    }
    this.#pumping = undefined;
  }

  #enterAndReap(): number {
    try {
      this.#enter();
      return this.#ring.reap(this.#finish);
    } catch (error) {
      // The kernel does not take this ring any more, which cannot be mended from here.
      this.#closed = true;
      for (const request of [...this.#underWay, ...this.#waiting.splice(0)]) request?.reject(error);
      this.#underWay.fill(undefined);
      this.#operations = 0;
      return 0;
    }
  }

  #enter(): void {
    if (this.thread === null) {
      this.#ring.enter(WAIT_SECONDS);
      return;
    }
    const entered = performance.now();
    this.#ring.enter(Math.min(WAIT_SECONDS, Math.max(0, this.thread.secondsUntilDue)));
    if (performance.now() - entered > HELD_MILLISECONDS) this.thread.goesOn();
  }

  /** Whether something is due that the thread does in another turn of its event loop. */
  #isNeeded(): boolean {
    return this.thread !== null && this.thread.secondsUntilDue <= 0;
  }

  readonly #finish = (slot: number, result: number): void => {
    const request = this.#underWay[slot];
    if (request === undefined) return;
    if (result === -EAGAIN || result === -EINTR) {
      this.#prepare(slot, request);
      return;
    }
    this.#underWay[slot] = undefined;
    this.#operations--;
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#free.push(slot);
    } else {
      this.#underWay[slot] = next;
      this.#prepare(slot, next);
    }
    if (result < 0) request.reject(new SystemCallError(request.operation, -result));
    else request.resolve(result);
  };
}

/** Null where this machine has no io_uring for this process: no koffi, an old kernel, a container that forbids it. */
export function openQueue(depth: number): UringQueue | null {
  const library = libc();
  if (library === null) return null;
  try {
    return new UringQueue(library, depth);
  } catch {
    return null;
  }
}
