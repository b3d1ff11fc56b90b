import { afterEach, describe, expect, test } from 'vitest';
import { ConnectionPool, type PoolOptions } from '../../../../../loadgen/targets/s3/http/connection-pool.ts';
import type { HttpRequest } from '../../../../../loadgen/targets/s3/http/message.ts';
import { parseLocation } from '../../../../../loadgen/targets/s3/location.ts';
import { answer, close, reset, type Script, send, startScriptedServer } from '../scripted-server.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function poolAt(endpoint: string, options: Partial<PoolOptions> = {}) {
  const { endpoint: parsed } = parseLocation(`s3://bucket/?endpoint=${endpoint}`, {});
  const pool = new ConnectionPool({ endpoint: parsed, timeoutSeconds: 600, connectionsMax: 4, ...options });
  cleanups.push(() => pool.close());
  return pool;
}

async function serve(script: Script, options: Partial<PoolOptions> = {}) {
  const server = await startScriptedServer(script);
  cleanups.push(() => server.close());
  return { server, pool: poolAt(server.endpoint, options) };
}

const request = (method: HttpRequest['method'], body?: Uint8Array): HttpRequest => ({
  method,
  head: `${method} / HTTP/1.1\r\ncontent-length: ${body?.length ?? 0}\r\n\r\n`,
  ...(body !== undefined && { body }),
});
const GET = request('GET');
/** Of a pool that gives up one request and then has an answer to the next, however busy the machine is. */
const PATIENCE_SECONDS = 3;

describe('connections', () => {
  test('are kept, and no more than allowed', async () => {
    const { server, pool } = await serve([[send(answer(200, 'x'))]], { connectionsMax: 3 });
    const answers = await Promise.all(Array.from({ length: 50 }, () => pool.request(GET)));
    expect(answers.every(({ text }) => text === 'x')).toBe(true);
    expect(server.connections).toBe(3);
  });

  test('send head and body whole, whatever the length of the body', async () => {
    const { server, pool } = await serve([[send(answer(200))]], { connectionsMax: 1 });
    for (const length of [0, 1, 4096, 16_384, 16_385, 1_000_000]) {
      const body = Uint8Array.from({ length }, (_, index) => index % 251);
      await pool.request(request('PUT', body));
      expect(server.received.at(-1)?.body.equals(body)).toBe(true);
    }
    expect(server.connections).toBe(1);
  });

  test('are not used again after "connection: close"', async () => {
    const { server, pool } = await serve([[send(answer(200, '', 'connection: close\r\n'))]]);
    await pool.request(GET);
    await pool.request(GET);
    expect(server.connections).toBe(2);
    expect(pool.openConnections).toBeLessThanOrEqual(1);
  });

  test('that the server closed in the meantime are replaced without a word', async () => {
    const { server, pool } = await serve([[send(answer(200))], [close], [send(answer(200))]]);
    await pool.request(GET);
    await expect(pool.request(GET)).resolves.toMatchObject({ status: 200 });
    expect(server.received).toHaveLength(3);
    expect(server.connections).toBe(2);
  });

  test('that are lost again are a failure', async () => {
    const { server, pool } = await serve([[send(answer(200))], [reset]]);
    await pool.request(GET);
    await expect(pool.request(GET)).rejects.toMatchObject({ code: 'unreachable', retryable: true });
    expect(server.received).toHaveLength(3);
  });

  test('that are lost do not repeat a POST', async () => {
    const { server, pool } = await serve([[send(answer(200))], [close], [send(answer(200))]]);
    await pool.request(GET);
    await expect(pool.request(request('POST'))).rejects.toMatchObject({ code: 'unreachable' });
    expect(server.received).toHaveLength(2);
  });

  test('on which the server speaks unasked are given up', async () => {
    const { server, pool } = await serve([
      [send(answer(200, 'a')), send(answer(200, 'poison'))],
      [send(answer(200, 'b'))],
    ]);
    await pool.request(GET).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(pool.request(GET)).resolves.toMatchObject({ text: 'b' });
    expect(server.connections).toBe(2);
  });

  test('lost under load fail only what was on them', async () => {
    const { pool } = await serve(
      [[send(answer(200))], [send('HTTP/1.1 200 OK\r\n'), reset], [send(answer(200))]],
      {
        connectionsMax: 2,
      },
    );
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => pool.request(GET)));
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });
});

