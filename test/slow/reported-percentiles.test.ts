/**
 * The p95 that a result reports, with its interval, against the law of M/M/4: the mean over replications of the p95 of each. The p95 of
 * a replication is off by some part of its variance, as the law bends there, which the interval of a mean does not know: with s the
 * standard deviation of the p95 of one of R replications and an exponential tail of rate r, by r s sqrt(R) / 2 of the mean's standard
 * deviation. So replications are long here, and few: it is below 0.2, at which 95% are still 94.6%.
 */
import { expect, it } from 'vitest';
import { summarize } from '../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../sim/studio/replication.ts';
import { byPatience } from '../patience.ts';
import { binomialLowerTail } from '../theory/coverage.ts';
import { quantileOf } from '../theory/quantile.ts';
import { FARM_QUEUES } from '../theory/scenario/farm-queues.ts';
import { farmScenario, lasting } from '../theory/scenario/queue.ts';

const SEEDS = 80;
const REPLICATIONS = 5;
const TOOL = { name: 'headroom', version: 'test', node: 'test' } as const;
const SCENARIO = { file: 'queue.yaml', sha256: '', variant: null, overrides: [] };

/** Frames of a replication: the busier the farm, the longer it takes until they vary independently. */
const LENGTHS = byPatience<readonly (readonly [utilization: number, frames: number])[]>({
  slow: [[0.3, 3000]],
  night: [
    [0.3, 3000],
    [0.7, 6000],
  ],
});

it.each(LENGTHS)('at utilization %s, of %i frames: the p95 of a farm as M/M/4', (utilization, frames) => {
  const { servers, time, cumulative } = FARM_QUEUES['M/M/4'];
  const load = servers * utilization;
  const truth = quantileOf(cumulative!(load), 0.95);
  const scenario = farmScenario(servers, [
    `stages.frames.frame.time=${time}`,
    `stages.frames.release={ poisson: ${load}/s, frames: 1 }`,
    'objectives=[frames.turnaround p95 <= 1h]',
    `run.replications=${REPLICATIONS}`,
  ]);
  const studio = lasting(frames / load, { ...scenario, stages: scenario.stages.slice(1) });
  let held = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const seeded = { ...studio, run: { ...studio.run, seed: String(seed) } };
    const outcomes = Array.from({ length: REPLICATIONS }, (_, index) => simulateReplication(seeded, index));
    const [objective] = summarize(seeded, outcomes, { tool: TOOL, scenario: SCENARIO }).objectives;
    const [low, high] = objective!.ci95!;
    if (low <= truth && truth <= high) held++;
  }
  expect(binomialLowerTail(held, SEEDS, 0.95), `${held} of ${SEEDS}`).toBeGreaterThan(1e-4);
});
