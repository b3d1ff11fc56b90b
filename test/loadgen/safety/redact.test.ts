import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mask, redact, secretsOf } from '../../../loadgen/safety/redact.ts';
import { cpuMilliseconds } from '../../models/scenario/cpu-time.ts';
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
    'p99 of the victim probe was 120 ms, above its limit of 100 ms, in 3 consecutive windows',
    'basic checks passed; bearer of news',
    'someone@example.com wrote to https://filer.example/a@b',
    'overnight/assets/Hero/Textures/Diffuse/v012',
    'show-secrets.yaml:3:14 - error HR101: this is no secret',
    'at file:///headroom/test/cli/secrets.test.ts:44:9',
    'cannot read "/etc/passwd": an absolute path leads out of the folder of the scenario',
    '/etc/passwd: there is no such file',
    "cannot read '/srv/show/.secret': it may not be read by this user",
    'show/secrets.yaml: cannot be read, passwords.txt: nor that',
    'Show "Cookie: Monster" day',
    'Cookie: a documentary; Authorization: granted at last',
    'The secret: it is in the sauce',
    'the secretary: Ms Moneypenny, the tokens: five',
    'beauty pass: done, shadow pass: queued, compass: north',
    'basic authentication is needed, and bearer instruments; negotiate everything',
    '--set needs a value: --set PATH=VALUE',
    '--password takes a text, --token needs one',
    'invalid password: expected a text',
    'Unexpected token } in JSON at position 12',
    '/mnt/A/Show/Seq010/Shot0020/Comp/V001/Cam',
    'stages.keynote.rate, monkey=banana, keyboard: qwerty',
    'http://filer:8080/a@b and nfs://filer:2049/export/a@b',
    'mysql -u root, -u bob, ssh -p 22 filer',
    '-----BEGIN CERTIFICATE-----',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

test('whatever the text, doing it again changes nothing, and stars keep all else in its place', () => {
  const part = fc.oneof(
    fc.constantFrom(
      ...CREDENTIAL_SHAPES.map(([, text]) => text),
      '[redacted]',
      '"',
      "'",
      '\\',
      '=',
      ': ',
      '@',
      '\n',
      ' ',
    ),
    fc.string({ maxLength: 10 }),
  );
  const texts = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      texts,
      fc.array(fc.string({ minLength: 8, maxLength: 12 }), { maxLength: 2 }),
      (text, known) => {
        const redacted = redact(text + known.join(''), known);
        expect(redact(redacted, known)).toBe(redacted);
        const masked = mask(text, known);
        expect(mask(masked, known)).toBe(masked);
        expect(masked.replace(/\*/g, '').length).toBeLessThanOrEqual(text.length);
        expect(masked.length).toBe(text.length);
        expect(masked.split('\n').length).toBe(text.split('\n').length);
      },
    ),
    { numRuns: 200 },
  );
});

describe('a command line', () => {
  test.each([
    ['curl -u bob:hunter2 https://filer.example', 'curl -u bob:[redacted] https://filer.example'],
    ['curl --user bob:hunter2', 'curl --user bob:[redacted]'],
    ['mysql -u root -psecret99 show', 'mysql -u root -p[redacted] show'],
    ['sshpass -p secret99 ssh filer', 'sshpass -p [redacted] ssh filer'],
    ['psql --password secret99', 'psql --password [redacted]'],
    ["psql --password 'secret 99' show", "psql --password '[redacted]' show"],
    ['PGPASSWORD=secret99 psql', 'PGPASSWORD=[redacted] psql'],
    ['curl https://bob:p/w@rd@filer.example/a', 'curl https://[redacted]@filer.example/a'],
    [
      'curl "https://filer.example/a?access_token=secret99&b=1"',
      'curl "https://filer.example/a?access_token=[redacted]&b=1"',
    ],
    ["curl -H 'X-Auth-Token: secret99' filer", "curl -H 'X-Auth-Token: [redacted]' filer"],
    ['curl -H "Authorization: Bearer secret99"', 'curl -H "Authorization: [redacted]"'],
    [
      'curl -b "session=secret99" -H "Cookie: a=secret99; b=c"',
      'curl -b "session=secret99" -H "Cookie: [redacted]"',
    ],
  ])('%s', (line, expected) => {
    expect(redact(line)).toBe(expected);
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

  test('is taken out where two secrets overlap, or one begins another', () => {
    expect(redact('abcdefghijkl abcdefghij', ['abcdefgh', 'efghijkl', 'abcdefghij'])).toBe(
      '[redacted] [redacted]',
    );
  });

  test('is taken out as JSON, shells and lists of parameters write it', () => {
    const known = [`it's "my" secret`];
    const forms = [
      JSON.stringify(known[0]),
      `'it'\\''s "my" secret'`,
      `it's+%22my%22+secret`,
      'it%27s%20%22my%22%20secret',
    ];
    for (const form of forms) expect(redact(form, known), form).not.toMatch(/my/);
  });

  test('is taken out of a message that cuts it short', () => {
    const long = 'correct horse battery staple and some more words';
    expect(redact(`not "${long.slice(0, 40)}..."`, [long])).toBe('not "[redacted]..."');
  });

  test('is no secret where it only says where one is', () => {
    expect(
      secretsOf({
        AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/secrets/token',
        GOOGLE_APPLICATION_CREDENTIALS: '/srv/keys/show.json',
        STUDIO_TOKEN: 'headroom',
        PWD: '/mnt/show/overnight',
      }),
    ).toEqual([]);
  });

  test('is no reason to take out short words', () => {
    expect(secretsOf({ TOKEN: 'a', DB_PASSWORD: 'letmein' })).toEqual([]);
  });
});

test('a long text of nearly secrets is done at once', () => {
  for (const part of ['secret', 'secret>', 'eyJ', 'password=', '://', 'AKIA', 'a'.repeat(39), 'token"']) {
    const text = part.repeat(5_000);
    // Where it looked back at each step, this would take minutes.
    const { result, milliseconds } = cpuMilliseconds(() => redact(text), 1000);
    expect(result.length).toBeGreaterThan(0);
    expect(milliseconds).toBeLessThan(1000);
  }
});
