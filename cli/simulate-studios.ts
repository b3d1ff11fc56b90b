/** Studios to results: all replications of all studios on one pool, then one summary each. */

import type { ResultDocument } from '../models/result.ts';
import type { Studio } from '../models/studio.ts';
import { runCost } from '../sim/cost/run-cost.ts';
import { Experiment, type ReplicationRequest } from '../sim/experiment/experiment.ts';
import { type Provenance, summarize } from '../sim/experiment/summarize.ts';
import type { ReplicationOutcome } from '../sim/studio/replication.ts';
import { affordableThreads, longWait, waitText } from './expected-wait.ts';
import { Pool, runAll } from './pool.ts';
import type { ReplicationTask } from './replication-worker.ts';
import { RoundProgress } from './round-progress.ts';
import { note } from './terminal.ts';
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

/** Results in the order of the inputs; those with a precision get as many replications each. The same bytes on any number of threads. */
export async function simulateStudios(
  inputs: readonly SimulationInput[],
  { threads, quiet, signal }: SimulationOptions,
): Promise<ResultDocument[]> {
  if (inputs.length === 0) return [];
  const studios = inputs.map(({ studio }) => studio);
  const tasks = studios.reduce((sum, { run }) => sum + run.replications, 0);
  const cost = runCost(studios);
  const workers = affordableThreads(cost, Math.min(threads, tasks));
  const wait = quiet ? null : longWait(cost, workers);
  const atMost = studios.some(({ run }) => run.precision !== undefined);
  if (wait !== null) note(`headroom: ${atMost ? 'at most ' : ''}${waitText(wait, cost, workers)}`);
  const pool = new Pool<ReplicationTask, ReplicationOutcome>({ worker: WORKER, threads: workers });
  // Rounds are as many as it takes: what is left of one that repeats its days is told by its own pace only.
  const expectedSeconds = studios.every(({ run }) => run.until === undefined) ? wait : null;
  const experiments = experimentsOf(studios);
  const progress = quiet ? null : new RoundProgress({ atMost, expectedSeconds });
  try {
    for (;;) {
      const running = experiments.map(({ experiment }) => ({
        experiment,
        requests: experiment.requests(workers),
      }));
      const requests = running.flatMap((each) => each.requests);
      if (requests.length === 0) break;
      progress?.begin(experiments.map(({ experiment }) => experiment));
      const outcomes = await runAll(pool, requests.map(taskOf), {
        signal,
        onDone: () => progress?.advance(),
      });
      let first = 0;
      for (const each of running) {
        each.experiment.accept(each.requests, outcomes.slice(first, (first += each.requests.length)));
      }
    }
    const outcomes: (readonly ReplicationOutcome[])[] = [];
    for (const { experiment, places } of experiments) {
      for (const [index, place] of places.entries()) outcomes[place] = experiment.outcomes[index]!;
    }
    return inputs.map(({ studio, scenario }, place) =>
      summarize(studio, outcomes[place]!, { scenario, tool: toolOf() }),
    );
  } finally {
    progress?.end();
    // Workers that cannot be ended are no reason to lose what they computed.
    await pool.close().catch(() => undefined);
  }
}

/** Studios to experiments, with the places of each one's studios: those with a precision end together, all others alone. */
function experimentsOf(
  studios: readonly Studio[],
): readonly { readonly experiment: Experiment; readonly places: readonly number[] }[] {
  const places = [...studios.keys()];
  const together = places.filter((place) => studios[place]!.run.precision !== undefined);
  const alone = places.filter((place) => studios[place]!.run.precision === undefined);
  return [...alone.map((place) => [place]), ...(together.length === 0 ? [] : [together])].map((group) => ({
    places: group,
    experiment: new Experiment(group.map((place) => studios[place]!)),
  }));
}

function taskOf({ studio, replication, days }: ReplicationRequest): {
  readonly task: ReplicationTask;
  readonly label: string;
} {
  const { replications, precision } = studio.run;
  const of = precision === undefined ? `of ${replications}` : `of at most ${replications}`;
  return {
    task: { studio, replication, days },
    label: `replication ${replication + 1} ${of} of "${studio.name}"`,
  };
}
