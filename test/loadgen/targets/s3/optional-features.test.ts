/** A server need not have all of S3: what it does not support is no failure where something else will do. */

import { afterEach, describe, expect, test } from 'vitest';
import { prepareFiles } from '../../../../loadgen/run/prepare-files.ts';
import { openS3Target } from '../../../../loadgen/targets/s3/open-s3-target.ts';
import type { S3Target } from '../../../../loadgen/targets/s3/s3-target.ts';
import {
  type Asked,
  type MemoryServer,
  NOT_IMPLEMENTED,
  type Refusal,
  startMemoryServer,
} from './memory-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const PART_BYTES = 64 * 1024;

async function serve(
  refuse: (asked: Asked) => Refusal | null,
): Promise<{ readonly server: MemoryServer; readonly target: S3Target }> {
  const server = await startMemoryServer(refuse);
  const target = openS3Target(`s3://bucket/show?endpoint=${server.endpoint}`, {
    environment: { AWS_ACCESS_KEY_ID: 'ID', AWS_SECRET_ACCESS_KEY: 'secret' },
    partBytes: PART_BYTES,
    timeoutSeconds: 5,
  });
  cleanups.push(
    () => target.close(),
    () => server.close(),
  );
  return { server, target };
}

const isListingUploads = ({ method, parameters }: Asked) => method === 'GET' && parameters.has('uploads');

describe('a list of unfinished uploads', () => {
  test.each<[string, Refusal]>([
    ['the server does not have', NOT_IMPLEMENTED],
    ['the server does not have, without a document', { status: 501 }],
    ['is a method that is not allowed', { status: 405, code: 'MethodNotAllowed' }],
    ['is not permitted to this user', { status: 403, code: 'AccessDenied' }],
    ['is a list of objects', { status: 200, body: '<?xml version="1.0"?><ListBucketResult/>' }],
  ])('that %s is done without, and asked for once', async (_, refusal) => {
    const { server, target } = await serve((asked) => (isListingUploads(asked) ? refusal : null));
    expect(await target.discardUncommitted('', () => true)).toBeNull();
    expect(server.asked).toEqual(['GET uploads']);
  });

  test('that fails otherwise is a failure', async () => {
    const { target } = await serve((asked) => (isListingUploads(asked) ? { status: 400 } : null));
    await expect(target.discardUncommitted('', () => true)).rejects.toMatchObject({ code: 'protocol' });
  });
});

test.each([0, 1000, 3 * PART_BYTES + 5])(
  'an object of %i bytes is renamed through here where the server copies nothing',
  async (length) => {
    const body = Buffer.from(Array.from({ length }, (_, at) => at % 251));
    const isCopy = ({ method, key }: Asked) => method === 'PUT' && key === 'show/b';
    let copies = 0;
    const { server, target } = await serve((asked) => {
      const isFirst = isCopy(asked) && !asked.parameters.has('uploadId') && copies++ === 0;
      return isFirst ? NOT_IMPLEMENTED : null;
    });
    await target.create('a');
    if (length > 0) await target.write('a', 0, body);
    await target.commit('a');
    await target.rename('a', 'b');
    expect([...server.objects.keys()]).toEqual(['show/b']);
    expect(server.objects.get('show/b')!.equals(body)).toBe(true);
    expect(copies).toBeGreaterThan(0);
  },
);

test('a request that the server does not support is not tried again', async () => {
  const { target } = await serve(({ method }) => (method === 'PUT' ? NOT_IMPLEMENTED : null));
  await expect(target.mkdir('a')).rejects.toMatchObject({ code: 'unsupported', retryable: false });
});

describe('an upload that cannot be completed', () => {
  const makeOne = async (refusals: (asked: Asked) => Refusal | null) => {
    const { target } = await serve(refusals);
    await prepareFiles(
      target,
      { directory: '', runKey: 'key', bases: [['big', 0, 3 * PART_BYTES]], empty: [] },
      () => undefined,
      () => true,
    );
  };
  const isCompletion = ({ method, parameters }: Asked) => method === 'POST' && parameters.has('uploadId');
  const isAbort = ({ method, parameters }: Asked) => method === 'DELETE' && parameters.has('uploadId');
  const MALFORMED: Refusal = { status: 200, body: 'certainly' };

  test.each<[string, Refusal | null]>([
    ['is gone', { status: 404, code: 'NoSuchUpload' }],
    ['can be ended', null],
    ['is nothing that the server ends', NOT_IMPLEMENTED],
  ])('and then %s is told by the first error alone', async (_, abort) => {
    const made = makeOne((asked) => (isCompletion(asked) ? MALFORMED : isAbort(asked) ? abort : null));
    await expect(made).rejects.toMatchObject({
      code: 'protocol',
      message: expect.stringMatching(/^the server's answer is malformed: it is not XML[^;]*$/),
    });
  });

  test('and then not ended is told by both, the first before the second', async () => {
    const denied: Refusal = { status: 403, code: 'AccessDenied' };
    const made = makeOne((asked) => (isCompletion(asked) ? MALFORMED : isAbort(asked) ? denied : null));
    await expect(made).rejects.toMatchObject({
      code: 'protocol',
      message: expect.stringMatching(/^the server's answer is malformed: .*; and then: the credentials/),
    });
  });
});
