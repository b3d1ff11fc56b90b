/**
 * A farm as G/G/c, from YAML: frames are customers, GPUs are servers, `turnaround` is the sojourn. A replication begins with the work that an arrival finds in the long run (J. Kiefer, J. Wolfowitz, On the theory
 * of queues with many servers, Transactions of the American Mathematical Society 78, 1955).
 */
import type { HistogramSnapshot } from '../../../models/histogram.ts';
import type { RandomStream } from '../../../sim/kernel/stream.ts';
import { type Measurements, missedTruths, type Utilization } from '../coverage.ts';
import { DeterministicQueue } from '../deterministic-queue.ts';
import { erlangC, sojournCumulative } from '../erlang.ts';
import { PeriodicQueue } from '../periodic-queue.ts';
import { PhaseQueue } from '../phase-queue.ts';
import {
  drawFrom,
  drawPhase,
  erlangPhases,
  exponentialPhases,
  hyperexponentialPhases,
  type PhaseType,
  withMean,
} from '../phase-type.ts';
import { quantileOf } from '../quantile.ts';
import { bucketEdge, countFrom, farmScenario, lasting, observed, replicate } from './queue.ts';

export interface FarmQueue {
  readonly servers: number;
  /** Frame time in the language of scenarios, of mean 1 s, and drawn here. */
  readonly time: string;
  readonly drawSeconds: (stream: RandomStream) => number;
  /** Releases at equal intervals; else at random moments. */
  readonly periodic?: true;
  /** Its mean in seconds. */
  readonly meanTurnaround: (load: number) => number;
  /** Its law, where that is known: the probability of at most so many seconds. */
  readonly cumulative?: (load: number) => (seconds: number) => number;
}

function phases(law: PhaseType): FarmQueue['drawSeconds'] {
  return (stream) => drawFrom(law, drawPhase(law, stream), stream);
}

/** The mean sojourn at M/PH/c. */
function phaseMean(servers: number, load: number, service: PhaseType): number {
  const arrival = withMean(1 / load, exponentialPhases);
  const mostPresent = Math.ceil(80 / (1 - load / servers));
  return 1 + new PhaseQueue(servers, arrival, service, mostPresent).meanWaiting / load;
}

const exponential = {
  time: '{ exponential: { mean: 1s } }',
  drawSeconds: (stream: RandomStream) => stream.exponential(),
};
const hyperexponential = {
  time: '{ mixture: [{ weight: 80%, of: { exponential: { mean: 0.5s } } }, { weight: 20%, of: { exponential: { mean: 3s } } }] }',
  drawSeconds: phases(hyperexponentialPhases),
};

function markovian(servers: number): FarmQueue {
  return {
    ...exponential,
    servers,
    meanTurnaround: (load) => 1 + erlangC(servers, load) / (servers - load),
    cumulative: (load) => (seconds) => sojournCumulative(erlangC(servers, load), servers - load, seconds),
  };
}

function deterministic(servers: number): FarmQueue {
  return {
    servers,
    time: '1s',
    drawSeconds: () => 1,
    meanTurnaround: (load) => 1 + new DeterministicQueue(servers, load).meanWait,
    cumulative: (load) => {
      const queue = new DeterministicQueue(servers, load);
      return (seconds) => queue.waitCumulative(seconds - 1);
    },
  };
}

function periodic(servers: number): FarmQueue {
  return {
    ...exponential,
    servers,
    periodic: true,
    meanTurnaround: (load) => new PeriodicQueue(servers, 1 / load).meanSojourn,
  };
}

/** Lognormal of sigma 0.8 and mean 1, whose median is exp(-0.32). */
const SIGMA = 0.8;

export const FARM_QUEUES = {
  'M/M/1': markovian(1),
  'M/M/4': markovian(4),
  'M/D/1': deterministic(1),
  'M/D/4': deterministic(4),
  'M/G/1, lognormal': {
    servers: 1,
    time: `{ lognormal: { median: ${Math.exp(-(SIGMA ** 2) / 2)}s, sigma: ${SIGMA} } }`,
    drawSeconds: (stream) => {
      const normal = Math.sqrt(2 * stream.exponential()) * Math.cos(2 * Math.PI * stream.uniform());
      return Math.exp(SIGMA * normal - SIGMA ** 2 / 2);
    },
    meanTurnaround: (load) => 1 + (load * Math.exp(SIGMA ** 2)) / (2 * (1 - load)),
  },
  'M/H2/1': {
    ...hyperexponential,
    servers: 1,
    meanTurnaround: (load) => 1 + (load * (1 + 3)) / (2 * (1 - load)),
  },
  'M/H2/2': {
    ...hyperexponential,
    servers: 2,
    meanTurnaround: (load) => phaseMean(2, load, hyperexponentialPhases),
  },
  'M/E2/2': {
    servers: 2,
    time: '{ erlang: { mean: 1s, stages: 2 } }',
    drawSeconds: phases(erlangPhases),
    meanTurnaround: (load) => phaseMean(2, load, erlangPhases),
  },
  'D/M/1': periodic(1),
  'D/M/2': periodic(2),
} as const satisfies Readonly<Record<string, FarmQueue>>;

