/**
 * A ring of io_uring(7): operations are written into memory that the kernel shares. One system call hands over all of
 * them and waits for some to be done. The system calls are made through the C library, the memory is seen as typed
 * arrays.
 *
 * An operation has a slot: the place of its entry in the submission queue and the name by which its completion comes
 * back. It belongs to the caller from `prepare` until `reap` names it; so does the memory that it reads or writes.
 */

import { type Libc, type NativeFunction } from '../calls/libc.ts';
import { SystemCallError } from '../calls/system-calls.ts';

/** System calls by number, the same on each architecture since these exist. */
const IO_URING_SETUP = 425;
const IO_URING_ENTER = 426;

/** Constants of linux/io_uring.h. */
const SETUP_SINGLE_ISSUER = 1 << 12;
const SETUP_DEFER_TASKRUN = 1 << 13;
const FEATURE_SINGLE_MMAP = 1 << 0;
const FEATURE_NO_DROP = 1 << 1;
const FEATURE_EXTENDED_ARGUMENT = 1 << 8;
const FEATURES_NEEDED = FEATURE_SINGLE_MMAP | FEATURE_NO_DROP | FEATURE_EXTENDED_ARGUMENT;
const ENTER_GET_EVENTS = 1 << 0;
const ENTER_EXTENDED_ARGUMENT = 1 << 3;
const OFFSET_OF_RINGS = 0;
const OFFSET_OF_ENTRIES = 0x1000_0000;
const SUBMISSION_BYTES = 64;
const COMPLETION_BYTES = 16;

/** `struct io_uring_params` as 32-bit words. */
const PARAMETER_WORDS = 30;
const PARAMETER_SUBMISSION_ENTRIES = 0;
const PARAMETER_COMPLETION_ENTRIES = 1;
const PARAMETER_FLAGS = 2;
const PARAMETER_FEATURES = 5;
/** `struct io_sqring_offsets` and `struct io_cqring_offsets`: where in the shared memory the ends and the entries of a queue are. */
const SUBMISSION_OFFSETS = 10;
const COMPLETION_OFFSETS = 20;
const TAIL = 1;
const MASK = 2;
const SUBMISSION_ARRAY = 6;
const HEAD = 0;
const COMPLETIONS = 5;

const EINTR = 4;
const EAGAIN = 11;
const EBUSY = 16;
const ETIME = 62;

const PROT_READ_WRITE = 3;
const MAP_SHARED_POPULATED = 0x8001;

/** Operations that this project uses, by the kernel's numbers. */
export const RING_OPERATIONS = { fsync: 3, read: 22, write: 23 } as const;
export type RingOperation = keyof typeof RING_OPERATIONS;

export interface PreparedOperation {
  readonly operation: RingOperation;
  readonly descriptor: number;
  readonly offsetBytes: number;
  /** Address of its memory; 0 for an fsync. */
  readonly address: number;
  readonly bytes: number;
}

