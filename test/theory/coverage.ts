import { meanInterval } from '../../models/statistics/mean-interval.ts';
import { StreamSource } from '../../sim/kernel/stream.ts';
import { byPatience } from '../patience.ts';

/** What one replication measured, by name. */
export type Measurements = Readonly<Record<string, number>>;

export type Utilization = 0.3 | 0.7 | 0.9 | 0.95;

/** Utilizations at which the kernel is tried. */
export const UTILIZATIONS = byPatience<readonly Utilization[]>({
  fast: [0.3, 0.9],
  slow: [0.3, 0.7, 0.9, 0.95],
});

/** Utilizations at which whole scenarios are tried, whose replications take many times as long as the kernel's. */
export const SCENARIO_UTILIZATIONS = byPatience<readonly Utilization[]>({
  fast: [0.9],
  slow: [0.3, 0.9],
  night: [0.3, 0.7, 0.9, 0.95],
});

const SEEDS = byPatience({ fast: 10, slow: 200 });
const CONFIDENCE = 0.95;
const SIGNIFICANCE = 1e-4;

/** The mean of one quantity over replications, for each seed. */
interface Tally {
  held: number;
  estimate: number;
}

/**
 * Runs an experiment of `replications` independent replications for each of the seeds from 1 on, none left out, and
 * returns the quantities whose 95% interval holds the true mean less often than it should: the count over the seeds is
 * significantly below 95% (one-sided binomial test, p < 0.0001). None should.
 *
 * `experiment` prepares one seed and returns what runs a replication; replications go on drawing from its streams.
 *
 * Quantiles are put to the test by what defines them: the fraction of observations up to the true q-quantile has mean
 * q. An interval of that fraction holds q just when the quantile's interval by inversion holds the true quantile.
 */
export function missedTruths(
  truth: Measurements,
  replications: number,
  experiment: (streams: StreamSource, seed: string) => () => Measurements,
): string[] {
  const tallies = new Map(
    Object.keys(truth).map((name): [string, Tally] => [name, { held: 0, estimate: 0 }]),
  );
  for (let seed = 1; seed <= SEEDS; seed++) {
    const replicate = experiment(new StreamSource(String(seed), 0), String(seed));
    const measured = Array.from({ length: replications }, replicate);
    for (const [name, tally] of tallies) {
      const interval = meanInterval(
        measured.map((measurements) => measurements[name]!),
        CONFIDENCE,
      );
      if (interval.low <= truth[name]! && truth[name]! <= interval.high) tally.held++;
      tally.estimate += interval.mean / SEEDS;
    }
  }
  return [...tallies]
    .filter(([, { held }]) => binomialLowerTail(held, SEEDS, CONFIDENCE) < SIGNIFICANCE)
    .map(
      ([name, { held, estimate }]) =>
        `${name}: true ${truth[name]}, estimated ${estimate}, held by ${held} of ${SEEDS} intervals`,
    );
}

/** The probability of at most `count` successes in `trials`. */
export function binomialLowerTail(count: number, trials: number, probability: number): number {
  let term = (1 - probability) ** trials;
  let sum = term;
  for (let k = 1; k <= count; k++) {
    term *= ((trials - k + 1) / k) * (probability / (1 - probability));
    sum += term;
  }
  return sum;
}

/** The mean of observations, and the fractions of them up to the true 0.95- and 0.99-quantiles. */
export function meanAndQuantiles(
  name: string,
  observations: Float64Array,
  p95: number,
  p99: number,
): Measurements {
  let sum = 0;
  let below95 = 0;
  let below99 = 0;
  for (const observation of observations) {
    sum += observation;
    if (observation <= p95) below95++;
    if (observation <= p99) below99++;
  }
  const count = observations.length;
  return { [name]: sum / count, [`${name} p95`]: below95 / count, [`${name} p99`]: below99 / count };
}

/** What `meanAndQuantiles` measures in truth; where the law has an atom at a quantile, more than 0.95 or 0.99 lie up to it. */
export function trueMeanAndQuantiles(
  name: string,
  mean: number,
  upToP95 = 0.95,
  upToP99 = 0.99,
): Measurements {
  return { [name]: mean, [`${name} p95`]: upToP95, [`${name} p99`]: upToP99 };
}
