/** The MOUNT protocol, version 3 (RFC 1813, appendix I): from the path of an export to the handle of its root. */

import { TargetError } from '../target.ts';
import { type FileHandle, readHandle } from './file-handle.ts';
import type { RpcCall, RpcEndpoint } from './rpc-connection.ts';
import type { RpcProgram } from './rpc-message.ts';
import { callOnce } from './rpc-pool.ts';
import { XdrError, type XdrReader } from './xdr.ts';

export const MOUNT: RpcProgram = { name: 'MOUNT', program: 100_005, version: 3 };

const MNT = 1;
const UMNT = 3;
const EXPORT = 5;
const MAXIMUM_PATH_BYTES = 1024;
const MAXIMUM_NAME_BYTES = 255;
const MAXIMUM_FLAVORS = 64;
const MAXIMUM_EXPORTS = 10_000;
const MAXIMUM_GROUPS = 10_000;

interface Refusal {
  readonly kind: 'refused';
  readonly code: 'not-found' | 'permission' | 'io';
  readonly words: string;
}

type MountAnswer = { readonly kind: 'mounted'; readonly root: FileHandle } | Refusal;

const REFUSALS: Readonly<Record<number, Refusal>> = {
  1: { kind: 'refused', code: 'permission', words: 'permission denied (MNT3ERR_PERM)' },
  2: { kind: 'refused', code: 'not-found', words: 'there is no such export (MNT3ERR_NOENT)' },
  5: { kind: 'refused', code: 'io', words: 'the server could not read its disk (MNT3ERR_IO)' },
  13: { kind: 'refused', code: 'permission', words: 'permission denied (MNT3ERR_ACCES)' },
  20: { kind: 'refused', code: 'not-found', words: 'it is not a directory (MNT3ERR_NOTDIR)' },
  22: { kind: 'refused', code: 'not-found', words: 'the server takes it for invalid (MNT3ERR_INVAL)' },
  63: { kind: 'refused', code: 'not-found', words: 'its name is too long (MNT3ERR_NAMETOOLONG)' },
  10004: { kind: 'refused', code: 'io', words: 'the server does not offer it (MNT3ERR_NOTSUPP)' },
  10006: { kind: 'refused', code: 'io', words: 'the server failed (MNT3ERR_SERVERFAULT)' },
};

export interface Mounted {
  /** The path the server knows. */
  readonly path: string;
  readonly root: FileHandle;
  /** Rest of the wanted path below it. */
  readonly below: readonly string[];
}

/**
 * Mounts the longest beginning of a path that the server lets mount; the rest is for LOOKUP to find. Rejects with a
 * TargetError which, where nothing can be mounted, lists what the server exports.
 */
export async function mount(endpoint: RpcEndpoint, path: string): Promise<Mounted> {
  const parts = path.split('/').filter((part) => part !== '');
  let refusal: Refusal | undefined;
  for (let length = parts.length; length >= 1 || (parts.length === 0 && length === 0); length--) {
    const prefix = `/${parts.slice(0, length).join('/')}`;
    const answer = await callOnce(endpoint, mntCall(prefix));
    if (answer.kind === 'mounted') return { path: prefix, root: answer.root, below: parts.slice(length) };
    // "Permission denied" for any beginning says more than "not found" for the whole.
    if (refusal === undefined || answer.code === 'permission') refusal = answer;
  }
  throw await explain(endpoint, path, refusal);
}

async function explain(
  endpoint: RpcEndpoint,
  path: string,
  refusal: Refusal | undefined,
): Promise<TargetError> {
  const { host } = endpoint;
  const exported = await exports(endpoint).catch(() => []);
  const { code, words } = refusal ?? { code: 'not-found', words: 'no path was given' };
  const list = exported.length === 0 ? 'it lists no exports' : `it exports ${exported.join(', ')}`;
  const listed = exported.some((each) => path === each || path.startsWith(each.replace(/\/?$/, '/')));
  if (exported.length > 0 && !listed) {
    return new TargetError('not-found', `${host} does not export ${path} to this client; ${list}`, {
      retryable: false,
    });
  }
  const advice =
    code === 'permission' ? '; the server may insist on ports below 1024 ("insecure" allows others)' : '';
  return new TargetError(code, `${host} does not let ${path} be mounted: ${words}${advice}; ${list}`, {
    retryable: false,
  });
}

/** Tells the server that a mount is over. It keeps a list for people and needs no answer, so failing is no error. */
export async function unmount(endpoint: RpcEndpoint, path: string): Promise<void> {
  await callOnce(endpoint, {
    ...mountCall(UMNT, 'UMNT', path),
    decode: () => undefined,
  }).catch(() => undefined);
}

/** Paths the server exports, in its order. */
export function exports(endpoint: RpcEndpoint): Promise<readonly string[]> {
  return callOnce(endpoint, {
    program: MOUNT,
    procedure: EXPORT,
    name: 'EXPORT',
    encode: () => undefined,
    decode: (results) => {
      const paths: string[] = [];
      while (results.boolean()) {
        if (paths.push(results.string(MAXIMUM_PATH_BYTES)) > MAXIMUM_EXPORTS)
          throw new XdrError('endless exports');
        for (let groups = 0; results.boolean(); groups++) {
          if (groups === MAXIMUM_GROUPS) throw new XdrError('endless groups');
          results.string(MAXIMUM_NAME_BYTES);
        }
      }
      return paths;
    },
  });
}

function mntCall(path: string): RpcCall<MountAnswer> {
  return { ...mountCall(MNT, 'MNT', path), decode: readMountAnswer };
}

function mountCall(
  procedure: number,
  name: string,
  path: string,
): Omit<RpcCall<never>, 'decode' | 'decodeLanding'> {
  return { program: MOUNT, procedure, name, encode: (out) => out.string(path) };
}

function readMountAnswer(results: XdrReader): MountAnswer {
  const status = results.uint32();
  if (status !== 0) {
    const refusal = REFUSALS[status];
    if (refusal === undefined) throw new XdrError(`an unknown status ${status}`);
    return refusal;
  }
  const root = readHandle(results);
  const flavors = results.lengthUpTo(MAXIMUM_FLAVORS);
  results.skip(4 * flavors);
  return { kind: 'mounted', root };
}
