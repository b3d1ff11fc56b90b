import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Credentials } from '../../loadgen/targets/s3/credentials.ts';
import { ConnectionPool } from '../../loadgen/targets/s3/http/connection-pool.ts';
import { documentNamed } from '../../loadgen/targets/s3/listing.ts';
import { parseLocation } from '../../loadgen/targets/s3/location.ts';
import { type OpenS3Options, openS3Target } from '../../loadgen/targets/s3/open-s3-target.ts';
import { RequestSigner } from '../../loadgen/targets/s3/request-signer.ts';
import { S3Client } from '../../loadgen/targets/s3/s3-client.ts';
import { encodeQuery } from '../../loadgen/targets/s3/uri-encoding.ts';
import { skipUnlessInstalled } from './installed.ts';
import { Radosgw, type RadosgwUser, whyNoRadosgw } from './radosgw.ts';
import { environmentOf, makeBucket } from './s3-bucket.ts';
import { describeTarget, failureOf, get, inParallel, patternOf, put } from './target-conformance.ts';

const WHY_NOT = whyNoRadosgw();
const MEBIBYTE = 2 ** 20;

/** An object is written whole, replaced in more than one step, and lies under a prefix, not in a directory. */
const LACKING = ['atomicRename', 'randomWrite', 'directories'] as const;

test('radosgw is installed', ({ skip }) => {
  skipUnlessInstalled(skip, WHY_NOT);
  expect(WHY_NOT).toBeNull();
});

