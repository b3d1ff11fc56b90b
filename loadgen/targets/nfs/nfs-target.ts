/**
 * A directory of an NFS export as a target: NFS version 3 straight over TCP. No mount, no root and no client's cache
 * therefore stands between the load and the server.
 *
 * Every operation by path looks the name up at the server and then acts on the handle, as a client does on opening a
 * file. `open` is for later operations on the same file. After a failure of the network nothing is repeated here. The
 * call is rejected with a retryable TargetError, and the next one makes a new connection. Symbolic links are not
 * followed.
 */

import {
  type Attributes,
  type Capabilities,
  type Entry,
  type Space,
  type Target,
  TargetError,
  type TargetFile,
} from '../target.ts';
import { DirectoryHandles, isStale } from './directory-handles.ts';
import { listDirectory } from './directory-listing.ts';
import type { FileHandle } from './file-handle.ts';
import { MOUNT, mount, unmount } from './mount.ts';
import { withIdentity } from './nfs-attributes.ts';
import { type Found, NFS, NfsClient } from './nfs-client.ts';
import { type FileSystem, NfsFile } from './nfs-file.ts';
import { named, placeOf } from './nfs-path.ts';
import { type NfsLocation, parseNfsUrl } from './nfs-url.ts';
import { OpenNfsFile } from './open-nfs-file.ts';
import { portOf } from './portmapper.ts';
import type { RpcEndpoint } from './rpc-connection.ts';
import { credentialOf } from './rpc-message.ts';
import { RpcPool } from './rpc-pool.ts';
import { UncommittedWrites } from './uncommitted-writes.ts';

/** Larger transfers are not asked for, whatever the server offers. */
const MAXIMUM_TRANSFER_BYTES = 1024 * 1024;
/** A file may be replaced between finding and using it; a name that is replaced faster than that is given up. */
const FILE_ATTEMPTS = 8;
const UNMOUNT_TIMEOUT_SECONDS = 2;

export interface OpenNfsOptions {
  /** Instead of the URL's. */
  readonly connections?: number;
}

/** Mounts what an `nfs://` URL names (see `nfs-url.ts`). Rejects with a TargetError that says what to do. */
export async function openNfsTarget(url: string, options: OpenNfsOptions = {}): Promise<NfsTarget> {
  const location = parseNfsUrl(url);
  const { host, timeoutSeconds } = location;
  const server = { host, timeoutSeconds, credential: credentialOf(location) };
  const mountEndpoint: RpcEndpoint = { ...server, port: () => location.mountPort ?? portOf(server, MOUNT) };
  const pool = new RpcPool(
    { ...server, port: () => location.nfsPort ?? portOf(server, NFS) },
    options.connections ?? location.connections,
  );
  const client = new NfsClient(pool);
  let mountedPath = location.path;
  const mountRoot = async () => {
    const { path, root, below } = await mount(mountEndpoint, location.path);
    mountedPath = path;
    return walk(client, root, below);
  };
  try {
    const root = await mountRoot();
    const { readBytes, writeBytes } = await client.limits(root);
    const system = {
      client,
      writes: new UncommittedWrites(client),
      limits: {
        readBytes: Math.min(readBytes, MAXIMUM_TRANSFER_BYTES),
        writeBytes: Math.min(writeBytes, MAXIMUM_TRANSFER_BYTES),
      },
    };
    const directories = new DirectoryHandles(client, root, mountRoot);
    return new NfsTarget(location, system, directories, async () => {
      pool.close();
      const timeout = Math.min(timeoutSeconds, UNMOUNT_TIMEOUT_SECONDS);
      await unmount({ ...mountEndpoint, timeoutSeconds: timeout }, mountedPath);
    });
  } catch (error) {
    pool.close();
    throw error;
  }
}

async function walk(client: NfsClient, root: FileHandle, parts: readonly string[]): Promise<FileHandle> {
  let handle = root;
  for (const part of parts) {
    const found = await client.lookup(handle, part);
    if (found === undefined) {
      throw new TargetError('not-found', `the export has no directory ${parts.join('/')}`, {
        retryable: false,
      });
    }
    handle = found.handle;
  }
  return handle;
}

export class NfsTarget implements Target {
  readonly url: string;
  readonly capabilities: Capabilities = { atomicRename: true, randomWrite: true, directories: true };
  private readonly system: FileSystem;
  private readonly directories: DirectoryHandles;
  private readonly leave: () => Promise<void>;

  constructor(
    { url }: NfsLocation,
    system: FileSystem,
    directories: DirectoryHandles,
    leave: () => Promise<void>,
  ) {
    this.url = url;
    this.system = system;
    this.directories = directories;
    this.leave = leave;
  }

  /** A file by its handle; NFS version 3 knows nothing of opening one. Stale once the file is replaced or removed. */
  open(path: string): Promise<TargetFile> {
    return this.onFile(path, async (file) => new OpenNfsFile(path, file));
  }

  lookup(path: string): Promise<Attributes | undefined> {
    return named(path, async () => {
      const found = await this.find(path).catch((error: unknown) => {
        // A way that ends early leads to nothing, as a missing name does.
        if (error instanceof TargetError && /^not-(found|a-directory)$/.test(error.code)) return undefined;
        throw error;
      });
      return found === undefined ? undefined : this.attributesOf(found);
    });
  }

