import { afterEach, describe, expect, test } from 'vitest';
import { Credentials } from '../../../../loadgen/targets/s3/credentials.ts';
import { parseLocation } from '../../../../loadgen/targets/s3/location.ts';
import { S3Client } from '../../../../loadgen/targets/s3/s3-client.ts';
import { answer, type Script, send, startScriptedServer } from './scripted-server.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function serve(script: Script, parameters = '', token?: string) {
  const server = await startScriptedServer(script);
  const location = parseLocation(`s3://bucket/?endpoint=${server.endpoint}${parameters}`, {});
  const client = new S3Client({
    location,
    credentials: new Credentials('ID', 'secret', token),
    connectionsMax: 2,
    timeoutSeconds: 600,
    nowMilliseconds: () => NOW,
  });
  cleanups.push(
    () => client.close(),
    () => server.close(),
  );
  return { server, client };
}

const error = (code: string, more = '') => `<?xml version="1.0"?><Error><Code>${code}</Code>${more}</Error>`;

describe('a request', () => {
  test('is signed over host, payload and time, for the day, region and service', async () => {
    const { server, client } = await serve([[send(answer(206, 'abc', 'content-range: bytes 5-7/9\r\n'))]]);
    await client.get('a b/ü', 5, new Uint8Array(3));
    const host = new URL(server.endpoint).host;
    expect(server.received[0]?.head.split('\r\n')).toEqual([
      'GET /bucket/a%20b/%C3%BC HTTP/1.1',
      `host: ${host}`,
      'x-amz-content-sha256: UNSIGNED-PAYLOAD',
      'x-amz-date: 20260102T030405Z',
      expect.stringMatching(
        /^authorization: AWS4-HMAC-SHA256 Credential=ID\/20260102\/us-east-1\/s3\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=[0-9a-f]{64}$/,
      ),
      'range: bytes=5-7',
    ]);
  });

  test('carries the session token, signed, and the hash of its payload where that is asked for', async () => {
    const { server, client } = await serve([[send(answer(200))]], '&payload=signed', 'tok');
    await client.put('k', Buffer.from('Welcome to Amazon S3.'));
    const head = server.received[0]?.head ?? '';
    expect(head).toContain('SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,');
    expect(head).toContain('\r\nx-amz-security-token: tok\r\n');
    expect(head).toContain('44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072');
  });

  test('by virtual host names the bucket in the host', async () => {
    const server = await startScriptedServer([[send(answer(204))]]);
    const port = new URL(server.endpoint).port;
    const location = parseLocation(`s3://bucket/?style=virtual&endpoint=http://s3.localhost:${port}`, {});
    const credentials = new Credentials('ID', 'secret');
    const client = new S3Client({ location, credentials, connectionsMax: 1, timeoutSeconds: 600 });
    await client.delete('key');
    expect(server.received[0]?.head).toContain(
      `DELETE /key HTTP/1.1\r\nhost: bucket.s3.localhost:${port}\r\n`,
    );
    client.close();
    await server.close();
  });
});

