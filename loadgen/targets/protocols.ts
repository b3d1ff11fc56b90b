/** The registry of protocols: one line for each. */

import nfs from './nfs/protocol.ts';
import posix from './posix/protocol.ts';
import type { Protocol } from './protocol.ts';
import s3 from './s3/protocol.ts';
import { type Target, TargetError } from './target.ts';
import type { TargetLocation } from './target-location.ts';

const PROTOCOLS = new Map<string, Protocol>();

registerProtocol(posix);
registerProtocol(nfs);
registerProtocol(s3);

/** Adds a protocol and returns a function that takes it away again. Throws for a name or a scheme that is taken. */
export function registerProtocol(protocol: Protocol): () => void {
  const { name, scheme } = protocol;
  if (PROTOCOLS.has(name)) throw new Error(`there already is a protocol "${name}"`);
  if (protocols().some((other) => other.scheme === scheme)) {
    throw new Error(`there already is a protocol for ${scheme === null ? 'paths' : `${scheme}://`}`);
  }
  PROTOCOLS.set(name, protocol);
  return () => PROTOCOLS.delete(name);
}

/** Returns all protocols, in the order in which they were registered. */
export function protocols(): readonly Protocol[] {
  return [...PROTOCOLS.values()];
}

/** Returns the protocol of a name that may be of another version; undefined where there is none. */
export function findProtocol(name: string): Protocol | undefined {
  return PROTOCOLS.get(name);
}

/** Returns the protocol of a URL, which need not be right beyond its scheme. Throws a TargetError 'protocol' where there is none. */
export function protocolOf(url: string): Protocol {
  if (!/^\P{Cc}+$/u.test(url) || !url.isWellFormed()) {
    throw unknown(`a target is ${targetForms()}, of printable text`);
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase() ?? null;
  const found = protocols().find((protocol) => protocol.scheme === scheme);
  if (found !== undefined) return found;
  const advice = protocols().flatMap(({ mistakenSchemes }) => mistakenSchemes?.[scheme ?? ''] ?? []);
  throw unknown(`a target does not begin with ${scheme}://: ${advice[0] ?? `it is ${targetForms()}`}`);
}

/** Opens a target. Rejects with a TargetError that says what to do. */
export async function openTarget(location: TargetLocation): Promise<Target> {
  return protocolOf(location.url).open(location);
}

/** Returns how targets are written: "a directory, nfs://host/export/directory or s3://bucket/prefix?endpoint=URL". */
export function targetForms(): string {
  const forms = protocols().map(({ form }) => form);
  return `${forms.slice(0, -1).join(', ')} or ${forms.at(-1)}`;
}

function unknown(message: string): TargetError {
  return new TargetError('protocol', message, { retryable: false });
}
