/** A target that accepts connections and never says a word, as a frozen server does. */

import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProcess } from './run-process.ts';

const TINY_LOAD = path.join(import.meta.dirname, 'tiny-load.yaml');
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'secret' };

let server: Server;
let port: number;
const sockets = new Set<Socket>();
beforeAll(async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.resume();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

// An hour of patience: a command that waited for it would outlast the test.
const nfs = () => `nfs://127.0.0.1/load?nfsport=${port}&mountport=${port}&timeout=1h`;
const s3 = () => `s3://bucket/load?endpoint=http://127.0.0.1:${port}`;

describe('a target that does not answer', () => {
  test.each([
    ['loadgen', 'NFS', ['loadgen', TINY_LOAD], nfs],
    ['loadgen', 'S3', ['loadgen', TINY_LOAD], s3],
    ['clean', 'NFS', ['clean'], nfs],
    ['clean', 'S3', ['clean'], s3],
  ])('%s says that it waits for %s, and an interruption ends that', async (_command, _kind, words, url) => {
    const { exitCode, stdout, stderr } = await runProcess([...words, '--target', url()], {
      environment: CREDENTIALS,
      signalAfterFirstLine: 'SIGINT',
    });
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toEqual([
      `headroom: waiting for ${url()}; Ctrl-C gives up`,
      'headroom: interrupted',
      '',
    ]);
    expect(exitCode).toBe(130);
  });
});
