/**
 * A bucket, or a prefix of one, as a target. An object is a file; a directory is a prefix that ends in "/". An empty
 * object of that name keeps it, so that it exists before its first file. A file is buffered and appears whole at its
 * commit. Renaming copies and then deletes, two steps between which a reader sees both names.
 */

import { setTimeout as delay } from 'node:timers/promises';
import { withLater } from '../../first-error.ts';
import { ListingProgress } from '../listing-progress.ts';
import {
  type Attributes,
  type Capabilities,
  type Entry,
  type Space,
  type Target,
  TargetError,
  type TargetFile,
} from '../target.ts';
import { copyObject } from './copy-object.ts';
import type { UploadListing } from './listing.ts';
import { OpenObject } from './open-object.ts';
import type { S3Client } from './s3-client.ts';
import { endUpload, Upload } from './upload.ts';

export interface S3TargetOptions {
  readonly url: string;
  readonly client: S3Client;
  /** Before every key: empty, or ending in "/". */
  readonly prefix: string;
  /** Size of a part of a multipart upload, and of the buffer that each open file has. */
  readonly partBytes: number;
}

const KEY_BYTES_MAX = 1024;
const CLOSE_MILLISECONDS = 5000;
const NO_BYTES = new Uint8Array(0);

export class S3Target implements Target {
  readonly url: string;
  readonly capabilities: Capabilities = { atomicRename: false, randomWrite: false, directories: false };
  readonly #client: S3Client;
  readonly #prefix: string;
  readonly #partBytes: number;
  readonly #uploads = new Map<string, Upload>();
  #writeRefused = false;

  constructor({ url, client, prefix, partBytes }: S3TargetOptions) {
    this.url = url;
    this.#client = client;
    this.#prefix = prefix;
    this.#partBytes = partBytes;
  }

  async lookup(path: string): Promise<Attributes | undefined> {
    const key = this.#key(path);
    if (path !== '') {
      const object = await this.#client.head(key);
      if (object !== undefined) {
        const { bytes, etag, modifiedSeconds } = object;
        return { kind: 'file', bytes, identity: etag, modifiedSeconds };
      }
    }
    const { objects } = await this.#client.list({ prefix: this.#directoryKey(path), keysMax: 1 });
    if (objects.length === 0 && path !== '') return undefined;
    return { kind: 'directory', bytes: 0, identity: 'directory', modifiedSeconds: 0 };
  }

  async getattr(path: string): Promise<Attributes> {
    const attributes = await this.lookup(path);
    if (attributes === undefined) throw notFound(path);
    return attributes;
  }

