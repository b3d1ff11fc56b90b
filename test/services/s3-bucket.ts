import { Credentials } from '../../loadgen/targets/s3/credentials.ts';
import { ConnectionPool } from '../../loadgen/targets/s3/http/connection-pool.ts';
import { parseLocation } from '../../loadgen/targets/s3/location.ts';
import { RequestSigner } from '../../loadgen/targets/s3/request-signer.ts';
import type { RadosgwUser } from './radosgw.ts';

/** Makes an empty bucket, which the target itself never does. */
export async function makeBucket(endpoint: string, user: RadosgwUser, bucket: string): Promise<void> {
  const location = parseLocation(`s3://${bucket}/?endpoint=${endpoint}`, {});
  const credentials = new Credentials(user.accessKeyId, user.secretAccessKey);
  const pool = new ConnectionPool({ endpoint: location.endpoint, timeoutSeconds: 30, connectionsMax: 1 });
  const answer = await pool.request(
    new RequestSigner(location, credentials, Date.now).sign({ method: 'PUT', key: '' }),
  );
  pool.close();
  if (answer.status !== 200) throw new Error(`no bucket: ${answer.text}`);
}

/** What a shell of that user would have. */
export function environmentOf(user: RadosgwUser): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: user.accessKeyId, AWS_SECRET_ACCESS_KEY: user.secretAccessKey };
}