export class Ring {
  /** How many operations may be under way at once. */
  readonly slots: number;
  readonly #descriptor: number;
  readonly #enter: NativeFunction;
  readonly #errno: () => number;
  readonly #release: () => void;
  /** The submission and the completion queue. */
  readonly #words: Int32Array;
  /** Entries of the submission queue. */
  readonly #entries: DataView;
  readonly #submission: { readonly tail: number; readonly mask: number; readonly array: number };
  readonly #completion: {
    readonly head: number;
    readonly tail: number;
    readonly mask: number;
    readonly entries: number;
  };
  readonly #wait: Uint8Array;
  /** Memory that `#wait` points to, kept here so that it is not collected. */
  readonly #timeout: BigInt64Array;
  #tail = 0;
  #head = 0;
  #prepared = 0;

  /** Throws where the kernel does not offer io_uring, or too little of it, or does not let this process use it. */
  constructor(library: Libc, slots: number) {
    const parameters = new Uint32Array(PARAMETER_WORDS);
    this.#errno = () => library.errno();
    this.#descriptor = setUp(library, slots, parameters);
    const close = library.func('int close(int descriptor)');
    try {
      if (((parameters[PARAMETER_FEATURES] ?? 0) & FEATURES_NEEDED) !== FEATURES_NEEDED) {
        throw new Error('the io_uring of this kernel is too old');
      }
      const word = (at: number) => parameters[at] ?? 0;
      const submissions = word(PARAMETER_SUBMISSION_ENTRIES);
      const array = word(SUBMISSION_OFFSETS + SUBMISSION_ARRAY);
      const completions = word(COMPLETION_OFFSETS + COMPLETIONS);
      const queueBytes = Math.max(
        array + submissions * Uint32Array.BYTES_PER_ELEMENT,
        completions + word(PARAMETER_COMPLETION_ENTRIES) * COMPLETION_BYTES,
      );
      const queues = library.map(
        this.#descriptor,
        OFFSET_OF_RINGS,
        queueBytes,
        PROT_READ_WRITE,
        MAP_SHARED_POPULATED,
      );
      const entries = library.map(
        this.#descriptor,
        OFFSET_OF_ENTRIES,
        submissions * SUBMISSION_BYTES,
        PROT_READ_WRITE,
        MAP_SHARED_POPULATED,
      );
      this.#words = new Int32Array(queues.memory);
      this.#entries = new DataView(entries.memory);
      this.#submission = {
        tail: word(SUBMISSION_OFFSETS + TAIL) / 4,
        mask: this.#words[word(SUBMISSION_OFFSETS + MASK) / 4] ?? 0,
        array: array / 4,
      };
      this.#completion = {
        head: word(COMPLETION_OFFSETS + HEAD) / 4,
        tail: word(COMPLETION_OFFSETS + TAIL) / 4,
        mask: this.#words[word(COMPLETION_OFFSETS + MASK) / 4] ?? 0,
        entries: completions / 4,
      };
      this.slots = submissions;
      this.#release = () => {
        close(this.#descriptor);
        queues.unmap();
        entries.unmap();
      };
    } catch (error) {
      close(this.#descriptor);
      throw error;
    }
    // With a buffer of its own from the start: a small array is moved by the collector until somebody asks for its buffer.
    this.#timeout = new BigInt64Array(new ArrayBuffer(16));
    this.#wait = waitArgument(library.addressOf(this.#timeout));
    this.#enter = library.func(
      'int64_t syscall(int64_t number, uint32_t ring, uint32_t submit, uint32_t complete, uint32_t flags, void *wait, size_t bytes)',
    );
  }

  /** How many operations wait for `enter`. */
  get prepared(): number {
    return this.#prepared;
  }

  /** Writes an operation into its slot, which must be free. */
  prepare(slot: number, { operation, descriptor, offsetBytes, address, bytes }: PreparedOperation): void {
    const at = slot * SUBMISSION_BYTES;
    const entries = this.#entries;
    entries.setUint32(at, RING_OPERATIONS[operation], LITTLE_ENDIAN);
    entries.setInt32(at + 4, descriptor, LITTLE_ENDIAN);
    writeNumber(entries, at + 8, offsetBytes);
    writeNumber(entries, at + 16, address);
    entries.setUint32(at + 24, bytes, LITTLE_ENDIAN);
    entries.setUint32(at + 28, 0, LITTLE_ENDIAN);
    entries.setUint32(at + 32, slot, LITTLE_ENDIAN);
    const { array, mask } = this.#submission;
    this.#words[array + (this.#tail & mask)] = slot;
    this.#tail = (this.#tail + 1) | 0;
    this.#prepared++;
  }

  /** Hands over what was prepared, and waits until something is done or `waitSeconds` are over. Throws a SystemCallError. */
  enter(waitSeconds: number): void {
    this.#timeout[1] = BigInt(Math.round(waitSeconds * 1e9));
    Atomics.store(this.#words, this.#submission.tail, this.#tail);
    const submitted = this.#enter(
      IO_URING_ENTER,
      this.#descriptor,
      this.#prepared,
      waitSeconds > 0 ? 1 : 0,
      ENTER_GET_EVENTS | ENTER_EXTENDED_ARGUMENT,
      this.#wait,
      this.#wait.length,
    );
    if (submitted >= 0) {
      this.#prepared -= submitted;
      return;
    }
    // Nothing was handed over where this fails for other reasons than the time; what is done is there to be reaped.
    const errno = this.#errno();
    if (errno === ETIME) this.#prepared = 0;
    else if (errno !== EINTR && errno !== EAGAIN && errno !== EBUSY)
      throw new SystemCallError('io_uring_enter', errno);
  }

  /** Tells of each operation that is done: its slot, and what the system call would have returned, negative as an error. */
  reap(done: (slot: number, result: number) => void): number {
    const { head, tail, mask, entries } = this.#completion;
    const end = Atomics.load(this.#words, tail);
    let count = 0;
    while (this.#head !== end) {
      const at = entries + ((this.#head & mask) * COMPLETION_BYTES) / 4;
      const slot = this.#words[at] ?? 0;
      const result = this.#words[at + 2] ?? 0;
      this.#head = (this.#head + 1) | 0;
      count++;
      done(slot, result);
    }
    if (count > 0) Atomics.store(this.#words, head, this.#head);
    return count;
  }

  /** Nothing may be under way, and nothing is called after this. */
  close(): void {
    this.#release();
  }
}

/** As are all architectures that `libc` takes. */
const LITTLE_ENDIAN = true;

/** With the flags that make completions come only when they are asked for, where the kernel knows them (6.1). */
function setUp(library: Libc, slots: number, parameters: Uint32Array): number {
  const call = library.func('int64_t syscall(int64_t number, uint32_t entries, void *parameters)');
  for (const flags of [SETUP_SINGLE_ISSUER | SETUP_DEFER_TASKRUN, 0]) {
    parameters.fill(0);
    parameters[PARAMETER_FLAGS] = flags;
    const descriptor = call(IO_URING_SETUP, slots, new Uint8Array(parameters.buffer));
    if (descriptor >= 0) return descriptor;
  }
  throw new SystemCallError('io_uring_setup', library.errno());
}

/** `struct io_uring_getevents_arg`, which points to the time to wait. */
function waitArgument(timeoutAddress: number): Uint8Array {
  const bytes = new Uint8Array(24);
  writeNumber(new DataView(bytes.buffer), 16, timeoutAddress);
  return bytes;
}

/** Writes 64 bits, from a number that a double holds. */
function writeNumber(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % 2 ** 32, LITTLE_ENDIAN);
  view.setUint32(at + 4, Math.floor(value / 2 ** 32), LITTLE_ENDIAN);
}
