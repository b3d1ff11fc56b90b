/** Studios to results: all replications of all studios on one pool, then one summary each. */

import type { ResultDocument } from '../models/result.ts';
import type { Studio } from '../models/studio.ts';
import { type Provenance, summarize } from '../sim/experiment/summarize.ts';
import type { ReplicationOutcome } from '../sim/studio/replication.ts';
import { Pool, runAll } from './pool.ts';
import { startProgress } from './progress.ts';
import type { ReplicationTask } from './replication-worker.ts';
import { screen } from './terminal.ts';
import { toolOf } from './tool.ts';

export interface SimulationInput {
  readonly studio: Studio;
  readonly scenario: Provenance['scenario'];
}

export interface SimulationOptions {
  readonly threads: number;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
}

/** The worker stands beside this file, with the same ending: .ts in a clone, .js in a package. */
const WORKER = new URL(
  `./replication-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`,
  import.meta.url,
);

/** Results in the order of the inputs. The same bytes on any number of threads. */
export async function simulateStudios(
  inputs: readonly SimulationInput[],
  { threads, quiet, signal }: SimulationOptions,
): Promise<ResultDocument[]> {
  if (inputs.length === 0) return [];
  const tasks = inputs.flatMap(({ studio }) =>
    Array.from({ length: studio.run.replications }, (_, replication) => ({
      task: { studio, replication },
      label: `replication ${replication + 1} of ${studio.run.replications} of "${studio.name}"`,
    })),
  );
  const pool = new Pool<ReplicationTask, ReplicationOutcome>({
    worker: WORKER,
    threads: Math.min(threads, tasks.length),
  });
  const progress = quiet ? null : startProgress(screen, tasks.length, 'replications');
  try {
    const outcomes = await runAll(pool, tasks, { signal, onDone: () => progress?.advance() });
    return inputs.map(({ studio, scenario }, index) => {
      const first = inputs.slice(0, index).reduce((sum, before) => sum + before.studio.run.replications, 0);
      const own = outcomes.slice(first, first + studio.run.replications);
      return summarize(studio, own, { scenario, tool: toolOf() });
    });
  } finally {
    progress?.end();
    await pool.close();
  }
}
