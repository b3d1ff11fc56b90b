import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { Credentials } from '../../../../loadgen/targets/s3/credentials.ts';
import { type CredentialSources, loadCredentials } from '../../../../loadgen/targets/s3/load-credentials.ts';
import { openS3Target } from '../../../../loadgen/targets/s3/open-s3-target.ts';
import { TargetError } from '../../../../loadgen/targets/target.ts';
import { answer, close, type Script, send, startScriptedServer } from './scripted-server.ts';

const home = mkdtempSync(path.join(tmpdir(), 'headroom-credentials-'));
afterAll(() => rmSync(home, { recursive: true }));

let files = 0;
function file(text: string): string {
  const name = path.join(home, `file-${files++}`);
  writeFileSync(name, text);
  return name;
}

const load = (environment: Record<string, string>, more: Partial<CredentialSources> = {}) =>
  loadCredentials({ environment, homeDirectory: home, ...more });

describe('credentials come from', () => {
  test('the environment', () => {
    const credentials = load({ AWS_ACCESS_KEY_ID: 'ID', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' });
    expect(credentials.accessKeyId()).toBe('ID');
    expect(credentials.secretKey().export().toString()).toBe('AWS4s');
    expect(credentials.sessionToken()).toBe('t');
  });

  test('a profile of the shared credentials file, or of the configuration file', () => {
    const shared = file(
      '# mine\n[default]\naws_access_key_id = A\naws_secret_access_key=a\n[ show ]\r\nAWS_ACCESS_KEY_ID=B\r\naws_secret_access_key = b=b\r\n',
    );
    const config = file(
      '[profile farm]\ns3 =\n  addressing_style = path\naws_access_key_id = C\naws_secret_access_key = c\naws_session_token = t\n',
    );
    const environment = { AWS_SHARED_CREDENTIALS_FILE: shared, AWS_CONFIG_FILE: config };
    expect(load(environment).accessKeyId()).toBe('A');
    const show = load({ ...environment, AWS_PROFILE: 'show' });
    expect([show.accessKeyId(), show.secretKey().export().toString()]).toEqual(['B', 'AWS4b=b']);
    const farm = load(environment, { profile: 'farm' });
    expect([farm.accessKeyId(), farm.sessionToken()]).toEqual(['C', 't']);
  });

  test('the environment before a profile, a named file before both', () => {
    const named = file('[default]\naws_access_key_id = F\naws_secret_access_key = f\n');
    const environment = {
      AWS_ACCESS_KEY_ID: 'E',
      AWS_SECRET_ACCESS_KEY: 'e',
      AWS_SHARED_CREDENTIALS_FILE: file('[default]\naws_access_key_id = G\naws_secret_access_key = g\n'),
    };
    expect(load(environment).accessKeyId()).toBe('E');
    expect(load(environment, { file: named }).accessKeyId()).toBe('F');
  });

  test.each<[string, Record<string, string>, RegExp]>([
    [
      'nowhere',
      {},
      /no S3 credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or add profile "default"/,
    ],
    ['a profile that is missing', { AWS_PROFILE: 'x' }, /profile "x"/],
    ['half an environment', { AWS_ACCESS_KEY_ID: 'A' }, /AWS_SECRET_ACCESS_KEY is not/],
    ['the other half', { AWS_SECRET_ACCESS_KEY: 'A' }, /AWS_ACCESS_KEY_ID is not/],
    [
      'a key id with a line break',
      { AWS_ACCESS_KEY_ID: 'A\nB', AWS_SECRET_ACCESS_KEY: 's' },
      /key id .* malformed/,
    ],
  ])('%s: that is said', (_, environment, message) => {
    expect(refusal(() => load(environment))).toMatchObject({ code: 'credentials', retryable: false });
    expect(refusal(() => load(environment)).message).toMatch(message);
  });

  test.each([
    ['half a profile', '[default]\naws_access_key_id = A\n', /only one of/],
    ['a role', '[default]\nrole_arn = arn:aws:iam::1:role\n', /by role_arn: export them first/],
    ['a process', '[default]\ncredential_process = /bin/x\n', /by credential_process: export them first/],
    ['a line that is none', '[default]\nhello\n', /line 2 is neither/],
    ['a setting of no profile', 'aws_access_key_id = A\n', /line 1 comes before/],
    ['a folder', null, /EISDIR/],
    ['no file', undefined, /ENOENT/],
  ])('a file with %s: that is said', (_, text, message) => {
    const name = typeof text === 'string' ? file(text) : text === null ? home : path.join(home, 'missing');
    expect(refusal(() => load({}, { file: name })).message).toMatch(message);
  });
});

/** Marked, so that none is missed: a fragment of it would be a leak too. */
const SECRET = 'wJalrXUtnFEMIbPxRfiCYLEAK';
const ID = 'AKIALEAKLEAKLEAKLEAK';
const TOKEN = 'FwoGZXIvYXdzEBLEAKtoken';
const LEAK = /LEAK/;
const environment = { AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: TOKEN };

/** Everything that a log, a crash dump or a report could show of a value. */
function shown(value: unknown): string {
  const serialised = JSON.stringify(value) ?? '';
  const stack = value instanceof Error ? `${value.stack}${String(value.cause)}` : '';
  return `${inspect(value, { depth: 20, showHidden: true, getters: true })}\n${serialised}\n${String(value)}\n${stack}`;
}

describe('a secret is not shown', () => {
  test.each<[string, () => unknown]>([
    ['user and password in the URL', () => openS3Target(`s3://${ID}:${SECRET}@bucket/`, { environment })],
    ['a user in the URL', () => openS3Target(`s3://${ID}@bucket/`, { environment })],
    ['a password in the URL', () => openS3Target(`s3://:${SECRET}@bucket/`, { environment })],
    [
      'the endpoint',
      () => openS3Target(`s3://bucket/?endpoint=http://${ID}:${SECRET}@host`, { environment }),
    ],
    [
      "the endpoint's path",
      () => openS3Target(`s3://bucket/?endpoint=http://host/${SECRET}`, { environment }),
    ],
    [
      "the endpoint's query",
      () => openS3Target(`s3://bucket/?endpoint=http://host?k=${SECRET}`, { environment }),
    ],
    ['an access key parameter', () => openS3Target(`s3://bucket/?AWSAccessKeyId=${ID}`, { environment })],
    ['a secret parameter', () => openS3Target(`s3://bucket/?secret=${SECRET}`, { environment })],
    ['a parameter by the name of the secret', () => openS3Target(`s3://bucket/?${SECRET}`, { environment })],
    ['a presigned URL', () => openS3Target(`s3://bucket/k?X-Amz-Signature=${SECRET}`, { environment })],
    ['a presigned credential', () => openS3Target(`s3://bucket/k?X-Amz-Credential=${ID}/x`, { environment })],
    ['a session token', () => openS3Target(`s3://bucket/k?X-Amz-Security-Token=${TOKEN}`, { environment })],
    ['the region', () => openS3Target(`s3://bucket/?region=${SECRET}%20`, { environment })],
    ['the style', () => openS3Target(`s3://bucket/?style=${SECRET}`, { environment })],
    ['the bucket', () => openS3Target(`s3://${SECRET}/`, { environment })],
    ['something that is no URL', () => openS3Target(SECRET, { environment })],
    ['the fragment', () => openS3Target(`s3://bucket/#${SECRET}`, { environment })],
    ['a malformed secret', () => load({ ...environment, AWS_SECRET_ACCESS_KEY: `${SECRET} x` })],
    ['a malformed id', () => load({ ...environment, AWS_ACCESS_KEY_ID: `${ID}/x` })],
    ['a malformed token', () => load({ ...environment, AWS_SESSION_TOKEN: `${TOKEN}\r\nx: y` })],
    ['a profile file that is none', () => load({}, { file: file(`${ID}:${SECRET}\n`) })],
    ['a setting outside a profile', () => load({}, { file: file(`aws_secret_access_key=${SECRET}\n`) })],
    ['half a profile', () => load({}, { file: file(`[default]\naws_secret_access_key=${SECRET}\n`) })],
    ['the credentials', () => new Credentials(ID, SECRET, TOKEN)],
    ['a target', () => openS3Target('s3://bucket/prefix?endpoint=http://host', { environment })],
  ])('that was in %s', (_, work) => {
    const result = outcome(work);
    expect(result).toBeInstanceOf(Object);
    expect(shown(result)).not.toMatch(LEAK);
  });

  const xml = (code: string, more = '') =>
    `<Error><Code>${code}</Code><Message>${ID} ${SECRET}</Message><AWSAccessKeyId>${ID}</AWSAccessKeyId>${more}</Error>`;

  test.each<[string, Script]>([
    ['in its sentence', [[send(answer(403, xml('SignatureDoesNotMatch')))]]],
    ['as its code', [[send(answer(403, xml(SECRET)))]]],
    ['as an unknown code', [[send(answer(403, xml(ID)))]]],
    ['as the region', [[send(answer(301, xml('PermanentRedirect', `<Region>${SECRET}</Region>`)))]]],
    [
      'as a header',
      [[send(answer(403, '', `authorization: ${SECRET}\r\nx-amz-bucket-region: ${SECRET}\r\n`))]],
    ],
    ['as a malformed head', [[send(`HTTP/1.1 ${SECRET}\r\n\r\n`)]]],
    ['as a malformed header', [[send(`HTTP/1.1 200 OK\r\n${SECRET}\r\n\r\n`)]]],
    ['as malformed XML', [[send(answer(200, `<${SECRET}>&${SECRET};`))]]],
    ['and hangs up', [[send(`HTTP/1.1 200 OK\r\nx: ${SECRET}\r\n`), close]]],
  ])('that a server gives back %s', async (_, script) => {
    const server = await startScriptedServer(script);
    const target = openS3Target(`s3://bucket/?endpoint=${server.endpoint}`, { environment });
    const errors = await Promise.all(
      [
        target.readdir(''),
        target.getattr('a'),
        target.read('a', 0, new Uint8Array(1)),
        target.rename('a', 'b'),
      ].map((call) =>
        call.then(
          () => expect.unreachable(),
          (error: unknown) => error,
        ),
      ),
    );
    for (const error of errors) {
      expect(error).toBeInstanceOf(TargetError);
      expect(shown(error)).not.toMatch(LEAK);
    }
    expect(shown(target)).not.toMatch(LEAK);
    await target.close();
    await server.close();
  });
});

/** What the work gives, or the refusal it ends with. */
function outcome(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof TargetError) return error;
    throw error;
  }
}

function refusal(work: () => unknown): TargetError {
  try {
    work();
  } catch (error) {
    if (error instanceof TargetError) return error;
    throw error;
  }
  throw new Error('not refused');
}
