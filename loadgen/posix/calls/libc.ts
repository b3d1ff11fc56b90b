/** The C library of this process, through koffi, an optional package: some machines have neither glibc nor a build of it. */

import { createRequire } from 'node:module';

type Koffi = typeof import('koffi');

export interface Libc {
  /** A function by its prototype in C. Throws where the library has none of that name. */
  func(prototype: string): (...values: readonly (number | bigint | string | Uint8Array | null)[]) => number;
  /** Why the last call failed. */
  errno(): number;
  readonly koffi: Koffi;
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
  return { func: (prototype) => library.func(prototype), errno: () => koffi.errno(), koffi };
}
