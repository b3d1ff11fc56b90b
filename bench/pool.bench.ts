/**
 * Replications on the pool: the same simulation on one worker and on two, alternating, each from a pool that has already
 * started its workers. On an otherwise idle machine with two cores the second should nearly double the first.
 *
 *   npm run bench -- pool
 */

import path from 'node:path';
import { Pool, runAll } from '../cli/pool.ts';
import type { ReplicationTask } from '../cli/replication-worker.ts';
import { createTextLoader } from '../cli/text-loader.ts';
import { loadScenario } from '../models/scenario/load.ts';
import type { ReplicationOutcome } from '../sim/studio/replication.ts';

const ROUNDS = 5;
const REPLICATIONS = 8;

const loaded = loadScenario(
  path.join(import.meta.dirname, '..', 'scenarios', 'feature-crunch.yaml'),
  createTextLoader(),
);
if (loaded.kind === 'invalid') throw new Error('scenarios/feature-crunch.yaml is invalid');
const { studio } = loaded;

const pools = [1, 2].map(
  (threads) =>
    new Pool<ReplicationTask, ReplicationOutcome>({
      worker: new URL('../cli/replication-worker.ts', import.meta.url),
      threads,
    }),
);

async function seconds(pool: Pool<ReplicationTask, ReplicationOutcome>): Promise<number> {
  const tasks = Array.from({ length: REPLICATIONS }, (_, replication) => ({
    task: { studio, replication },
    label: `replication ${replication}`,
  }));
  const started = performance.now();
  await runAll(pool, tasks, { signal: new AbortController().signal, onDone: () => {} });
  return (performance.now() - started) / 1000;
}

const ratios: number[] = [];
for (const pool of pools) await seconds(pool);
for (let round = 0; round < ROUNDS; round++) {
  const [one, two] = [await seconds(pools[0]!), await seconds(pools[1]!)];
  ratios.push(one / two);
  process.stdout.write(
    `${REPLICATIONS} replications: one worker ${one.toFixed(2)} s, two ${two.toFixed(2)} s, ratio ${(one / two).toFixed(2)}\n`,
  );
}
process.stdout.write(
  `median ratio ${ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!.toFixed(2)}\n`,
);
for (const pool of pools) await pool.close();
