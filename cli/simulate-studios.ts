/** Studios to results: all replications of all studios on one pool, then one summary each. */

import type { ResultDocument } from '../models/result.ts';
import type { Studio } from '../models/studio.ts';
import { runCost } from '../sim/cost/run-cost.ts';
import { firstRoundDays, nextRoundDays } from '../sim/experiment/rounds.ts';
import { type Provenance, summarize } from '../sim/experiment/summarize.ts';
import type { ReplicationOutcome } from '../sim/studio/replication.ts';
import { affordableThreads, longWait, waitText } from './expected-wait.ts';
import { Pool, runAll } from './pool.ts';
import { startProgress } from './progress.ts';
import type { ReplicationTask } from './replication-worker.ts';
import { note, screen } from './terminal.ts';
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

/** What is still to be simulated of an input: all its replications, over so many days. */
interface Round {
  readonly input: number;
  readonly studio: Studio;
  readonly days: number;
}

/** Results in the order of the inputs. The same bytes on any number of threads. */
export async function simulateStudios(
  inputs: readonly SimulationInput[],
  { threads, quiet, signal }: SimulationOptions,
): Promise<ResultDocument[]> {
  if (inputs.length === 0) return [];
  const tasks = inputs.reduce((sum, { studio }) => sum + studio.run.replications, 0);
  const cost = runCost(inputs.map(({ studio }) => studio));
  const workers = affordableThreads(cost, Math.min(threads, tasks));
  const wait = quiet ? null : longWait(cost, workers);
  if (wait !== null) note(`headroom: ${waitText(wait, cost, workers)}`);
  const pool = new Pool<ReplicationTask, ReplicationOutcome>({ worker: WORKER, threads: workers });
  const outcomes: (readonly ReplicationOutcome[])[] = inputs.map(() => []);
  let rounds = inputs.map(({ studio }, input): Round => ({ input, studio, days: firstRoundDays(studio) }));
  // Rounds are as many as it takes: what is left of one that repeats its days is told by its own pace only.
  const expectedSeconds = inputs.every(({ studio }) => studio.run.until === undefined) ? wait : null;
  try {
    while (rounds.length > 0) {
      const simulated = await simulateRound(pool, rounds, { quiet, signal, expectedSeconds });
      rounds = rounds.flatMap(({ input, studio }, index): Round[] => {
        outcomes[input] = simulated[index]!;
        const days = nextRoundDays(studio, simulated[index]!);
        return days === null ? [] : [{ input, studio, days }];
      });
    }
    return inputs.map(({ studio, scenario }, index) =>
      summarize(studio, outcomes[index]!, { scenario, tool: toolOf() }),
    );
  } finally {
    // Workers that cannot be ended are no reason to lose what they computed.
    await pool.close().catch(() => undefined);
  }
}

/** The outcomes of a round, for each of its studios. */
async function simulateRound(
  pool: Pool<ReplicationTask, ReplicationOutcome>,
  rounds: readonly Round[],
  {
    quiet,
    signal,
    expectedSeconds,
  }: Pick<SimulationOptions, 'quiet' | 'signal'> & { readonly expectedSeconds: number | null },
): Promise<(readonly ReplicationOutcome[])[]> {
  const tasks = rounds.flatMap(({ studio, days }) =>
    Array.from({ length: studio.run.replications }, (_, replication) => ({
      task: { studio, replication, days },
      label: `replication ${replication + 1} of ${studio.run.replications} of "${studio.name}"`,
    })),
  );
  const days = Math.max(...rounds.map((round) => round.days));
  const what = days === 1 ? 'replications' : `replications of ${days} days`;
  const progress = quiet ? null : startProgress(screen, tasks.length, what, { expectedSeconds });
  try {
    const outcomes = await runAll(pool, tasks, { signal, onDone: () => progress?.advance() });
    let first = 0;
    return rounds.map(({ studio }) => outcomes.slice(first, (first += studio.run.replications)));
  } finally {
    progress?.end();
  }
}