  /** S3 answers whether it lets read; whether it lets write, only writing tells: false once a write was refused. */
  async access(path: string): Promise<{ readonly read: boolean; readonly write: boolean }> {
    try {
      await this.getattr(path);
      return { read: true, write: !this.#writeRefused };
    } catch (error) {
      if (error instanceof TargetError && error.code === 'permission') {
        return { read: false, write: !this.#writeRefused };
      }
      throw error;
    }
  }

  async readdir(path: string, enough = Infinity): Promise<readonly Entry[]> {
    const prefix = this.#directoryKey(path);
    const entries: Entry[] = [];
    const progress = new ListingProgress('a bucket');
    let found = path === '';
    let continuation: string | undefined;
    do {
      const page = await this.#client.list({
        prefix,
        delimiter: '/',
        ...(continuation !== undefined && { continuation }),
      });
      for (const { key } of page.objects) {
        found = true;
        if (key !== prefix) entries.push({ name: key.slice(prefix.length), kind: 'file' });
      }
      for (const each of page.prefixes) {
        found = true;
        entries.push({ name: each.slice(prefix.length, -1), kind: 'directory' });
      }
      continuation = page.continuation;
      if (continuation !== undefined) {
        progress.page([...page.objects.map(({ key }) => key), ...page.prefixes], continuation);
      }
    } while (continuation !== undefined && entries.length < enough);
    if (!found) throw (await this.#isFile(path)) ? notDirectory(path) : notFound(path);
    return entries;
  }

  async mkdir(path: string): Promise<void> {
    await this.#writing(() => this.#client.put(this.#directoryKey(path), NO_BYTES));
  }

  /** Puts an empty object. To have a file in one request only, write it from its start without creating it. */
  async create(path: string): Promise<void> {
    const key = this.#fileKey(path);
    await this.#discard(key);
    await this.#writing(() => this.#client.put(key, NO_BYTES));
  }

  async read(path: string, offsetBytes: number, into: Uint8Array): Promise<number> {
    const key = this.#fileKey(path);
    try {
      if (into.length > 0) return await this.#client.get(key, offsetBytes, into);
    } catch (error) {
      throw await this.#namingDirectory(path, error);
    }
    await this.#requireFile(path);
    return 0;
  }

  /** Begins the file at offset 0, and goes on from there; nothing of it replaces the object before its commit. */
  async write(path: string, offsetBytes: number, from: Uint8Array): Promise<void> {
    const key = this.#fileKey(path);
    let upload = this.#uploads.get(key);
    if (upload === undefined) {
      if (offsetBytes !== 0) {
        throw new TargetError('io', `${path} is written whole: begin at its start`, { retryable: false });
      }
      upload = new Upload(this.#client, key, this.#partBytes);
      this.#uploads.set(key, upload);
    }
    await this.#writing(() => upload.write(offsetBytes, from));
  }

  /** Asks nothing: there is nothing to be had of the server but the name. */
  async open(path: string): Promise<TargetFile> {
    const key = this.#fileKey(path);
    return new OpenObject(this, path, () => this.#discard(key));
  }

  async commit(path: string): Promise<void> {
    const key = this.#fileKey(path);
    const upload = this.#uploads.get(key);
    if (upload === undefined) {
      await this.#requireFile(path);
      return;
    }
    await this.#writing(() => upload.commit());
    if (this.#uploads.get(key) === upload) this.#uploads.delete(key);
  }

  async rename(from: string, to: string): Promise<void> {
    const source = this.#fileKey(from);
    const destination = this.#fileKey(to);
    if (source === destination) return this.#requireFile(from);
    try {
      await this.#writing(() => copyObject(this.#client, source, destination, this.#partBytes));
    } catch (error) {
      throw await this.#namingDirectory(from, error);
    }
    await this.#writing(() => this.#client.delete(source));
  }

  /** One request: the server does not tell whether there was such an object. */
  async remove(path: string): Promise<void> {
    const key = this.#fileKey(path);
    await this.#discard(key);
    await this.#writing(() => this.#client.delete(key));
  }

  async rmdir(path: string): Promise<void> {
    const prefix = this.#directoryKey(path);
    const { objects } = await this.#client.list({ prefix, keysMax: 2 });
    if (objects.length === 0) throw (await this.#isFile(path)) ? notDirectory(path) : notFound(path);
    if (objects.some(({ key }) => key !== prefix)) {
      throw new TargetError('not-empty', `${path} is not empty`, { retryable: false });
    }
    await this.#writing(() => this.#client.delete(prefix));
  }

  /** A bucket has no size of its own. */
  async space(): Promise<Space> {
    return { freeBytes: null, totalBytes: null, freeFiles: null };
  }

  /** Uploads in parts outlive whoever began them, and what they hold is paid for, though nobody sees it. */
  async discardUncommitted(directory: string, isChosen: (path: string) => boolean): Promise<number | null> {
    const progress = new ListingProgress('uploads');
    let discarded = 0;
    let continuation: UploadListing['continuation'];
    do {
      const page = await this.#uploadsBelow(this.#directoryKey(directory), continuation);
      if (page === null) return null;
      for (const { key, uploadId } of page.uploads) {
        if (!isChosen(key.slice(this.#prefix.length))) continue;
        if (await endUpload(this.#client, key, uploadId)) discarded++;
      }
      continuation = page.continuation;
      if (continuation !== undefined) {
        progress.page(
          page.uploads.map(({ key, uploadId }) => `${key} ${uploadId}`),
          `${continuation.key} ${continuation.uploadId}`,
        );
      }
    } while (continuation !== undefined);
    return discarded;
  }

  /** Null where the server does not list them, or not to this user: to do so is optional. */
  async #uploadsBelow(
    prefix: string,
    continuation: UploadListing['continuation'],
  ): Promise<UploadListing | null> {
    try {
      return await this.#client.listMultipartUploads(prefix, continuation);
    } catch (error) {
      const isUnseen = error instanceof TargetError && ['unsupported', 'permission'].includes(error.code);
      if (isUnseen) return null;
      throw error;
    }
  }

  /** Uploads that were begun and not committed are taken back, as far as the server answers soon. */
  async close(): Promise<void> {
    const discarded = Promise.allSettled([...this.#uploads.keys()].map((key) => this.#discard(key)));
    const patience = new AbortController();
    await Promise.race([discarded, delay(CLOSE_MILLISECONDS, undefined, { signal: patience.signal })]);
    patience.abort();
    this.#client.close();
  }

  /** @throws TargetError for a path that is none or would leave the root */
  #key(path: string): string {
    const isName = (part: string) => part !== '' && part !== '.' && part !== '..' && !/\p{Cc}/u.test(part);
    if (path !== '' && !(path.isWellFormed() && path.split('/').every(isName))) {
      throw new TargetError(
        'protocol',
        'a path has parts of printable text joined by "/", none of them empty, "." or ".."',
        { retryable: false },
      );
    }
    const key = this.#prefix + path;
    if (Buffer.byteLength(key) >= KEY_BYTES_MAX) {
      throw new TargetError('name-too-long', `the key of an object has at most ${KEY_BYTES_MAX} bytes`, {
        retryable: false,
      });
    }
    return key;
  }

  #fileKey(path: string): string {
    if (path === '') throw isDirectory('the root');
    return this.#key(path);
  }

  #directoryKey(path: string): string {
    return path === '' ? this.#prefix : `${this.#key(path)}/`;
  }

  async #isFile(path: string): Promise<boolean> {
    return path !== '' && (await this.#client.head(this.#key(path))) !== undefined;
  }

  /** Rejects with the reason why the entry of that name cannot be used as a file. */
  async #requireFile(path: string): Promise<void> {
    const { kind } = await this.getattr(path);
    if (kind === 'directory') throw isDirectory(path);
  }

  /** Returns the error for a missing object, which may exist as a directory. */
  async #namingDirectory(path: string, error: unknown): Promise<unknown> {
    if (!(error instanceof TargetError) || error.code !== 'not-found') return error;
    try {
      const { objects } = await this.#client.list({ prefix: this.#directoryKey(path), keysMax: 1 });
      return objects.length > 0 ? isDirectory(path) : notFound(path);
    } catch (later) {
      return withLater(error, later);
    }
  }

  async #discard(key: string): Promise<void> {
    const upload = this.#uploads.get(key);
    this.#uploads.delete(key);
    await upload?.abort();
  }

  async #writing(operation: () => Promise<void>): Promise<void> {
    try {
      await operation();
    } catch (error) {
      if (error instanceof TargetError && error.code === 'permission') this.#writeRefused = true;
      throw error;
    }
  }
}

function notFound(path: string): TargetError {
  return new TargetError('not-found', `${path} does not exist`, { retryable: false });
}

function notDirectory(path: string): TargetError {
  return new TargetError('not-a-directory', `${path} is a file`, { retryable: false });
}

function isDirectory(path: string): TargetError {
  return new TargetError('is-a-directory', `${path} is a directory`, { retryable: false });
}
