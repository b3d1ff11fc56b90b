import type { Credentials } from '../../loadgen/targets/s3/credentials.ts';
import { hostOf, type S3Location, urlOf } from '../../loadgen/targets/s3/location.ts';
import {
  canonicalRequest,
  SigningKey,
  timestampOf,
  UNSIGNED_PAYLOAD,
} from '../../loadgen/targets/s3/signature.ts';
import { encodeKey, encodeQuery } from '../../loadgen/targets/s3/uri-encoding.ts';

/** A URL that lets whoever has it perform one request for an hour, for clients that do not sign. Path style. */
export function presign(
  location: S3Location,
  credentials: Credentials,
  method: 'GET' | 'PUT',
  key: string,
): string {
  const timestamp = timestampOf(Date.now());
  const signingKey = new SigningKey(credentials, timestamp.slice(0, 8), location.region, 's3');
  const path = `/${location.bucket}/${encodeKey(key)}`;
  const query = encodeQuery([
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${credentials.accessKeyId()}/${signingKey.scope}`],
    ['X-Amz-Date', timestamp],
    ['X-Amz-Expires', '3600'],
    ['X-Amz-SignedHeaders', 'host'],
  ]);
  const canonical = canonicalRequest({
    method,
    path,
    query,
    headers: [['host', hostOf(location)]],
    payloadHash: UNSIGNED_PAYLOAD,
  });
  const signature = signingKey.signature(timestamp, canonical);
  return `${urlOf(location.endpoint)}${path}?${query}&X-Amz-Signature=${signature}`;
}