/**
 * Frames expected in a replication, and arrivals before it: some relaxation times, rho / (1 - sqrt(rho))^2 arrivals of a
 * Markovian queue. What is not finished within three durations of the run is given up, and must be rare.
 */
const SIZES = { 0.3: [20, 50], 0.7: [15, 200], 0.9: [35, 2000], 0.95: [70, 6000] } as const;

/**
 * Puts a queue at a utilization to the test of `missedTruths`: the mean turnaround. A replication has a random number of frames, and
 * busy ones have more: per frame that is expected, their sum is not biased.
 */
export function missedByFarm(queue: FarmQueue, utilization: Utilization, replications: number): string[] {
  const truth = { turnaround: queue.meanTurnaround(queue.servers * utilization) };
  return missed(queue, utilization, replications, truth, (histogram, frames) => ({
    turnaround: (histogram?.sum ?? 0) / frames,
  }));
}

/**
 * As `missedByFarm`, for the p95 of the turnaround, by the share of frames that take longer: between the edges of its buckets a
 * histogram does not tell, so longer than the edge next to the true p95. Null where the law jumps at its p95, as at M/D/4 that is
 * mostly empty: the share beyond a jump hangs on the last digit of a time.
 *
 * A busy spell takes all of its frames beyond the p95 together. A replication of a few frames sees one now and then, and the interval
 * of a handful of such numbers holds less than it should, as that of any rare event does: of 40 replications of 70 frames at
 * utilization 0.95, two or three of which see anything, 176 of 200 intervals held the truth. So there must be some dozens with such a
 * spell.
 */
export function percentileMissedByFarm(
  queue: FarmQueue,
  utilization: Utilization,
  replications: number,
): string[] | null {
  const cumulative = queue.cumulative!(queue.servers * utilization);
  const p95 = quantileOf(cumulative, 0.95);
  if (cumulative(p95 * (1 + 1e-6)) - cumulative(p95 * (1 - 1e-6)) > 1e-4) return null;
  const edge = bucketEdge(p95);
  const truth = { 'beyond p95': 1 - cumulative(edge) };
  return missed(queue, utilization, replications, truth, (histogram, frames) => ({
    'beyond p95': countFrom(histogram, edge) / frames,
  }));
}

/** Puts what is measured of the turnarounds of a replication, of so many expected frames, to the test of `missedTruths`. */
function missed(
  queue: FarmQueue,
  utilization: Utilization,
  replications: number,
  truth: Measurements,
  measure: (turnarounds: HistogramSnapshot | null, frames: number) => Measurements,
): string[] {
  const { servers, drawSeconds } = queue;
  const load = servers * utilization;
  const [frames, before] = SIZES[utilization];
  const release = queue.periodic ? `{ every: ${1 / load}s, frames: 1 }` : `{ poisson: ${load}/s, frames: 1 }`;
  const scenario = farmScenario(servers, [
    `stages.frames.frame.time=${queue.time}`,
    `stages.frames.release=${release}`,
  ]);
  // Half an interval short, so that the last of the frames at equal intervals is well within.
  const studio = lasting((queue.periodic ? frames - 0.5 : frames) / load, scenario);
  return missedTruths(truth, replications, (streams, seed) => {
    const start = streams.stream('start', 'work');
    let replication = 0;
    return () => {
      const work = workFound(
        servers,
        () => (queue.periodic ? 1 : start.exponential()) / load,
        () => drawSeconds(start),
        before,
      );
      const outcome = replicate(studio, seed, replication++, work);
      return measure(observed(outcome, 'frames', 'turnaround'), frames);
    };
  });
}

/** The work at each server, least first, that the last of many arrivals finds. */
function workFound(
  servers: number,
  intervalSeconds: () => number,
  serviceSeconds: () => number,
  arrivals: number,
): number[] {
  const work = Array.from({ length: servers }, () => 0);
  for (let i = 0; i < arrivals; i++) {
    const grown = work[0]! + serviceSeconds();
    const interval = intervalSeconds();
    let place = 0;
    for (; place < servers - 1 && work[place + 1]! < grown; place++) {
      work[place] = Math.max(0, work[place + 1]! - interval);
    }
    work[place] = Math.max(0, grown - interval);
    for (place++; place < servers; place++) work[place] = Math.max(0, work[place]! - interval);
  }
  return work;
}
