import { TargetError } from '../target.ts';
import { encodeKey } from './uri-encoding.ts';

export interface Endpoint {
  readonly secure: boolean;
  /** Name or address to connect to. */
  readonly host: string;
  readonly port: number;
}

/** Location of a target's objects. */
export interface S3Location {
  readonly bucket: string;
  /** Before every key: empty, or parts each followed by "/". */
  readonly prefix: string;
  readonly endpoint: Endpoint;
  readonly region: string;
  readonly style: 'path' | 'virtual';
  /** Whether payloads are hashed and signed; otherwise only the request is. */
  readonly signsPayload: boolean;
  /** The location written out again, without anything that was not understood. */
  readonly url: string;
}

const PARAMETERS = new Set(['endpoint', 'region', 'style', 'payload']);

/**
 * Reads `s3://bucket/prefix?endpoint=URL&region=NAME&style=path|virtual&payload=signed|unsigned`. Without an endpoint
 * it is that of AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, or else Amazon's own. The style is "path" at a given endpoint
 * and "virtual" at Amazon's.
 *
 * A refusal does not repeat the faulty text in its message: somebody may have put a secret into it.
 *
 * @throws TargetError 'protocol', or 'credentials' for a URL that carries some
 */
export function parseLocation(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): S3Location {
  // In a URL a "#" ends what a server is asked for: the prefix would be cut there, and every parameter behind it dropped.
  if (text.includes('#')) throw malformed('write "#" as %23 in the URL of an S3 target');
  const url = parsed(text, 'the target');
  if (url.protocol !== 's3:') throw malformed('the URL of an S3 target begins with s3://bucket');
  refuseSecrets(url, 'the target');
  for (const name of url.searchParams.keys()) {
    if (!PARAMETERS.has(name)) {
      throw malformed(`the parameters of an S3 target are ${[...PARAMETERS].join(', ')}; there is another`);
    }
    if (url.searchParams.getAll(name).length > 1) throw malformed(`${name} is given more than once`);
  }
  const bucket = url.host;
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw malformed('the name of a bucket has 3 to 63 lower-case letters, digits, dots and hyphens');
  }
  const region =
    url.searchParams.get('region') ??
    (environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || 'us-east-1');
  if (!/^[A-Za-z0-9-]{1,64}$/.test(region)) throw malformed('a region has letters, digits and hyphens');
  const given =
    url.searchParams.get('endpoint') ??
    (environment['AWS_ENDPOINT_URL_S3'] || environment['AWS_ENDPOINT_URL'] || null);
  const endpoint = given === null ? amazon(region) : parseEndpoint(given);
  const style = choice(url, 'style', ['path', 'virtual']) ?? (given === null ? 'virtual' : 'path');
  const signsPayload = choice(url, 'payload', ['signed', 'unsigned']) === 'signed';
  const prefix = prefixOf(url.pathname);
  const search = new URLSearchParams({ endpoint: urlOf(endpoint), region, style });
  if (signsPayload) search.set('payload', 'signed');
  return {
    bucket,
    prefix,
    endpoint,
    region,
    style,
    signsPayload,
    url: `s3://${bucket}/${encodeKey(prefix)}?${decodeURIComponent(search.toString())}`,
  };
}

/** The Host header: with the port where it is not the scheme's own. */
export function hostOf({ endpoint, bucket, style }: S3Location): string {
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  const port = endpoint.port === (endpoint.secure ? 443 : 80) ? '' : `:${endpoint.port}`;
  return `${style === 'virtual' ? `${bucket}.` : ''}${host}${port}`;
}

/** scheme://host:port, for messages. */
export function urlOf({ secure, host, port }: Endpoint): string {
  return `${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function amazon(region: string): Endpoint {
  return { secure: true, host: `s3.${region}.amazonaws.com`, port: 443 };
}

function parseEndpoint(text: string): Endpoint {
  const url = parsed(text, 'the endpoint');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw malformed('the endpoint begins with http:// or https://');
  }
  refuseSecrets(url, 'the endpoint');
  if (url.pathname !== '/' || url.search !== '' || text.includes('#'))
    throw malformed('the endpoint is a scheme, a host and a port only');
  const secure = url.protocol === 'https:';
  return {
    secure,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
  };
}

function prefixOf(pathname: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    throw malformed('the prefix is not well percent-encoded');
  }
  const parts = decoded.split('/').slice(1);
  if (parts.at(-1) === '') parts.pop();
  if (parts.some((part) => part === '' || part === '.' || part === '..' || /\p{Cc}/u.test(part))) {
    throw malformed('the parts of the prefix are names, none of them empty, "." or ".."');
  }
  return parts.map((part) => `${part}/`).join('');
}

function choice<T extends string>(url: URL, name: string, values: readonly T[]): T | undefined {
  const text = url.searchParams.get(name);
  if (text === null) return undefined;
  const value = values.find((each) => each === text);
  if (value === undefined) throw malformed(`${name} is ${values.join(' or ')}`);
  return value;
}

function parsed(text: string, what: string): URL {
  const url = URL.parse(text);
  if (url === null) throw malformed(`${what} is not a URL`);
  return url;
}

function refuseSecrets(url: URL, what: string): void {
  if (url.username !== '' || url.password !== '') {
    throw new TargetError(
      'credentials',
      `${what} carries a user name or password: S3 credentials come from the environment or a profile, never from a URL`,
      { retryable: false },
    );
  }
}

function malformed(message: string): TargetError {
  return new TargetError('protocol', message, { retryable: false });
}
