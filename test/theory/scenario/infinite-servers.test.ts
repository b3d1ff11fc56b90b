/**
 * A farm that always has a free GPU as M/G/infinity, from YAML. Begun empty, the number of frames under way at a time has Poisson's
 * law, of mean load x E[min(S, time)] of the frame time S, whatever its law.
 */
import { describe, expect, it } from 'vitest';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { isPatient } from '../../patience.ts';
import { missedTruths } from '../coverage.ts';
import { lawOf, meanOf, placeOf } from '../discrete-law.ts';
import { bucketEdge, farmScenario, observed } from './queue.ts';

/** By Poisson's law there are never as many frames as GPUs. */
const GPUS = 30;
const AT_SECONDS = bucketEdge(3);
const REPLICATIONS = 60;

/** Laws of mean 1 s, and the mean of min(S, t). */
const TIMES = {
  constant: { time: '1s', upTo: (t: number) => Math.min(1, t) },
  exponential: { time: '{ exponential: { mean: 1s } }', upTo: (t: number) => 1 - Math.exp(-t) },
  hyperexponential: {
    time: '{ mixture: [{ weight: 80%, of: { exponential: { mean: 0.5s } } }, { weight: 20%, of: { exponential: { mean: 3s } } }] }',
    upTo: (t: number) => 0.8 * 0.5 * (1 - Math.exp(-t / 0.5)) + 0.2 * 3 * (1 - Math.exp(-t / 3)),
  },
} as const;

function poissonLaw(mean: number): Float64Array {
  const weights = [1];
  for (let n = 1; n <= GPUS; n++) weights.push((weights[n - 1]! * mean) / n);
  return lawOf(weights);
}

/** The hardest of them in `npm test`. */
const TRIED_TIMES = Object.entries(TIMES).filter(([name]) => name === 'hyperexponential' || isPatient);

describe.each(TRIED_TIMES)('%s frame times', (_, { time, upTo }) => {
  it.each([0.3, 3])('at a load of %s: the number under way, its mean and its law', (load) => {
    const scenario = farmScenario(GPUS, [
      `stages.frames.frame.time=${time}`,
      `stages.frames.release={ poisson: ${load}/s, frames: 1 }`,
    ]);
    const run = {
      ...scenario.run,
      durationSeconds: AT_SECONDS,
      // What is observed is kept apart by when it was, before and after the end of the warm-up.
      warmup: { kind: 'given', seconds: AT_SECONDS * (1 - 1e-12) },
    } as const;
    const studio = { ...scenario, stages: scenario.stages.slice(1) };
    const law = poissonLaw(load * upTo(AT_SECONDS));
    const median = placeOf(law, 0.5);
    const truth = {
      'under way': meanOf(law, (n) => n),
      'up to the median': meanOf(law, (n) => (n <= median ? 1 : 0)),
    };
    const missed = missedTruths(truth, REPLICATIONS, (_streams, seed) => {
      let replication = 0;
      return () => {
        const outcome = simulateReplication({ ...studio, run: { ...run, seed } }, replication++);
        const { arrived } = outcome.stages[0]!.totals;
        const underWay = arrived - (observed(outcome, 'frames', 'turnaround')?.count ?? 0);
        return { 'under way': underWay, 'up to the median': underWay <= median ? 1 : 0 };
      };
    });
    expect(missed).toEqual([]);
  });
});
