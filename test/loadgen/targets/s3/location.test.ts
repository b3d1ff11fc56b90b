import { describe, expect, test } from 'vitest';
import { hostOf, parseLocation } from '../../../../loadgen/targets/s3/location.ts';
import { TargetError } from '../../../../loadgen/targets/target.ts';

describe('the URL of an S3 target', () => {
  test('names bucket, prefix, endpoint, region, style and payload', () => {
    const location = parseLocation(
      's3://show/shots/a%20b?endpoint=https://store.example:9443&region=eu-west-1&style=virtual&payload=signed',
      {},
    );
    expect(location).toEqual({
      bucket: 'show',
      prefix: 'shots/a b/',
      endpoint: { secure: true, host: 'store.example', port: 9443 },
      region: 'eu-west-1',
      style: 'virtual',
      signsPayload: true,
      url: 's3://show/shots/a%20b/?endpoint=https://store.example:9443&region=eu-west-1&style=virtual&payload=signed',
    });
    expect(hostOf(location)).toBe('show.store.example:9443');
  });

  test('is read the same from what it is written as', () => {
    for (const text of [
      's3://show',
      's3://show/',
      's3://show/a/b/',
      's3://show/%3F%23%25?endpoint=http://[::1]:9000',
      's3://show/x?endpoint=http://10.0.0.1&payload=signed',
    ]) {
      const location = parseLocation(text, {});
      expect(parseLocation(location.url, {})).toEqual(location);
    }
  });

  test("without an endpoint is Amazon's, by virtual host, in the region of the environment", () => {
    const location = parseLocation('s3://show', { AWS_REGION: 'eu-central-1' });
    expect(hostOf(location)).toBe('show.s3.eu-central-1.amazonaws.com');
    expect(location.endpoint).toEqual({ secure: true, host: 's3.eu-central-1.amazonaws.com', port: 443 });
    expect(parseLocation('s3://show', {}).region).toBe('us-east-1');
  });

  test("without an endpoint is at the environment's, where it names one", () => {
    const environment = { AWS_ENDPOINT_URL: 'http://all.example', AWS_ENDPOINT_URL_S3: 'http://s3.example' };
    expect(hostOf(parseLocation('s3://show', environment))).toBe('s3.example');
    expect(hostOf(parseLocation('s3://show', { AWS_ENDPOINT_URL: 'http://all.example' }))).toBe(
      'all.example',
    );
    expect(hostOf(parseLocation('s3://show?endpoint=http://mine.example', environment))).toBe('mine.example');
  });

  test('with an endpoint is by path, the port in the Host header where it is not the usual one', () => {
    const hostAt = (endpoint: string) => hostOf(parseLocation(`s3://show?endpoint=${endpoint}`, {}));
    expect(hostAt('http://store.example')).toBe('store.example');
    expect(hostAt('https://store.example:443')).toBe('store.example');
    expect(hostAt('http://store.example:443')).toBe('store.example:443');
    expect(hostAt('http://[::1]:9000')).toBe('[::1]:9000');
  });

  test.each([
    ['no URL', 'bucket'],
    ['another scheme', 'http://bucket/'],
    ['no bucket', 's3:///prefix'],
    ['a bucket with a port', 's3://bucket:9000/'],
    ['a bucket that is none', 's3://Bucket_/'],
    ['an unknown parameter', 's3://bucket/?endpont=http://a'],
    ['a parameter twice', 's3://bucket/?region=a&region=b'],
    ['a style that is none', 's3://bucket/?style=dns'],
    ['a payload that is none', 's3://bucket/?payload=yes'],
    ['a region that is none', 's3://bucket/?region=a%0Ab'],
    ['an endpoint that is no URL', 's3://bucket/?endpoint=127.0.0.1:9000'],
    ['an endpoint of another scheme', 's3://bucket/?endpoint=ftp://a'],
    ['an endpoint with a path', 's3://bucket/?endpoint=http://a/b'],
    ['a prefix with an empty part', 's3://bucket/a//b'],
    ['a prefix with control characters', 's3://bucket/a%0Db'],
    ['a prefix badly encoded', 's3://bucket/%E4'],
  ])('with %s is refused in one line', (_, text) => {
    const refused = refusalOf(() => parseLocation(text, {}));
    expect(refused.code).toBe('protocol');
    expect(refused.message).not.toContain('\n');
  });
});

function refusalOf(work: () => unknown): TargetError {
  try {
    work();
  } catch (error) {
    if (error instanceof TargetError) return error;
    throw error;
  }
  throw new Error('not refused');
}
