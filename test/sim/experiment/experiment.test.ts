import { describe, expect, it } from 'vitest';
import type { Objective } from '../../../models/objective.ts';
import type { Studio } from '../../../models/studio.ts';
import { isPrecise, precisionOf } from '../../../sim/experiment/estimate-precision.ts';
import { Experiment } from '../../../sim/experiment/experiment.ts';
import { ReplicatedRun } from '../../../sim/experiment/replicated-run.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { CHURN, RENDER, smallStudio } from '../studio/small-studio.ts';

const QUARTER_HOUR = 900;

function objective(metric: string, statistic: Objective['statistic']): Objective {
  return { text: metric, metric, statistic, comparison: '<=', limit: 1e9, line: 1, file: 'small.yaml' };
}

/** A wave of frames on the farm of a small studio, whose makespan is sought. */
function wave(run: Partial<Studio['run']>, frames = 20): Studio {
  const studio = smallStudio(
    [
      {
        ...RENDER,
        release: { kind: 'scheduled', timesSeconds: [60] },
        framesPerWave: frames,
        computeSeconds: { kind: 'lognormal', median: 60, sigma: 0.8 },
        reads: { storage: 'hot', bytes: { kind: 'constant', value: 1e6 }, files: 1 },
        writes: { storage: 'hot', bytes: { kind: 'constant', value: 1e6 }, files: 1 },
        metadata: { getattr: 1 },
        verify: false,
      },
    ],
    { durationSeconds: QUARTER_HOUR, ...run },
  );
  return { ...studio, objectives: [objective(`${RENDER.name}.makespan`, { kind: 'max' })] };
}

/** Simulates an experiment to its end, `atOnce` replications at a time. */
function simulated(studios: readonly Studio[], atOnce: number) {
  const experiment = new Experiment(studios);
  let simulations = 0;
  for (;;) {
    const requests = experiment.requests(atOnce);
    if (requests.length === 0) return { experiment, simulations };
    simulations += requests.length;
    const outcomes = requests.map(({ studio, replication, days }) =>
      simulateReplication(studio, replication, days),
    );
    experiment.accept(requests, outcomes);
  }
}

const counts = ({ experiment }: ReturnType<typeof simulated>) =>
  experiment.outcomes.map(({ length }) => length);

describe('an experiment with a number of replications', () => {
  it('asks for all of them at once, and for no more', () => {
    const run = simulated([wave({ replications: 3 })], 8);
    expect(counts(run)).toEqual([3]);
    expect(run.simulations).toBe(3);
  });
});

describe('an experiment with a precision', () => {
  const target = { halfWidthShare: 0.15, replicationsMin: 5 };
  const studio = wave({ replications: 200, precision: target });
  const one = simulated([studio], 1);
  const [outcomes = []] = one.experiment.outcomes;

  it('ends with the fewest replications that are precise enough', () => {
    expect(outcomes.length).toBeGreaterThan(5);
    expect(outcomes.length).toBeLessThan(200);
    expect(one.simulations).toBe(outcomes.length);
    for (let count = 5; count <= outcomes.length; count++) {
      expect(isPrecise(studio, outcomes.slice(0, count))).toBe(count === outcomes.length);
    }
  });

  it('ends alike however many replications are simulated at once', () => {
    for (const atOnce of [2, 7, 64]) {
      expect(simulated([studio], atOnce).experiment.outcomes).toEqual([outcomes]);
    }
  });

  it('ends at the limit, and says what it has not found out', () => {
    const limited = wave({ replications: 6, precision: target });
    const run = simulated([limited], 4);
    expect(counts(run)).toEqual([6]);
    const precision = precisionOf(new ReplicatedRun(limited, run.experiment.outcomes[0]!));
    expect(precision).toMatchObject({
      targetShare: 0.15,
      replicationsMin: 5,
      replicationsMax: 6,
      reached: false,
    });
    expect(precision?.estimates[0]?.halfWidthShare).toBeGreaterThan(0.15);
  });

  it('gives all candidates as many replications as together they need', () => {
    const easy = wave({ replications: 200, precision: target }, 200);
    const alone = counts(simulated([easy], 1))[0]!;
    expect(alone).toBeLessThan(outcomes.length);
    const [first = 0, second = 0] = counts(simulated([easy, studio], 3));
    expect(first).toBe(second);
    expect(first).toBeGreaterThanOrEqual(outcomes.length);
  });

  it('repeats the day first until it is steady', () => {
    const run = simulated(
      [wave({ replications: 200, precision: target, until: { kind: 'steady', daysMax: 4 } })],
      3,
    );
    const [days = []] = run.experiment.outcomes;
    expect(days.length).toBeGreaterThanOrEqual(5);
    expect(new Set(days.map((outcome) => outcome.days?.length))).toEqual(new Set(run.experiment.days));
    expect(run.experiment.days[0]).toBeGreaterThanOrEqual(2);
  });
});

describe('what is to be known precisely', () => {
  const precise = { replications: 10, precision: { halfWidthShare: 0.1, replicationsMin: 5 } };
  const estimatesOf = (studio: Studio) => {
    const outcomes = [0, 1, 2, 3, 4].map((replication) => simulateReplication(studio, replication));
    return precisionOf(new ReplicatedRun(studio, outcomes))!.estimates;
  };

  it('is every objective and policy, each once', () => {
    const churn = smallStudio([CHURN], { durationSeconds: 60, ...precise });
    const latency = objective(`${CHURN.name}.latency`, { kind: 'percentile', fraction: 0.99 });
    const utilization = objective('storage.hot utilization', { kind: 'mean' });
    const names = estimatesOf({ ...churn, objectives: [latency, latency], policies: [utilization] }).map(
      ({ name }) => name,
    );
    expect(names).toEqual([`${CHURN.name}.latency p99`, 'storage.hot utilization mean']);
  });

  it('is the mean of each metric that was observed, where there is neither', () => {
    const never: Studio = { ...wave(precise), objectives: [] };
    const names = estimatesOf(never).map(({ name }) => name);
    expect(names).toContain(`${RENDER.name}.turnaround mean`);
    expect(names.every((name) => name.endsWith(' mean'))).toBe(true);
  });

  it('is never known of what was not observed', () => {
    const studio = wave(precise);
    const late = { ...studio.stages[0]!, release: { kind: 'scheduled', timesSeconds: [] } } as const;
    const [makespan] = estimatesOf({ ...studio, stages: [late] });
    expect(makespan).toMatchObject({ halfWidthShare: null, reached: false });
  });
});
