/**
 * Events per second of the kernel on M/M/1 and M/M/8 at utilization 0.8. Processes and the declarative network are
 * compared with a typed array (limit.ts). Each run is a process of its own; engines take turns, and medians of five
 * count. A customer is two events: its arrival and its departure.
 *
 *   npm run bench -- kernel/kernel
 *
 * PROTOTYPE=path also runs another program, called with `mmc customers servers utilization runs zig`. Its last line of
 * output gives its rate as `... Mev/s`.
 */

import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { median } from 'simple-statistics';

const ROUNDS = 5;
const CUSTOMERS = 3_000_000;
const prototype = process.env['PROTOTYPE'];
const ENGINES = ['limit', 'network', 'processes', ...(prototype === undefined ? [] : ['prototype'])];

function eventsPerSecond(engine: string, servers: number, seed: number): number {
  const args =
    engine === 'prototype'
      ? [prototype!, 'mmc', String(CUSTOMERS), String(servers), '0.8', '3', 'zig']
      : [
          path.join(import.meta.dirname, 'engine.ts'),
          engine,
          String(servers),
          String(CUSTOMERS),
          String(seed),
        ];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${engine} failed`);
  if (engine === 'prototype') return Number(/([\d.]+) Mev\/s[^\n]*\s*$/u.exec(stdout)![1]) * 1e6;
  return Number(stdout.split(' ')[1]);
}

process.stdout.write('million events per CPU second, and the ratio to each of the limits beside it\n');
for (const servers of [1, 8]) {
  const rounds = Array.from({ length: ROUNDS }, (_, seed) =>
    ENGINES.map((engine) => eventsPerSecond(engine, servers, seed + 1)),
  );
  for (const [index, engine] of ENGINES.entries()) {
    const rate = median(rounds.map((round) => round[index]!)) / 1e6;
    const ratios = ENGINES.flatMap((limit, place) =>
      limit === 'limit' || limit === 'prototype'
        ? [
            median(rounds.map((round) => round[index]! / round[place]!))
              .toFixed(2)
              .padStart(7),
          ]
        : [],
    );
    process.stdout.write(
      `M/M/${servers} ${engine.padEnd(10)}${rate.toFixed(2).padStart(7)}${ratios.join('')}\n`,
    );
  }
}
