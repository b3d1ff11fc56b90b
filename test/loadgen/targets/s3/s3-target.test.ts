import { afterEach, describe, expect, test } from 'vitest';
import { openS3Target } from '../../../../loadgen/targets/s3/open-s3-target.ts';
import { answer, close, type Script, send, startScriptedServer } from './scripted-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const PART_BYTES = 10;

async function serve(script: Script) {
  const server = await startScriptedServer(script);
  const target = openS3Target(`s3://bucket/show?endpoint=${server.endpoint}`, {
    environment: { AWS_ACCESS_KEY_ID: 'ID', AWS_SECRET_ACCESS_KEY: 'secret' },
    partBytes: PART_BYTES,
    timeoutSeconds: 600,
  });
  cleanups.push(
    () => target.close(),
    () => server.close(),
  );
  const asked = () => server.received.map(({ head }) => head.split(' HTTP/')[0]);
  const heads = () => server.received.map(({ head }) => head);
  const sent = () => server.received.map(({ body }) => body.toString());
  return { target, asked, heads, sent };
}

const OK = [send(answer(200, '', 'etag: "e"\r\n'))];
const BUSY = [send(answer(503, '<Error><Code>SlowDown</Code></Error>'))];
const BEGUN = [
  send(answer(200, '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>')),
];
const COMPLETED = [send(answer(200, '<CompleteMultipartUploadResult/>'))];
const UNKNOWN = [send(answer(404, '<Error><Code>NoSuchUpload</Code></Error>'))];
const GONE = [send(answer(204))];
const bytes = (text: string) => new TextEncoder().encode(text);

