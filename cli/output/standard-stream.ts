/**
 * Standard output and standard error. Files and devices are written to directly, so a partial write on a full disk is
 * noticed. Pipes and terminals are written by Node, which waits for a slow reader.
 */

import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { systemCodeOf } from '../failure.ts';
import { outputFailure, systemErrorOf } from './output-failure.ts';
import { toDescriptor, type WriteSome, writeAll } from './write-all.ts';

/** Node's stream for a pipe, a socket or a terminal. */
export interface NodeStream {
  write(text: string, done: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** The way to a stream: `direct` for files and devices, `node` for the rest. */
export type Way =
  | { readonly kind: 'direct'; readonly write: WriteSome }
  | { readonly kind: 'node'; readonly stream: () => NodeStream };

/** The reader has gone: what it no longer wants is dropped, as with `| head`. */
const GONE = new Set(['EPIPE', 'ECONNRESET']);

export class StandardStream {
  readonly #name: string;
  readonly #way: Way;
  #node: NodeStream | null = null;
  /** A stream of Node that has failed takes nothing more, and says only that it has ended. */
  #nodeError: unknown = null;

  constructor(name: string, way: Way) {
    this.#name = name;
    this.#way = way;
  }

  /** Resolves when all of it is handed over. Rejects with a Failure where it cannot be, unless the reader has gone. */
  async write(text: string): Promise<void> {
    try {
      await this.#write(text);
    } catch (error) {
      if (!GONE.has(systemCodeOf(systemErrorOf(error)) ?? '')) throw outputFailure(this.#name, error);
    }
  }

  /** Hands over what can be: nobody could be told of the rest. */
  say(text: string): void {
    this.write(text).catch(() => {});
  }

  #write(text: string): Promise<void> | void {
    if (this.#way.kind === 'direct') return writeAll(this.#way.write, Buffer.from(text));
    const node = this.#opened(this.#way.stream);
    if (this.#nodeError !== null) throw this.#nodeError;
    return new Promise((resolve, reject) => {
      node.write(text, (error) => {
        this.#nodeError ??= error ?? null;
        if (error === null || error === undefined) resolve();
        else reject(this.#nodeError);
      });
    });
  }

  #opened(open: () => NodeStream): NodeStream {
    if (this.#node !== null) return this.#node;
    this.#node = open();
    // Without a listener an error would end the program where it happens.
    this.#node.on('error', (error) => {
      this.#nodeError ??= error;
    });
    return this.#node;
  }
}

/** The way to a descriptor of this process; `stream` is Node's own for it. */
export function wayTo(descriptor: number, stream: () => NodeStream): Way {
  const stats = fstatSync(descriptor);
  const isDevice = stats.isCharacterDevice() && !isatty(descriptor);
  return stats.isFile() || stats.isBlockDevice() || isDevice
    ? { kind: 'direct', write: toDescriptor(descriptor) }
    : { kind: 'node', stream };
}
