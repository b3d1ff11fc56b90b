/**
 * GET or PUT with the client of the load generator, as many requests under way as asked for, each signed. Keys are used in turn.
 *
 *   node s3-run.ts get|put s3://bucket/?endpoint=URL KEYS DEPTH SECONDS BYTES
 *
 * Credentials come from the environment. Prints {"operations", "wallSeconds", "cpuSeconds"} after a warm-up.
 */

import { homedir } from 'node:os';
import { loadCredentials } from '../../loadgen/targets/s3/load-credentials.ts';
import { parseLocation } from '../../loadgen/targets/s3/location.ts';
import { S3Client } from '../../loadgen/targets/s3/s3-client.ts';

/** A load runs for minutes: by then the compiler of Node is done. */
const WARM_UP_SECONDS = 3;
const [operation, url = '', keys, depth, seconds, bytes] = process.argv.slice(2);
const keyCount = Number(keys);
const length = Number(bytes);

const client = new S3Client({
  location: parseLocation(url, process.env),
  credentials: loadCredentials({ environment: process.env, homeDirectory: homedir() }),
  connectionsMax: Number(depth),
  timeoutSeconds: 30,
});

let operations = 0;
const stop = new AbortController();

async function worker(): Promise<void> {
  const buffer = new Uint8Array(length);
  while (!stop.signal.aborted) {
    const key = `key-${operations % keyCount}`;
    if (operation === 'put') {
      await client.put(key, buffer);
    } else {
      const count = await client.get(key, 0, buffer);
      if (count !== length) throw new Error(`${count} bytes`);
    }
    operations++;
  }
}

const sleep = (duration: number) => new Promise((resolve) => setTimeout(resolve, duration * 1000));
const workers = Promise.all(Array.from({ length: Number(depth) }, worker));
await Promise.race([workers, sleep(WARM_UP_SECONDS)]);
const counted = operations;
const start = performance.now();
const cpu = process.cpuUsage();
await Promise.race([workers, sleep(Number(seconds))]);
const result = {
  operations: operations - counted,
  wallSeconds: (performance.now() - start) / 1000,
  cpuSeconds: (process.cpuUsage(cpu).user + process.cpuUsage(cpu).system) / 1e6,
};
stop.abort();
await workers;
client.close();
process.stdout.write(`${JSON.stringify(result)}\n`);