describe('a long body', () => {
  const LENGTH = 300_000;
  const body = Buffer.from(Uint8Array.from({ length: LENGTH }, (_, index) => (index * 7) % 251));
  const head = `HTTP/1.1 200 OK\r\ncontent-length: ${LENGTH}\r\n\r\n`;
  const pieces = (...ends: number[]) =>
    [...ends, LENGTH].map((end, index) => send(body.subarray(index === 0 ? 0 : ends[index - 1], end)));
  /** A buffer whose middle is asked for: its margins must stay as they are. */
  const asking = () => {
    const buffer = Buffer.alloc(LENGTH + 200, 0xaa);
    return { buffer, request: { ...GET, into: buffer.subarray(100, LENGTH + 100) } };
  };
  const margins = (buffer: Buffer) =>
    Buffer.concat([buffer.subarray(0, 100), buffer.subarray(LENGTH + 100)]).every((byte) => byte === 0xaa);

  test.each<[string, Script]>([
    ['at once', [[send(head), send(body)]]],
    ['in pieces', [[send(head), ...pieces(1, 40_000, 200_001, LENGTH - 1)]]],
    [
      'in chunks',
      [
        [
          send(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${LENGTH.toString(16)}\r\n`),
          send(body),
          send('\r\n0\r\n\r\n'),
        ],
      ],
    ],
  ])('%s lands where it is wanted, again and again over one connection', async (_, script) => {
    const { server, pool } = await serve(script, { connectionsMax: 1 });
    for (let round = 0; round < 3; round++) {
      const { buffer, request: wanted } = asking();
      await expect(pool.request(wanted)).resolves.toMatchObject({ status: 200, bodyBytes: LENGTH });
      expect(buffer.subarray(100, LENGTH + 100).equals(body)).toBe(true);
      expect(margins(buffer)).toBe(true);
    }
    expect(server.connections).toBe(1);
  });

  test.each<[string, Script, string]>([
    ['longer than it says', [[send(head), send(body), send('more')]], 'none'],
    ['that ends early', [[send(head), send(body.subarray(0, 250_000)), close]], 'unreachable'],
    ['that is cut off', [[send(head), send(body.subarray(0, 250_000)), reset]], 'unreachable'],
    ['that does not go on', [[send(head), send(body.subarray(0, 250_000))]], 'timeout'],
  ])('%s never goes beyond its place, and its connection is not used again', async (_, script, code) => {
    const options = code === 'timeout' ? { timeoutSeconds: PATIENCE_SECONDS } : {};
    const { server, pool } = await serve([...script, [send(answer(200, 'next'))]], options);
    const { buffer, request: wanted } = asking();
    const outcome = await pool.request(wanted).then(
      () => 'none',
      (error: { code: string }) => error.code,
    );
    // Whether what is too much arrives with the end of the body or after it is the network's choice.
    expect([code, code === 'none' ? 'protocol' : code]).toContain(outcome);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(margins(buffer)).toBe(true);
    await expect(pool.request(GET)).resolves.toMatchObject({ text: 'next' });
    expect(server.connections).toBe(2);
  });
});

describe('a server that does not answer', () => {
  test.each<[string, Script]>([
    ['says nothing', [[]]],
    ['stops within the head', [[send('HTTP/1.1 200 OK\r\n')]]],
    ['stops within the body', [[send('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab')]]],
    ['stops within a chunk', [[send('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab')]]],
    ['ends lines in its own way', [[send('HTTP/1.1 200 OK\ncontent-length: 0\n\n')]]],
  ])('but %s is waited for, not for ever', async (_, script) => {
    const { pool } = await serve(script, { timeoutSeconds: 0.2 });
    await expect(pool.request(GET)).rejects.toMatchObject({ code: 'timeout', retryable: true });
    expect(pool.openConnections).toBe(0);
  });

  test('in time blocks nobody who waits behind', async () => {
    const options = { timeoutSeconds: PATIENCE_SECONDS, connectionsMax: 1 };
    const { pool } = await serve([[], [send(answer(200))]], options);
    const outcomes = await Promise.allSettled([pool.request(GET), pool.request(GET)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  test.each<[string, Script, string]>([
    ['closes at once', [[close]], 'unreachable'],
    ['resets at once', [[reset]], 'unreachable'],
    ['closes within the head', [[send('HTTP/1.1 2'), close]], 'unreachable'],
    [
      'closes within the body',
      [[send('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab'), close]],
      'unreachable',
    ],
    ['speaks another protocol', [[send('220 mail.example ESMTP\r\n\r\n')]], 'protocol'],
    ['sends headers without end', [[send(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(50_000)}`)]], 'protocol'],
  ])('but %s is an error of its kind', async (_, script, code) => {
    const { pool } = await serve(script);
    await expect(pool.request(GET)).rejects.toMatchObject({ code });
  });

  test('because it refuses early, before the body is sent, is heard', async () => {
    const { pool } = await serve([[send(answer(403, 'no', 'connection: close\r\n'))]]);
    await expect(pool.request(request('PUT', new Uint8Array(1000)))).resolves.toMatchObject({
      status: 403,
      text: 'no',
    });
  });

  test('because nobody listens, or its name is unknown, is unreachable', async () => {
    const { server } = await serve([[]]);
    await server.close();
    cleanups.splice(0);
    await expect(poolAt(server.endpoint).request(GET)).rejects.toMatchObject({
      code: 'unreachable',
      retryable: true,
      message: `nothing listens at ${server.endpoint}: check the endpoint and that the server runs`,
    });
    await expect(poolAt('http://no-such-host.invalid').request(GET)).rejects.toMatchObject({
      code: 'unreachable',
    });
  });
});

describe('closing', () => {
  test('rejects what is under way and what waits', async () => {
    const { pool } = await serve([[]], { connectionsMax: 1 });
    const calls = [pool.request(GET), pool.request(GET)];
    const outcomes = Promise.allSettled(calls);
    await new Promise((resolve) => setTimeout(resolve, 20));
    pool.close();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(pool.request(GET)).rejects.toMatchObject({ code: 'unreachable', retryable: false });
    expect(pool.openConnections).toBe(0);
  });
});