  getattr(path: string): Promise<Attributes> {
    return this.onEntry(path, (found) => this.attributesOf(found));
  }

  access(path: string): Promise<{ readonly read: boolean; readonly write: boolean }> {
    return this.onEntry(path, ({ handle }) => this.system.client.access(handle));
  }

  readdir(path: string): Promise<readonly Entry[]> {
    return this.onEntry(path, async (found) => {
      if ((await this.attributesOf(found)).kind !== 'directory') throw failure('not-a-directory');
      return listDirectory(this.system.client, found.handle);
    });
  }

  mkdir(path: string): Promise<void> {
    return named(path, async () => {
      const place = placeOf(path);
      if (place === undefined) return;
      const { directory, name } = place;
      try {
        await this.directories.within(directory, (handle) => this.system.client.mkdir(handle, name));
      } catch (error) {
        if (!(error instanceof TargetError) || error.code !== 'exists') throw error;
        const existing = await this.find(path);
        if (existing === undefined || (await this.attributesOf(existing)).kind !== 'directory') throw error;
      }
    });
  }

  create(path: string): Promise<void> {
    return this.inDirectory(path, async (directory, name) => {
      const { client, writes } = this.system;
      try {
        const handle = await client.create(directory, name);
        if (handle !== undefined) writes.forget(handle);
      } catch (error) {
        // Servers differ in how they refuse to make a file of something else.
        const existing = await client.lookup(directory, name).catch(() => undefined);
        if (existing?.attributes?.kind === 'directory') throw failure('is-a-directory');
        throw error;
      }
    });
  }

  read(path: string, offsetBytes: number, into: Uint8Array): Promise<number> {
    return this.onFile(path, (file) => file.read(offsetBytes, into));
  }

  write(path: string, offsetBytes: number, from: Uint8Array): Promise<void> {
    return this.onFile(path, (file) => file.write(offsetBytes, from));
  }

  commit(path: string): Promise<void> {
    return this.onFile(path, (file) => file.commit());
  }

  rename(from: string, to: string): Promise<void> {
    return named(`${from} to ${to}`, async () => {
      const source = placeOf(from);
      const destination = placeOf(to);
      if (source === undefined || destination === undefined) throw failure('permission');
      const { client } = this.system;
      await this.directories.within(source.directory, (fromHandle) =>
        this.directories.within(destination.directory, (toHandle) =>
          client.rename(fromHandle, source.name, toHandle, destination.name),
        ),
      );
      this.directories.forget(from);
      this.directories.forget(to);
    });
  }

  remove(path: string): Promise<void> {
    return this.inDirectory(path, (directory, name) => this.system.client.remove(directory, name));
  }

  async rmdir(path: string): Promise<void> {
    await this.inDirectory(path, (directory, name) => this.system.client.rmdir(directory, name));
    this.directories.forget(path);
  }

  space(): Promise<Space> {
    return this.directories.within('', (root) => this.system.client.space(root));
  }

  close(): Promise<void> {
    return this.leave();
  }

  /** Undefined where the directory has no such name. */
  private find(path: string): Promise<Found | undefined> {
    const place = placeOf(path);
    const { client } = this.system;
    return place === undefined
      ? this.directories.within('', async (handle) => ({ handle, attributes: await client.getattr(handle) }))
      : this.directories.within(place.directory, (directory) => client.lookup(directory, place.name));
  }

  private attributesOf({ handle, attributes }: Found): Promise<Attributes> {
    return attributes === undefined
      ? this.system.client.getattr(handle)
      : Promise.resolve(withIdentity(attributes, handle));
  }

  private inDirectory<Result>(
    path: string,
    perform: (directory: FileHandle, name: string) => Promise<Result>,
  ): Promise<Result> {
    return named(path, () => {
      const place = placeOf(path);
      if (place === undefined) throw failure('permission');
      return this.directories.within(place.directory, (directory) => perform(directory, place.name));
    });
  }

  /** Finds an entry and does something with it; again where it was replaced in between. */
  private onEntry<Result>(path: string, perform: (found: Found) => Promise<Result>): Promise<Result> {
    return named(path, async () => {
      for (let attempt = 1; ; attempt++) {
        const found = await this.find(path);
        if (found === undefined) throw failure('not-found');
        try {
          return await perform(found);
        } catch (error) {
          if (!isStale(error) || attempt === FILE_ATTEMPTS) throw error;
        }
      }
    });
  }

  private onFile<Result>(path: string, perform: (file: NfsFile) => Promise<Result>): Promise<Result> {
    return this.onEntry(path, (found) => {
      if (found.attributes?.kind === 'directory') throw failure('is-a-directory');
      return perform(new NfsFile(this.system, found.handle));
    });
  }
}

const FAILURES = {
  'not-found': 'nothing has this name',
  'is-a-directory': 'this is a directory',
  'not-a-directory': 'this is not a directory',
  permission: 'not permitted on the root of the target',
} as const;

function failure(code: keyof typeof FAILURES): TargetError {
  return new TargetError(code, FAILURES[code], { retryable: false });
}
