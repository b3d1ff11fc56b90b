/**
 * Events per second of the kernel on M/M/1 and M/M/8 at utilization 0.8, processes and declarative network side by side
 * with what a typed array can do (limit.ts). Each run is a process of its own; engines take turns, medians of five.
 * An event is one arrival or one departure, so that a customer is two.
 *
 *   npm run bench -- kernel
 */

import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROUNDS = 5;
const CUSTOMERS = 3_000_000;
const ENGINES = ['limit', 'network', 'processes'] as const;

function eventsPerSecond(engine: string, servers: number, seed: number): number {
  const { status, stdout } = spawnSync(
    process.execPath,
    [path.join(import.meta.dirname, 'engine.ts'), engine, String(servers), String(CUSTOMERS), String(seed)],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (status !== 0) throw new Error(`${engine} failed`);
  return Number(stdout.split(' ')[1]);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

process.stdout.write('million events per CPU second, and its ratio to the limit beside it\n');
for (const servers of [1, 8]) {
  const rounds = Array.from({ length: ROUNDS }, (_, seed) =>
    ENGINES.map((engine) => eventsPerSecond(engine, servers, seed + 1)),
  );
  for (const [index, engine] of ENGINES.entries()) {
    const rate = median(rounds.map((round) => round[index]!)) / 1e6;
    const ratio = median(rounds.map((round) => round[index]! / round[0]!));
    process.stdout.write(
      `M/M/${servers} ${engine.padEnd(10)}${rate.toFixed(2).padStart(7)}${ratio.toFixed(2).padStart(7)}\n`,
    );
  }
}
