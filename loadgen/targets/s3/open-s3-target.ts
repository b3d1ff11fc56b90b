import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { TargetError } from '../target.ts';
import { loadCredentials } from './load-credentials.ts';
import { parseLocation } from './location.ts';
import { S3Client } from './s3-client.ts';
import { S3Target } from './s3-target.ts';

export interface OpenS3Options {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory?: string;
  /** In the format of the shared credentials file; used instead of the environment. */
  readonly credentialsFile?: string;
  /** Instead of AWS_PROFILE. */
  readonly profile?: string;
  /** Requests under way at once. */
  readonly connectionsMax?: number;
  /** For an answer to a request without payload; a payload is given more by its length. */
  readonly timeoutSeconds?: number;
  /** Size of a part of a multipart upload, at least 5 MiB; each file being written has a buffer of this length. */
  readonly partBytes?: number;
}

/**
 * Opens `s3://bucket/prefix?endpoint=...&region=...&style=path|virtual&payload=signed|unsigned`. Asks the server nothing yet.
 *
 * @throws TargetError 'protocol' for a URL that cannot be read, 'credentials' where there are none or the URL carries some
 */
export function openS3Target(url: string, options: OpenS3Options = {}): S3Target {
  const { environment = process.env, homeDirectory = homedir() } = options;
  const location = parseLocation(url, environment);
  const credentials = loadCredentials({
    environment,
    homeDirectory,
    ...(options.credentialsFile !== undefined && { file: options.credentialsFile }),
    ...(options.profile !== undefined && { profile: options.profile }),
  });
  const bundle = environment['AWS_CA_BUNDLE'];
  const client = new S3Client({
    location,
    credentials,
    connectionsMax: options.connectionsMax ?? 64,
    timeoutSeconds: options.timeoutSeconds ?? 30,
    ...(bundle !== undefined && bundle !== '' && { certificateAuthority: readBundle(bundle) }),
  });
  return new S3Target({
    url: location.url,
    client,
    prefix: location.prefix,
    partBytes: options.partBytes ?? 8 * 2 ** 20,
  });
}

function readBundle(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TargetError('credentials', `cannot read the certificates of AWS_CA_BUNDLE, ${file}`, {
      retryable: false,
      cause,
    });
  }
}
