/** Location and options of an NFS target: `nfs://host[:port]/export[/path][?option=value&...]`. */

import { parseQuantity } from '../../../models/units.ts';
import { TargetError } from '../target.ts';

export interface NfsLocation {
  /** As given, in one spelling. */
  readonly url: string;
  readonly host: string;
  /** From "/", without one at its end. */
  readonly path: string;
  /** Null: the port mapper is asked. */
  readonly nfsPort: number | null;
  readonly mountPort: number | null;
  readonly uid: number;
  readonly gid: number;
  readonly connections: number;
  readonly timeoutSeconds: number;
}

const OPTIONS = ['nfsport', 'mountport', 'uid', 'gid', 'connections', 'timeout'] as const;
type Option = (typeof OPTIONS)[number];

const MAXIMUM_PORT = 65_535;
const MAXIMUM_ID = 2 ** 32 - 1;
const MAXIMUM_CONNECTIONS = 64;
/** As many as a mount has that is not told otherwise. */
const DEFAULT_CONNECTIONS = 1;
const DEFAULT_TIMEOUT_SECONDS = 60;
const MINIMUM_TIMEOUT_SECONDS = 0.1;
const MAXIMUM_TIMEOUT_SECONDS = 3600;

/**
 * Parses the URL. Without `uid` and `gid` the calls are made as the user of this process. Throws a TargetError 'protocol'
 * that says what is wrong with it.
 */
export function parseNfsUrl(text: string): NfsLocation {
  // In a URL a "#" ends what a server is asked for: the path would be cut there, and every option behind it dropped.
  if (text.includes('#')) throw malformed(text, `write "#" as %23: ${text.replaceAll('#', '%23')}`);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw malformed(text, 'it is no URL; it should look like nfs://filer/export/path');
  }
  if (url.protocol !== 'nfs:') throw malformed(text, 'it does not begin with nfs://');
  if (url.hostname === '') throw malformed(text, 'it names no host');
  if (url.username !== '' || url.password !== '') {
    throw malformed('nfs://...', 'NFS knows no passwords; give uid= and gid=');
  }
  const path = pathOf(text, url);
  const option = (name: Option, minimum: number, maximum: number) =>
    wholeNumber(text, name, url.searchParams.get(name), minimum, maximum);
  for (const name of url.searchParams.keys()) {
    if (!OPTIONS.some((known) => known === name)) {
      throw malformed(text, `there is no option "${name}"; there are ${OPTIONS.join(', ')}`);
    }
    if (url.searchParams.getAll(name).length > 1) throw malformed(text, `${name} is given twice`);
  }
  const port = url.port === '' ? null : Number(url.port);
  const nfsPort = option('nfsport', 1, MAXIMUM_PORT);
  if (port !== null && nfsPort !== null && port !== nfsPort) {
    throw malformed(text, `nfsport is ${nfsPort}, and the port behind the host is ${port}`);
  }
  return {
    url: `nfs://${url.host}${encodedPath(path)}${url.search}`,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    path,
    nfsPort: port ?? nfsPort,
    mountPort: option('mountport', 1, MAXIMUM_PORT),
    uid: option('uid', 0, MAXIMUM_ID) ?? process.getuid?.() ?? 0,
    gid: option('gid', 0, MAXIMUM_ID) ?? process.getgid?.() ?? 0,
    connections: option('connections', 1, MAXIMUM_CONNECTIONS) ?? DEFAULT_CONNECTIONS,
    timeoutSeconds: timeout(text, url.searchParams.get('timeout')),
  };
}

function pathOf(text: string, url: URL): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(url.pathname);
  } catch {
    throw malformed(text, 'its path has a % that begins no character');
  }
  // The parser of URLs has resolved the dots that were written as dots.
  const parts = decoded.split('/').filter((part) => part !== '');
  if (parts.some((part) => part === '.' || part === '..' || part.includes('\0'))) {
    throw malformed(text, 'its path has a part that is no name');
  }
  if (parts.length === 0) throw malformed(text, 'it names no export; "showmount -e HOST" lists them');
  return `/${parts.join('/')}`;
}

/** The path as a URL has it: legible, with only those characters encoded that would read back as something else. */
function encodedPath(path: string): string {
  return path.replaceAll(/[%?#\\\s\p{Cc}]/gu, (character) => encodeURIComponent(character));
}

function wholeNumber(
  text: string,
  name: Option,
  value: string | null,
  minimum: number,
  maximum: number,
): number | null {
  if (value === null) return null;
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= minimum && number <= maximum)) {
    throw malformed(text, `${name} is a whole number from ${minimum} to ${maximum}, not "${value}"`);
  }
  return number;
}

function timeout(text: string, value: string | null): number {
  if (value === null) return DEFAULT_TIMEOUT_SECONDS;
  const parsed = parseQuantity(value, 'seconds');
  if (
    parsed.kind === 'fault' ||
    parsed.value < MINIMUM_TIMEOUT_SECONDS ||
    parsed.value > MAXIMUM_TIMEOUT_SECONDS
  ) {
    throw malformed(text, `timeout is a duration from 100ms to 1h, such as 30s, not "${value}"`);
  }
  return parsed.value;
}

function malformed(text: string, words: string): TargetError {
  return new TargetError('protocol', `${text}: ${words}`, { retryable: false });
}
