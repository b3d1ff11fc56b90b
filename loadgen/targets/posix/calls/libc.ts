/** The C library of this process, through koffi, an optional package: some machines have neither glibc nor a build of it. */

import { createRequire } from 'node:module';
import { SystemCallError } from './system-calls.ts';

type Koffi = typeof import('koffi');

export type NativeFunction = (
  ...values: readonly (number | bigint | string | ArrayBufferView | null)[]
) => number;

export interface MappedMemory {
  /** Must not be touched once it is unmapped. */
  readonly memory: ArrayBuffer;
  unmap(): void;
}

export interface Libc {
  /** A function by its prototype in C. Throws where the library has none of that name. */
  func(prototype: string): NativeFunction;
  /** Why the last call failed. */
  errno(): number;
  /**
   * Returns the address of a view's bytes. A `uintptr_t` costs 0.13 us less to hand over than the view itself. The
   * bytes stay there for as long as somebody has the buffer, and it is neither resized nor transferred.
   */
  addressOf(view: ArrayBufferView): number;
  /** Memory shared with the kernel (mmap(2)). Throws a SystemCallError. */
  map(descriptor: number, offset: number, bytes: number, protection: number, flags: number): MappedMemory;
}

/** Structures and flags are laid out here as on these, and files have 64-bit offsets without being asked. */
const ARCHITECTURES: readonly string[] = ['x64', 'arm64'];

let loaded: Libc | null | undefined;

/** Null where it is not to be had. */
export function libc(): Libc | null {
  if (loaded === undefined) {
    try {
      loaded = load();
    } catch {
      loaded = null;
    }
  }
  return loaded;
}

function load(): Libc | null {
  if (process.platform !== 'linux' || !ARCHITECTURES.includes(process.arch)) return null;
  const koffi = createRequire(import.meta.url)('koffi') as Koffi;
  const library = koffi.load('libc.so.6');
  const mmap = library.func(
    'void *mmap(void *address, size_t bytes, int protection, int flags, int descriptor, int64_t offset)',
  );
  const munmap = library.func('int munmap(void *address, size_t bytes)');
  return {
    func: (prototype) => library.func(prototype),
    errno: () => koffi.errno(),
    addressOf: addressesBy((buffer) => Number(koffi.address(new Uint8Array(buffer)))),
    map: (descriptor, offset, bytes, protection, flags) => {
      const address: bigint = mmap(null, bytes, protection, flags, descriptor, offset);
      if (koffi.address(address) === MAP_FAILED) throw new SystemCallError('mmap', koffi.errno());
      return { memory: koffi.view(address, bytes), unmap: () => munmap(address, bytes) };
    },
  };
}

/** Asks once for each buffer; mostly it is the one of the last time. */
function addressesBy(ask: (buffer: ArrayBufferLike) => number): (view: ArrayBufferView) => number {
  const known = new WeakMap<ArrayBufferLike, number>();
  let lastBuffer: ArrayBufferLike | undefined;
  let lastAddress = 0;
  return ({ buffer, byteOffset }) => {
    if (buffer !== lastBuffer) {
      lastAddress = known.get(buffer) ?? ask(buffer);
      lastBuffer = buffer;
      known.set(buffer, lastAddress);
    }
    return lastAddress + byteOffset;
  };
}

const MAP_FAILED = 2n ** 64n - 1n;
