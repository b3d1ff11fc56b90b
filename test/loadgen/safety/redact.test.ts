import { describe, expect, test } from 'vitest';
import { redact, secretsOf } from '../../../loadgen/safety/redact.ts';
import { CREDENTIAL_SHAPES, SIGNATURE } from './credential-shapes.ts';

describe('what has the shape of a credential is taken out', () => {
  test.each(CREDENTIAL_SHAPES)('%s', (_name, text, secrets) => {
    const redacted = redact(text);
    for (const secret of secrets) expect(redacted).not.toContain(secret);
    expect(redacted).toContain('[redacted]');
    expect(redact(redacted)).toBe(redacted);
  });

  test('of many kinds', () => {
    expect(CREDENTIAL_SHAPES.length).toBeGreaterThanOrEqual(25);
  });

  test('all of them in one text', () => {
    const redacted = redact(CREDENTIAL_SHAPES.map(([, text]) => text).join('\n'));
    for (const [, , secrets] of CREDENTIAL_SHAPES)
      for (const secret of secrets) expect(redacted).not.toContain(secret);
  });
});

describe('what has not stays as it is', () => {
  test.each([
    's3://show/headroom/runs/20260101-120000-ab12cd34?endpoint=http://127.0.0.1:8080&region=us-east-1&style=path',
    'nfs://filer.example/export/scratch?uid=1000&gid=1000&connections=4',
    '/mnt/filer/show/overnight/assets/0000170/seq',
    'runs/run-1/data/wave/frames/000007.v3.done: the file system is full (ENOSPC)',
    'commit 0123456789abcdef0123456789abcdef01234567',
    `sha256 ${SIGNATURE}`,
    'the secret access key is not the one of this access key id (SignatureDoesNotMatch, status 403)',
    'p99 of the victim probe was 120 ms, above its limit of 100 ms, in 3 windows on end',
    'basic checks passed; bearer of news',
    'someone@example.com wrote to https://filer.example/a@b',
    'overnight/assets/Hero/Textures/Diffuse/v012',
    'show-secrets.yaml:3:14 - error HR101: this is no secret',
    'at file:///headroom/test/cli/secrets.test.ts:44:9',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('what the process was given', () => {
  test('is taken out wherever it stands, as it is and as a URL holds it', () => {
    const known = secretsOf({
      STUDIO_TOKEN: 'open/sesame now',
      HOME: '/somewhere',
      AWS_PROFILE: 'show-profile',
    });
    expect(known).toEqual(['open/sesame now']);
    expect(redact('it said open/sesame now, and open%2Fsesame%20now', known)).toBe(
      'it said [redacted], and [redacted]',
    );
  });

  test('is no reason to take out short words', () => {
    expect(secretsOf({ TOKEN: 'a', DB_PASSWORD: 'letmein' })).toEqual([]);
  });
});

test('a long text of nearly secrets is done at once', () => {
  for (const part of ['secret', 'eyJ', 'password=', '://', 'AKIA', 'a'.repeat(39), 'token"']) {
    const text = part.repeat(20_000);
    expect(redact(text).length).toBeGreaterThan(0);
  }
}, 20_000);