describe('a file being written', () => {
  test('that fits into one part is one request, at its commit', async () => {
    const { target, asked, sent } = await serve([OK]);
    await target.write('a', 0, bytes('01234'));
    await target.write('a', 5, bytes('56789'));
    expect(asked()).toEqual([]);
    await target.commit('a');
    expect(asked()).toEqual(['PUT /bucket/show/a']);
    expect(sent()).toEqual(['0123456789']);
  });

  test('that is longer is sent part by part', async () => {
    const { target, asked, sent } = await serve([BEGUN, OK, OK, OK, COMPLETED]);
    await target.write('a', 0, bytes('0123456789abcdefghijXYZ'));
    await target.commit('a');
    expect(asked()).toEqual([
      'POST /bucket/show/a?uploads=',
      'PUT /bucket/show/a?partNumber=1&uploadId=u',
      'PUT /bucket/show/a?partNumber=2&uploadId=u',
      'PUT /bucket/show/a?partNumber=3&uploadId=u',
      'POST /bucket/show/a?uploadId=u',
    ]);
    expect(sent().slice(1, 4)).toEqual(['0123456789', 'abcdefghij', 'XYZ']);
    expect(sent()[4]).toBe(
      '<CompleteMultipartUpload>' +
        [1, 2, 3].map((part) => `<Part><PartNumber>${part}</PartNumber><ETag>"e"</ETag></Part>`).join('') +
        '</CompleteMultipartUpload>',
    );
  });

  test('goes on where a write failed that is tried again, whatever part of it had been taken', async () => {
    const { target, sent } = await serve([BEGUN, OK, BUSY, OK, OK, COMPLETED]);
    const whole = bytes('0123456789abcdefghijXYZ');
    await expect(target.write('a', 0, whole)).rejects.toMatchObject({ code: 'throttled', retryable: true });
    await target.write('a', 0, whole);
    await target.commit('a');
    expect(sent().slice(1, 5)).toEqual(['0123456789', 'abcdefghij', 'abcdefghij', 'XYZ']);
  });

  test('is committed again where its commit failed', async () => {
    const { target, sent } = await serve([BUSY, OK]);
    await target.write('a', 0, bytes('0123'));
    await expect(target.commit('a')).rejects.toMatchObject({ retryable: true });
    await target.commit('a');
    expect(sent()).toEqual(['0123', '0123']);
  });

  test('is there if the commit had its effect, though its answer was lost', async () => {
    const there = [
      send(
        'HTTP/1.1 200 OK\r\ncontent-length: 11\r\netag: "x-2"\r\nlast-modified: Fri, 24 May 2013 00:00:00 GMT\r\n\r\n',
      ),
    ];
    const { target, asked } = await serve([BEGUN, OK, OK, [close], UNKNOWN, there]);
    await target.write('a', 0, bytes('0123456789a'));
    await expect(target.commit('a')).rejects.toMatchObject({ code: 'unreachable', retryable: true });
    await target.commit('a');
    expect(asked().at(-1)).toBe('HEAD /bucket/show/a');
  });

  test('is not there if the upload is unknown at the first attempt', async () => {
    const { target } = await serve([BEGUN, OK, OK, UNKNOWN]);
    await target.write('a', 0, bytes('0123456789a'));
    await expect(target.commit('a')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is taken back where it is created anew, removed, or the target closed', async () => {
    const aborted = 'DELETE /bucket/show/a?uploadId=u';
    for (const end of ['create', 'remove', 'close'] as const) {
      const { target, asked } = await serve([BEGUN, OK, GONE, OK]);
      await target.write('a', 0, bytes('0123456789a'));
      await (end === 'close' ? target.close() : target[end]('a'));
      expect(asked()[2]).toBe(aborted);
    }
  });
});

describe('a rename of more than one request copies', () => {
  const tooLong = [send(answer(400, '<Error><Code>InvalidRequest</Code></Error>'))];
  const described = (length: number) => [
    send(
      `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\netag: "x"\r\nlast-modified: Fri, 24 May 2013 00:00:00 GMT\r\n\r\n`,
    ),
  ];
  const copied = [send(answer(200, '<CopyPartResult><ETag>"e"</ETag></CopyPartResult>'))];
  const GIBIBYTE = 2 ** 30;

  test('copies its parts', async () => {
    const length = 5 * GIBIBYTE + 1;
    const parts = Array.from({ length: 6 }, () => copied);
    const { target, asked, heads } = await serve([
      tooLong,
      described(length),
      BEGUN,
      ...parts,
      COMPLETED,
      GONE,
    ]);
    await target.rename('a', 'b');
    expect(heads().flatMap((head) => /copy-source-range: bytes=(.*)/.exec(head)?.[1] ?? [])).toEqual([
      ...Array.from({ length: 5 }, (_, part) => `${part * GIBIBYTE}-${(part + 1) * GIBIBYTE - 1}`),
      `${5 * GIBIBYTE}-${5 * GIBIBYTE}`,
    ]);
    expect(asked().slice(-2)).toEqual(['POST /bucket/show/b?uploadId=u', 'DELETE /bucket/show/a']);
  });

  test('leaves no parts where one fails', async () => {
    const { target, asked } = await serve([tooLong, described(6 * GIBIBYTE), BEGUN, copied, BUSY, GONE]);
    await expect(target.rename('a', 'b')).rejects.toMatchObject({ code: 'throttled' });
    expect(asked().at(-1)).toBe('DELETE /bucket/show/b?uploadId=u');
  });

  test('fails as the server said where the object is not that long', async () => {
    const { target } = await serve([tooLong, described(GIBIBYTE)]);
    await expect(target.rename('a', 'b')).rejects.toMatchObject({ code: 'protocol' });
  });
});

describe('requests of an operation', () => {
  test.each<
    [string, Script, (target: Awaited<ReturnType<typeof serve>>['target']) => Promise<unknown>, string[]]
  >([
    ['create', [OK], (target) => target.create('a'), ['PUT /bucket/show/a']],
    ['mkdir', [OK], (target) => target.mkdir('a'), ['PUT /bucket/show/a/']],
    ['remove', [GONE], (target) => target.remove('a'), ['DELETE /bucket/show/a']],
    [
      'rename',
      [[send(answer(200, '<CopyObjectResult/>'))], GONE],
      (target) => target.rename('a', 'b'),
      ['PUT /bucket/show/b', 'DELETE /bucket/show/a'],
    ],
  ])('%s are no more than needed', async (_, script, perform, requests) => {
    const { target, asked } = await serve(script);
    await perform(target);
    expect(asked()).toEqual(requests);
  });

  test('stay below the prefix: other paths are refused before they are sent', async () => {
    const { target, asked } = await serve([OK]);
    for (const path of ['../a', 'a/../../b', '/a', 'a//b', '.', 'a\nb', '\ud800', 'a/']) {
      await expect(target.create(path)).rejects.toMatchObject({ name: 'TargetError', code: 'protocol' });
      await expect(target.rename('a', path)).rejects.toMatchObject({ name: 'TargetError' });
    }
    await expect(target.create('ü'.repeat(520))).rejects.toMatchObject({ code: 'name-too-long' });
    expect(asked()).toEqual([]);
  });
});

describe('a server whose listing goes in circles', () => {
  const truncated = (root: string, next: string) =>
    send(answer(200, `<${root}><IsTruncated>true</IsTruncated>${next}</${root}>`));

  test('of objects is given up', async () => {
    const page = truncated('ListBucketResult', '<NextContinuationToken>t</NextContinuationToken>');
    const { target, asked } = await serve([[page]]);
    await expect(target.readdir('')).rejects.toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('the server lists a bucket without end'),
    });
    expect(asked()).toHaveLength(2);
  });

  test('of uploads is given up', async () => {
    const next = '<NextKeyMarker>k</NextKeyMarker><NextUploadIdMarker>u</NextUploadIdMarker>';
    const { target, asked } = await serve([[truncated('ListMultipartUploadsResult', next)]]);
    await expect(target.discardUncommitted('', () => true)).rejects.toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('the server lists uploads without end'),
    });
    expect(asked()).toHaveLength(2);
  });
});