describe.skipIf(WHY_NOT !== null)('radosgw', () => {
  let server: Radosgw;
  let user: RadosgwUser;
  let folder: string;
  let certificate: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'headroom-s3-'));
    certificate = makeCertificate(folder);
    server = await Radosgw.start({ certificateFile: certificate });
    user = await server.addUser('artist');
    await makeBucket(server.endpoint, user, 'show');
  });

  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = (prefix = '', parameters = '', options: OpenS3Options = {}) =>
    openS3Target(`s3://show/${prefix}?endpoint=${server.endpoint}${parameters}`, {
      environment: environmentOf(user),
      ...options,
    });

  describeTarget('a prefix, by path', async () => open('by/path'), LACKING);
  describeTarget(
    'a bucket, by virtual host, payloads signed',
    async () =>
      openS3Target(`s3://show?style=virtual&payload=signed&endpoint=${server.namedEndpoint}`, {
        environment: environmentOf(user),
      }),
    LACKING,
  );
  describeTarget(
    'over TLS, in parts of 5 MiB',
    async () =>
      openS3Target(`s3://show/tls?endpoint=https://127.0.0.1:${server.securePort}`, {
        environment: { ...environmentOf(user), AWS_CA_BUNDLE: certificate },
        partBytes: 5 * MEBIBYTE,
      }),
    LACKING,
  );

  const client = (more: Partial<ConstructorParameters<typeof S3Client>[0]> = {}) =>
    new S3Client({
      location: parseLocation(`s3://show/?endpoint=${server.endpoint}`, {}),
      credentials: new Credentials(user.accessKeyId, user.secretAccessKey),
      connectionsMax: 4,
      timeoutSeconds: 10,
      ...more,
    });

  /** Multipart uploads that were begun and neither completed nor aborted. */
  async function uploadsBelow(prefix: string): Promise<number> {
    const location = parseLocation(`s3://show/?endpoint=${server.endpoint}`, {});
    const credentials = new Credentials(user.accessKeyId, user.secretAccessKey);
    const query = encodeQuery([
      ['prefix', prefix],
      ['uploads', ''],
    ]);
    const pool = new ConnectionPool({ endpoint: location.endpoint, timeoutSeconds: 10, connectionsMax: 1 });
    const { text } = await pool.request(
      new RequestSigner(location, credentials, Date.now).sign({ method: 'GET', key: '', query }),
    );
    pool.close();
    const listing = documentNamed(text, 'ListMultipartUploadsResult');
    return listing.children.filter(({ name }) => name === 'Upload').length;
  }

  describe('a file', () => {
    test('of several parts is one object, seen only when it is committed', async () => {
      const target = open('parts', '', { partBytes: 5 * MEBIBYTE });
      const bytes = patternOf(11 * MEBIBYTE + 3);
      for (let at = 0; at < bytes.length; at += MEBIBYTE) {
        await target.write('file', at, bytes.subarray(at, at + MEBIBYTE));
        expect(await target.lookup('file')).toBeUndefined();
      }
      await target.commit('file');
      expect((await target.getattr('file')).identity).toMatch(/-3"$/);
      expect(Buffer.compare(await get(target, 'file'), bytes)).toBe(0);
      await target.close();
    });

    test('of exactly one part is no upload', async () => {
      const target = open('parts', '', { partBytes: 5 * MEBIBYTE });
      await put(target, 'exact', patternOf(5 * MEBIBYTE));
      expect((await target.getattr('exact')).identity).not.toMatch(/-/);
      await target.close();
    });

    test('that is given up leaves nothing, not even parts', async () => {
      const target = open('given-up', '', { partBytes: 5 * MEBIBYTE });
      await target.write('file', 0, patternOf(6 * MEBIBYTE));
      expect(await uploadsBelow('given-up/')).toBe(1);
      await target.close();
      const lister = client();
      expect((await lister.list({ prefix: 'given-up/' })).objects).toEqual([]);
      expect(await uploadsBelow('given-up/')).toBe(0);
      lister.close();
    });

    test('is written from its start to its end', async () => {
      const target = open('order');
      await target.write('file', 0, patternOf(10));
      expect(await failureOf(target.write('file', 20, patternOf(10)))).toMatchObject({ code: 'io' });
      expect(await failureOf(target.write('other', 5, patternOf(10)))).toMatchObject({ code: 'io' });
      await target.write('file', 10, patternOf(10, 2));
      await target.commit('file');
      expect((await target.getattr('file')).bytes).toBe(20);
      await target.close();
    });
  });

  describe('directories', () => {
    test('are there before and after their files', async () => {
      const target = open('directories');
      await target.mkdir('shot');
      expect(await target.getattr('shot')).toMatchObject({ kind: 'directory' });
      await put(target, 'shot/frame', patternOf(1));
      expect(await failureOf(target.rmdir('shot'))).toMatchObject({ code: 'not-empty' });
      expect(await failureOf(target.read('shot', 0, new Uint8Array(1)))).toMatchObject({
        code: 'is-a-directory',
      });
      expect(await failureOf(target.readdir('shot/frame'))).toMatchObject({ code: 'not-a-directory' });
      expect(await failureOf(target.readdir('none'))).toMatchObject({ code: 'not-found' });
      await target.remove('shot/frame');
      expect(await target.readdir('shot')).toEqual([]);
      await target.rmdir('shot');
      expect(await target.lookup('shot')).toBeUndefined();
      await target.close();
    });

    test('of more than a page are listed whole, by any page length', async () => {
      const lister = client();
      await inParallel(25, (index) =>
        lister.put(`paged/${index % 2 === 0 ? 'a' : `b${index}/c`}/${index}`, NOTHING),
      );
      for (const keysMax of [1, 2, 7, 1000]) {
        const found: string[] = [];
        let continuation: string | undefined;
        do {
          const page = await lister.list({
            prefix: 'paged/',
            delimiter: '/',
            keysMax,
            ...(continuation !== undefined && { continuation }),
          });
          found.push(...page.prefixes);
          continuation = page.continuation;
        } while (continuation !== undefined);
        expect(found.toSorted()).toEqual([
          'paged/a/',
          ...Array.from({ length: 12 }, (_, index) => `paged/b${2 * index + 1}/`).toSorted(),
        ]);
      }
      lister.close();
    });
  });

  describe('what is wrong is said in one line, with what to do:', () => {
    const wrong = (url: string, environment: Record<string, string>) =>
      failureOf(openS3Target(url, { environment }).getattr('x'));
    const at = (bucket: string) => `s3://${bucket}/?endpoint=${server.endpoint}`;

    test.each<[string, () => Promise<Error>, string, RegExp]>([
      [
        'a bucket that does not exist',
        () => wrong(at('nosuchbucket'), environmentOf(user)),
        'not-found',
        /bucket nosuchbucket does not exist at http.*: create it, or check/,
      ],
      [
        'another secret',
        () => wrong(at('show'), { ...environmentOf(user), AWS_SECRET_ACCESS_KEY: 'wrong' }),
        'credentials',
        /the secret access key is not the one/,
      ],
      [
        'an unknown key',
        () => wrong(at('show'), { ...environmentOf(user), AWS_ACCESS_KEY_ID: 'WRONG' }),
        'credentials',
        /does not know the access key id/,
      ],
      [
        'a clock that is wrong',
        () => failureOf(client({ nowMilliseconds: () => Date.now() - 3_600_000 }).list({ prefix: '' })),
        'clock-skew',
        /clock is 3(600|599|601) s behind the server's/,
      ],
      [
        'TLS where there is none',
        () => wrong(at('show').replace('http:', 'https:'), environmentOf(user)),
        'unreachable',
        /does not speak TLS: use http:/,
      ],
      [
        'a certificate that nobody signed',
        () => wrong(`s3://show/?endpoint=https://127.0.0.1:${server.securePort}`, environmentOf(user)),
        'unreachable',
        /certificate .* is not trusted .*: set AWS_CA_BUNDLE/,
      ],
    ])('%s', async (_, ask, code, message) => {
      const failure = await ask();
      expect(failure).toMatchObject({ name: 'TargetError', code, retryable: false });
      expect(failure.message).toMatch(message);
      expect(failure.message).not.toContain('\n');
    });

    test("somebody else's bucket", async () => {
      const stranger = await server.addUser('stranger');
      const target = openS3Target(at('show'), { environment: environmentOf(stranger) });
      expect(await failureOf(target.readdir(''))).toMatchObject({ code: 'permission', retryable: false });
      expect(await failureOf(put(target, 'x', NOTHING))).toMatchObject({ code: 'permission' });
      expect(await target.access('')).toEqual({ read: false, write: false });
      await target.close();
    });

    test('a quota that is used up', async () => {
      const small = await server.addUser('small');
      await makeBucket(server.endpoint, small, 'smallbucket');
      await server.setQuota('small', 1);
      const target = openS3Target(at('smallbucket'), { environment: environmentOf(small) });
      await put(target, 'one', NOTHING);
      expect(await failureOf(put(target, 'two', NOTHING))).toMatchObject({ code: 'quota', retryable: false });
      await target.close();
    });
  });

  test('a server that is killed and comes back leads to failures worth another try, and to no wrong data', async () => {
    const target = open('restart', '', { timeoutSeconds: 5 });
    const contents = (index: number) => patternOf(50_000, index + 1);
    const failures: { code: string; retryable: boolean }[] = [];
    const persist = async (work: () => Promise<void>) => {
      for (;;) {
        const failure = await work().then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure === undefined) return;
        expect(failure).toMatchObject({ name: 'TargetError', retryable: true });
        failures.push(failure as { code: string; retryable: boolean });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const load = inParallel(400, async (index) => {
      await persist(() => put(target, `file-${index}`, contents(index)));
      const into = new Uint8Array(50_001);
      await persist(async () => {
        expect(await target.read(`file-${index}`, 0, into)).toBe(50_000);
      });
      expect(Buffer.compare(into.subarray(0, 50_000), contents(index))).toBe(0);
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await server.kill();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await server.restart();
    await load;
    expect(failures.length).toBeGreaterThan(0);
    expect(await target.readdir('')).toHaveLength(400);
    await target.close();
  });
});

const NOTHING = new Uint8Array();

/** A certificate of its own for 127.0.0.1, with its key in the same file. */
function makeCertificate(folder: string): string {
  const key = path.join(folder, 'key.pem');
  const file = path.join(folder, 'certificate.pem');
  const subject = ['-subj', '/CN=headroom test', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', file, ...subject],
    { stdio: 'ignore' },
  );
  writeFileSync(file, readFileSync(file, 'utf8') + readFileSync(key, 'utf8'));
  return file;
}