describe('a refusal', () => {
  test.each<[number, string, string, boolean]>([
    [403, 'SignatureDoesNotMatch', 'credentials', false],
    [403, 'InvalidAccessKeyId', 'credentials', false],
    [400, 'ExpiredToken', 'credentials', false],
    [400, 'InvalidToken', 'credentials', false],
    [403, 'RequestTimeTooSkewed', 'clock-skew', false],
    [403, 'AccessDenied', 'permission', false],
    [404, 'NoSuchBucket', 'not-found', false],
    [404, 'NoSuchKey', 'not-found', false],
    [400, 'KeyTooLongError', 'name-too-long', false],
    [403, 'QuotaExceeded', 'quota', false],
    [507, 'InsufficientCapacity', 'no-space', false],
    [503, 'SlowDown', 'throttled', true],
    [429, 'TooManyRequests', 'throttled', true],
    [500, 'InternalError', 'unreachable', true],
    [400, 'RequestTimeout', 'timeout', true],
    [400, 'BadDigest', 'io', true],
    [301, 'PermanentRedirect', 'protocol', false],
    [400, 'SomethingElse', 'protocol', false],
    [502, '', 'unreachable', true],
    [503, '', 'throttled', true],
    [401, '', 'credentials', false],
    [418, '', 'protocol', false],
  ])('%i %s is of kind %s, worth another try: %s', async (status, code, kind, retryable) => {
    const { client } = await serve([[send(answer(status, code === '' ? '<html>' : error(code)))]]);
    const refused = client.put('k', new Uint8Array(1));
    await expect(refused).rejects.toMatchObject({ name: 'TargetError', code: kind, retryable });
    await expect(refused).rejects.toThrow(/^[^\n]*$/);
  });

  test('for the clock says by how much, and which way', async () => {
    const body = error('RequestTimeTooSkewed');
    const at = (seconds: number) => `date: ${new Date(NOW + seconds * 1000).toUTCString()}\r\n`;
    const { client } = await serve([
      [send(answer(403, body, at(1200)))],
      [send(answer(403, body, at(-3600)))],
    ]);
    await expect(client.delete('k')).rejects.toThrow("this machine's clock is 1200 s behind the server's");
    await expect(client.delete('k')).rejects.toThrow("this machine's clock is 3600 s ahead of the server's");
  });

  test('for the region says which it is', async () => {
    const body = error('AuthorizationHeaderMalformed', '<Region>eu-west-1</Region>');
    const { client } = await serve([[send(answer(400, body))]]);
    await expect(client.delete('k')).rejects.toThrow('add region=eu-west-1 to the URL');
  });

  test('that came with 200, after the work was begun, is one', async () => {
    const { client } = await serve([[send(answer(200, error('InternalError')))]]);
    await expect(client.copy('a', 'b')).rejects.toMatchObject({ code: 'unreachable', retryable: true });
    await expect(client.completeMultipartUpload('a', 'u', ['"e"'])).rejects.toMatchObject({
      retryable: true,
    });
  });

  test('of a HEAD, which says nothing, is explained by a listing', async () => {
    const { server, client } = await serve([
      [send(answer(403))],
      [send(answer(403, error('InvalidAccessKeyId')))],
    ]);
    await expect(client.head('k')).rejects.toMatchObject({ code: 'credentials' });
    expect(server.received.map(({ head }) => head.split('?')[0])).toEqual([
      expect.stringContaining('HEAD /bucket/k'),
      'GET /bucket/',
    ]);
  });
});

describe('an answer that is not what was asked for is refused:', () => {
  const get = (client: S3Client) => client.get('k', 5, new Uint8Array(3));
  test.each<[string, string, (client: S3Client) => Promise<unknown>]>([
    ['another range', answer(206, 'abc', 'content-range: bytes 6-8/9\r\n'), get],
    ['a range of another length', answer(206, 'ab', 'content-range: bytes 5-7/9\r\n'), get],
    ['a range that is not said', answer(206, 'abc'), get],
    ['the whole for a part', answer(200, 'abc'), get],
    ['more than a part', answer(206, 'abcd', 'content-range: bytes 5-8/9\r\n'), get],
    ['a listing that is none', answer(200, '<a/>'), (client) => client.list({ prefix: '' })],
    ['a listing that is no XML', answer(200, 'hello'), (client) => client.list({ prefix: '' })],
    [
      'a listing without end',
      answer(200, '<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>'),
      (client) => client.list({ prefix: '' }),
    ],
    [
      'an object of no size',
      answer(200, '<ListBucketResult><Contents><Key>a</Key><Size>x</Size></Contents></ListBucketResult>'),
      (client) => client.list({ prefix: '' }),
    ],
    ['a part without an ETag', answer(200), (client) => client.uploadPart('k', 'u', 1, new Uint8Array(1))],
    ['an upload without an id', answer(200, '<x/>'), (client) => client.createMultipartUpload('k')],
    ['a copy without a result', answer(200), (client) => client.copy('a', 'b')],
  ])('%s', async (_, text, ask) => {
    const { client } = await serve([[send(text)]]);
    await expect(ask(client)).rejects.toMatchObject({ code: 'protocol', retryable: false });
  });
});
