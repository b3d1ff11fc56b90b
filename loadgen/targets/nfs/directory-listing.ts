/** READDIRPLUS, and READDIR where the server has only that (RFC 1813, sections 3.3.16 and 3.3.17): the entries, page by page. */

import { ListingProgress } from '../listing-progress.ts';
import type { Entry, EntryKind } from '../target.ts';
import { type FileHandle, readOptionalHandle } from './file-handle.ts';
import { readOptionalAttributes, skipOptionalAttributes } from './nfs-attributes.ts';
import type { NfsClient } from './nfs-client.ts';
import { NFS3_OK, NFS3ERR_NOTSUPP, nfsError } from './nfs-status.ts';
import { XdrError, type XdrReader } from './xdr.ts';

const READDIR = 16;
const READDIRPLUS = 17;
const VERIFIER_BYTES = 8;
const FILE_ID_BYTES = 8;
/** Largest reply: of names alone, and with attributes and handles. */
const NAME_BYTES = 65_536;
const PAGE_BYTES = 262_144;
const MAXIMUM_NAME_BYTES = 4096;

interface PageEntry {
  readonly name: string;
  /** Undefined where the server did not say. */
  readonly kind: EntryKind | undefined;
}

interface Page {
  readonly entries: readonly PageEntry[];
  readonly cookie: bigint;
  readonly verifier: Uint8Array;
  readonly last: boolean;
}

/** Undefined where the server does not have the procedure. */
type Reader = (
  client: NfsClient,
  directory: FileHandle,
  cookie: bigint,
  verifier: Uint8Array,
) => Promise<Page | undefined>;

/** All entries but "." and "..", in the server's order. An entry that goes away meanwhile may be in it or not. */
export async function listDirectory(client: NfsClient, directory: FileHandle): Promise<readonly Entry[]> {
  const listed =
    (await allPages(client, directory, readPagePlus)) ?? (await allPages(client, directory, readPage)) ?? [];
  const entries: Entry[] = [];
  for (const { name, kind } of listed) {
    if (kind !== undefined) {
      entries.push({ name, kind });
      continue;
    }
    const found = await client.lookup(directory, name);
    if (found === undefined) continue;
    const attributes = found.attributes ?? (await client.getattr(found.handle));
    entries.push({ name, kind: attributes.kind });
  }
  return entries;
}

async function allPages(
  client: NfsClient,
  directory: FileHandle,
  reader: Reader,
): Promise<readonly PageEntry[] | undefined> {
  const progress = new ListingProgress('a directory');
  const entries: PageEntry[] = [];
  let cookie = 0n;
  let verifier: Uint8Array = new Uint8Array(VERIFIER_BYTES);
  for (;;) {
    const page = await reader(client, directory, cookie, verifier);
    if (page === undefined) return undefined;
    for (const entry of page.entries) if (entry.name !== '.' && entry.name !== '..') entries.push(entry);
    if (page.last) return entries;
    progress.page(
      page.entries.map(({ name }) => name),
      String(page.cookie),
    );
    cookie = page.cookie;
    verifier = page.verifier;
  }
}

const readPagePlus: Reader = (client, directory, cookie, verifier) =>
  client.callWithStatus(
    READDIRPLUS,
    'READDIRPLUS',
    (out) => {
      out.opaque(directory.bytes);
      out.uint64Exact(cookie);
      out.fixed(verifier);
      out.uint32(NAME_BYTES);
      out.uint32(PAGE_BYTES);
    },
    (status, results) => {
      if (status === NFS3ERR_NOTSUPP) return undefined;
      if (status !== NFS3_OK) throw nfsError(status);
      return readEntries(results, cookie, readKind);
    },
  );

const readPage: Reader = (client, directory, cookie, verifier) =>
  client.call(
    READDIR,
    'READDIR',
    (out) => {
      out.opaque(directory.bytes);
      out.uint64Exact(cookie);
      out.fixed(verifier);
      out.uint32(PAGE_BYTES);
    },
    (results) => readEntries(results, cookie, () => undefined),
  );

function readEntries(
  results: XdrReader,
  after: bigint,
  kindOf: (results: XdrReader) => EntryKind | undefined,
): Page {
  skipOptionalAttributes(results);
  const verifier = Uint8Array.from(results.fixed(VERIFIER_BYTES));
  const entries: PageEntry[] = [];
  let cookie = after;
  while (results.boolean()) {
    results.skip(FILE_ID_BYTES);
    const name = results.string(MAXIMUM_NAME_BYTES);
    // A name that leads elsewhere would lead there whoever uses it.
    if (name === '' || /[/\0]/.test(name)) throw new XdrError('an entry whose name is no name');
    cookie = results.uint64Exact();
    entries.push({ name, kind: kindOf(results) });
  }
  return { entries, cookie, verifier, last: results.boolean() };
}

function readKind(results: XdrReader): EntryKind | undefined {
  const attributes = readOptionalAttributes(results);
  readOptionalHandle(results);
  return attributes?.kind;
}
