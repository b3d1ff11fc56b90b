/** Texts with secrets in them, in every form in which tools and people write them. */

/** Made up: none of them opens anything. */
const ID = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const TOKEN = 'FwoGZXIvYXdzEBYaDKnotAToken0123456789abcdefGHIJ==';
export const SIGNATURE = '4d5f0e2cf4a1b9f7c8e6d3a2b1c0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2';
const WORD = 'hunter2hunter2';

export const CREDENTIAL_SHAPES: readonly (readonly [
  name: string,
  text: string,
  secrets: readonly string[],
])[] = [
  ['an access key id', `the key ${ID} is not known`, [ID]],
  ['a temporary access key id', `key=ASIAIOSFODNN7EXAMPLE`, ['ASIAIOSFODNN7EXAMPLE']],
  ['a secret in a variable', `AWS_SECRET_ACCESS_KEY=${SECRET} headroom loadgen`, [SECRET]],
  ['a secret in a profile', `[default]\naws_secret_access_key = ${SECRET}\nregion = eu`, [SECRET]],
  ['a secret in JSON', `{"SecretAccessKey": "${SECRET}", "Version": 1}`, [SECRET]],
  ['a secret in YAML', `s3:\n  secretAccessKey: ${SECRET}\n  bucket: show`, [SECRET]],
  ['a secret in an inspected object', `{ secretAccessKey: '${SECRET}', tries: 3 }`, [SECRET]],
  ['a secret by itself', `cannot use ${SECRET} here`, [SECRET]],
  ['a session token in a variable', `export AWS_SESSION_TOKEN=${TOKEN}`, [TOKEN]],
  ['a session token in XML', `<Credentials><SessionToken>${TOKEN}</SessionToken></Credentials>`, [TOKEN]],
  ['a session token in a header', `x-amz-security-token: ${TOKEN}`, [TOKEN]],
  [
    'a signed request of version 4',
    `Authorization: AWS4-HMAC-SHA256 Credential=${ID}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${SIGNATURE}`,
    [ID, SIGNATURE],
  ],
  [
    'the same without its header',
    `sent AWS4-HMAC-SHA256 Credential=${ID}/20260101/us-east-1/s3/aws4_request,SignedHeaders=host,Signature=${SIGNATURE}`,
    [ID, SIGNATURE],
  ],
  [
    'a signed request of version 2',
    `authorization: AWS ${ID}:frJIUN8DYpKDtOLCwo1yllqDzg4=`,
    [ID, 'frJIUN8DYpKDtOLCwo1yllqDzg4='],
  ],
  [
    'a presigned URL of version 4',
    `https://s3.example/show/a?X-Amz-Credential=${ID}%2F20260101&X-Amz-Date=20260101T000000Z&X-Amz-Security-Token=${encodeURIComponent(TOKEN)}&X-Amz-Signature=${SIGNATURE}`,
    [ID, encodeURIComponent(TOKEN), SIGNATURE],
  ],
  [
    'a presigned URL of version 2',
    `https://s3.example/show/a?AWSAccessKeyId=${ID}&Expires=1&Signature=vjbyPxybdZaNmGa%2ByT272YEAiv4%3D`,
    [ID, 'vjbyPxybdZaNmGa%2ByT272YEAiv4%3D'],
  ],
  [
    'a presigned URL of Google',
    `https://storage.example/a?X-Goog-Credential=robot%40project&X-Goog-Signature=${SIGNATURE}`,
    ['robot%40project', SIGNATURE],
  ],
  [
    'a shared access signature',
    `https://blob.example/a?sv=2026-01-01&sig=Zm9vYmFyYmF6cXV4%3D&se=2026`,
    ['Zm9vYmFyYmF6cXV4%3D'],
  ],
  [
    'an account key',
    `AccountName=show;AccountKey=Zm9vYmFyYmF6cXV4MDEyMzQ1Njc4OQ==;Suffix=x`,
    ['Zm9vYmFyYmF6cXV4MDEyMzQ1Njc4OQ=='],
  ],
  ['the password of a URL', `cannot reach https://artist:${WORD}@filer.example/show`, [WORD]],
  ['a token as the user of a URL', `git+https://${WORD}@git.example/x`, [WORD]],
  ['a bearer token', `curl -H "Authorization: Bearer ${WORD}.${WORD}"`, [WORD]],
  ['basic authentication', `proxy-authorization: Basic YXJ0aXN0Omh1bnRlcjI=`, ['YXJ0aXN0Omh1bnRlcjI=']],
  ['a cookie', `Set-Cookie: session=${WORD}; Path=/`, [WORD]],
  [
    'a JSON web token',
    `got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl from`,
    ['eyJzdWIiOiIxMjM0In0'],
  ],
  ['a mount option', `mount -o username=artist,password=${WORD},vers=3.1.1 //filer/show`, [WORD]],
  ['an option of a command', `headroom loadgen x --secret-access-key ${SECRET} --json`, [SECRET]],
  ['an option with a value', `headroom loadgen x --password=${WORD}`, [WORD]],
  [
    'a quoted password with spaces',
    `{"password": "hunter2 and \\"more\\" words"}`,
    ['hunter2', 'more', 'words'],
  ],
  [
    'a private key',
    `-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----\n`,
    ['MIIEowIBAAKCAQEA'],
  ],
  ['the token of a code host', `ghp_0123456789abcdefghijABCDEFGHIJ012345 was refused`, ['ghp_0123456789']],
  ['the token of a chat', `xoxb-123456789012-abcdefghijkl`, ['xoxb-123456789012']],
  ['an API key', `https://maps.example/?key=AIzaSyA0123456789abcdefghijklmnopqrstuv`, ['AIzaSyA0123456789']],
];
