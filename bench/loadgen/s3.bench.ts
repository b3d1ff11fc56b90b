/**
 * S3 requests per second and CPU per request, compared with libcurl in C in alternating runs. The servers are Ceph's
 * radosgw, and nginx as the bare limit of HTTP. libcurl is used in both ways: its multi interface in one thread, and
 * its easy interface with one thread per request in flight. It is given presigned URLs; ours signs each request. Needs
 * the servers of test/services, nginx, a C compiler and libcurl4-openssl-dev; without them it says so and ends.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median } from 'simple-statistics';
import { Credentials } from '../../loadgen/targets/s3/credentials.ts';
import { parseLocation } from '../../loadgen/targets/s3/location.ts';
import { S3Client } from '../../loadgen/targets/s3/s3-client.ts';
import { Radosgw, whyNoRadosgw } from '../../test/services/radosgw.ts';
import { makeBucket } from '../../test/services/s3-bucket.ts';
import { presign } from './presign.ts';
import { startNginx, whyNoNginx } from './s3-nginx.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const SECONDS = process.env['SECONDS'] ?? '1.5';
const NGINX_PORT = 13_085;
const WORK = [
  { operation: 'get', bytes: 4096, depth: 16, keys: 64 },
  { operation: 'put', bytes: 4096, depth: 16, keys: 64 },
  { operation: 'get', bytes: 8 * 2 ** 20, depth: 4, keys: 8 },
  { operation: 'put', bytes: 8 * 2 ** 20, depth: 4, keys: 8 },
] as const;

interface Run {
  readonly operations: number;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

interface Server {
  readonly name: string;
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

function run(command: string, args: readonly string[], environment: Record<string, string>): Run {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) throw new Error(`${path.basename(command)}: ${stderr}`);
  return JSON.parse(stdout) as Run;
}

function compile(folder: string): string | null {
  const program = path.join(folder, 's3-libcurl');
  const source = path.join(import.meta.dirname, 's3-libcurl.c');
  return spawnSync('cc', ['-O2', source, '-o', program, '-lcurl', '-lpthread']).status === 0 ? program : null;
}

const rate = ({ operations, wallSeconds }: Run) => operations / wallSeconds;
const cpuMicroseconds = ({ operations, cpuSeconds }: Run) => (cpuSeconds / operations) * 1e6;

async function measure(server: Server, program: string, folder: string): Promise<void> {
  const url = `s3://bench/?endpoint=${server.endpoint}`;
  const location = parseLocation(url, {});
  const credentials = new Credentials(server.accessKeyId, server.secretAccessKey);
  const environment = {
    AWS_ACCESS_KEY_ID: server.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
  };
  for (const { operation, bytes, depth, keys } of WORK) {
    const client = new S3Client({ location, credentials, connectionsMax: 1, timeoutSeconds: 30 });
    for (let key = 0; key < keys; key++) await client.put(`key-${key}`, new Uint8Array(bytes));
    client.close();
    const list = path.join(folder, 'urls');
    const method = operation === 'get' ? 'GET' : 'PUT';
    const urls = Array.from({ length: keys }, (_, key) =>
      presign(location, credentials, method, `key-${key}`),
    );
    writeFileSync(list, urls.join('\n'));
    const [depthText, bytesText] = [String(depth), String(bytes)];
    const runner = path.join(import.meta.dirname, 's3-run.ts');
    const contenders: readonly (() => Run)[] = [
      ...(['multi', 'easy'] as const).map(
        (style) => () => run(program, [style, operation, list, depthText, SECONDS, bytesText], environment),
      ),
      () =>
        run(
          process.execPath,
          [runner, operation, url, String(keys), depthText, SECONDS, bytesText],
          environment,
        ),
    ];
    const runs: Run[][] = contenders.map(() => []);
    for (let round = 0; round < ROUNDS; round++) {
      const turns = contenders.map((contender, index) => () => runs[index]?.push(contender()));
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) turn();
    }
    process.stdout.write(
      `${server.name.padEnd(8)} ${method} ${bytesText.padStart(8)} ${depthText.padStart(5)}`,
    );
    process.stdout.write(`${runs.map(show).join('')}${ratios(runs)}\n`);
  }
}

const show = (runs: readonly Run[]) =>
  `${median(runs.map(rate)).toFixed(0)} (${median(runs.map(cpuMicroseconds)).toFixed(0)})`.padStart(15);

/** Ours, the last, over each of the others, round by round: rate and CPU. */
function ratios(runs: readonly (readonly Run[])[]): string {
  const ours = runs.at(-1) ?? [];
  return runs
    .slice(0, -1)
    .flatMap((theirs) =>
      [rate, cpuMicroseconds].map((figure) =>
        median(ours.map((each, round) => figure(each) / figure(theirs[round] ?? each)))
          .toFixed(2)
          .padStart(7),
      ),
    )
    .join('');
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-bench-'));
  const program = compile(folder);
  const whyNot =
    whyNoRadosgw() ??
    whyNoNginx() ??
    (program === null ? 'needs a C compiler and libcurl4-openssl-dev' : null);
  if (whyNot !== null || program === null) {
    process.stdout.write(`left out: ${whyNot}\n`);
    rmSync(folder, { recursive: true, force: true });
    return;
  }
  process.stdout.write(
    `medians of ${ROUNDS} alternating rounds of ${SECONDS} s, requests/s (CPU in microseconds per request)\n` +
      'server   method  bytes depth  libcurl multi   libcurl easy           ours  rate and CPU of ours / multi, easy\n',
  );
  const nginx = await startNginx(NGINX_PORT);
  try {
    const anyone = { accessKeyId: 'ID', secretAccessKey: 'secret' };
    await measure({ name: 'nginx', endpoint: nginx.endpoint, ...anyone }, program, folder);
  } finally {
    await nginx.stop();
  }
  const radosgw = await Radosgw.start();
  try {
    const user = await radosgw.addUser('bench');
    await makeBucket(radosgw.endpoint, user, 'bench');
    await measure({ name: 'radosgw', endpoint: radosgw.endpoint, ...user }, program, folder);
  } finally {
    await radosgw.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
