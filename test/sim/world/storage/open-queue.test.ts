/**
 * Open arrivals below, at and above capacity, for a few seconds and for a minute of bursts, against a recursion that shares
 * no code with the product: an operation starts when it has come and a server of its lane is free (J. Kiefer and
 * J. Wolfowitz, "On the theory of queues with many servers", 1955; with one server D. V. Lindley's of 1952).
 */
import { describe, expect, it } from 'vitest';
import { sampler } from '../../../../models/distributions/distribution.ts';
import { gamma } from '../../../../models/distributions/gamma.ts';
import { Histogram } from '../../../../models/histogram.ts';
import { RandomStream } from '../../../../sim/kernel/stream.ts';
import { byPatience } from '../../../patience.ts';
import {
  arrayOf,
  capacityOf,
  churnAt,
  type Lanes,
  observed,
  studioOn,
} from '../../studio/queueing-studio.ts';

const BURSTS = gamma(7, 1 / 7);
const STEADY = { kind: 'constant', value: 1 } as const;

/** Response times by the recursion: a second's operations come evenly, each to a lane at random. */
function recursion(system: Lanes, load: number, seconds: number, bursts: boolean, seed: string): Histogram {
  const { lanes, servers, seconds: service } = system;
  const stream = new RandomStream(seed);
  const drawVariation = sampler(gamma(1 / 0.56, 0.56), stream);
  const drawBurst = sampler(BURSTS, stream);
  const free = Array.from({ length: lanes }, () => new Float64Array(servers));
  const responses = new Histogram();
  for (let second = 0; second < seconds; second++) {
    const count = Math.round(load * capacityOf(system) * (bursts ? drawBurst() : 1));
    for (let nth = 0; nth < count; nth++) {
      const due = second + (nth + 0.5) / count;
      const lane = free[Math.floor(stream.uniform() * lanes)]!;
      const server = lane.indexOf(Math.min(...lane));
      const served = service * drawVariation();
      lane[server] = Math.max(due, lane[server]!) + served;
      responses.record(lane[server] - due);
    }
  }
  return responses;
}

function merged(runs: number, of: (run: number) => Histogram): Histogram {
  const all = new Histogram();
  for (let run = 0; run < runs; run++) all.merge(of(run));
  return all;
}

const SYSTEMS = [
  ['ten lanes', { lanes: 10, servers: 1, seconds: 20e-3 }, 0.1, 0.15],
  ['four lanes of four servers', { lanes: 4, servers: 4, seconds: 20e-3 }, 0.1, 0.15],
  ['a single lane', { lanes: 1, servers: 1, seconds: 5e-3 }, 0.2, 0.35],
] as const;

/** A name, the seconds of one run, whether its rate bursts, and the number of runs. */
type Run = readonly [name: string, seconds: number, bursts: boolean, runs: number];

/** Loads as shares of the capacity. */
const LOADS = [0.5, 0.8, 0.95, 1, 1.2] as const;

describe.each(SYSTEMS)('%s', (name, system, meanTolerance, tailTolerance) => {
  describe.each(LOADS)('at %f of its capacity', (load) => {
    const few = system.lanes === 1 ? byPatience({ fast: 40, slow: 200 }) : byPatience({ fast: 8, slow: 60 });
    it.each([
      ['four steady seconds', 4, false, few],
      ['a minute of bursts', 60, true, byPatience({ fast: 1, slow: 20 })],
      ...byPatience<readonly Run[]>({ slow: [], night: [['an hour of bursts', 3600, true, 2]] }),
    ] as const satisfies readonly Run[])(
      '%s: flows, operations and the recursion agree',
      (_, seconds, bursts, runs) => {
        const churn = churnAt(load * capacityOf(system), bursts ? BURSTS : STEADY);
        const studio = studioOn(arrayOf(system), [churn], { durationSeconds: seconds });
        const flows = observed(studio, 'pipeline', 'latency', runs);
        const operations = observed(
          { ...studio, run: { ...studio.run, fidelity: 'operations' } },
          'pipeline',
          'latency',
          runs,
        );
        // Both fidelities meet the same bursts. The recursion draws its own, of which the mean of an hour says something
        // where it settles within minutes.
        expect(flows.mean / operations.mean).toBeGreaterThan(1 - meanTolerance * scatter(runs, bursts));
        expect(flows.mean / operations.mean).toBeLessThan(1 + meanTolerance * scatter(runs, bursts));
        const tails = flows.quantile(0.99) / operations.quantile(0.99);
        expect(tails).toBeGreaterThan(1 - tailTolerance * scatter(runs, bursts));
        expect(tails).toBeLessThan(1 + tailTolerance * scatter(runs, bursts));
        if (bursts && (seconds < 3600 || load > 0.8)) return;
        const theory = merged(runs, (run) =>
          recursion(system, load, seconds, bursts, `${name} ${load} ${run}`),
        );
        expect(flows.mean / theory.mean).toBeGreaterThan(1 - meanTolerance * scatter(runs, bursts));
        expect(flows.mean / theory.mean).toBeLessThan(1 + meanTolerance * scatter(runs, bursts));
        expect(operations.mean / theory.mean).toBeGreaterThan(1 - meanTolerance * scatter(runs, bursts));
        expect(operations.mean / theory.mean).toBeLessThan(1 + meanTolerance * scatter(runs, bursts));
      },
    );

    it('no wait is longer than what arrived less what could be served, and the queue that had the time to build', () => {
      const seconds = 4;
      const churn = churnAt(load * capacityOf(system), STEADY);
      const studio = studioOn(arrayOf(system), [churn], { durationSeconds: seconds });
      const { mean, maximum } = observed(studio, 'pipeline', 'latency', 4);
      const backlogSeconds = Math.max(0, load - 1) * seconds;
      // The root of the variance of the work that arrived in that time: the reflected path's own spread.
      const spreadSeconds = Math.sqrt((2 * 0.78 * load * system.seconds * seconds) / system.servers);
      expect(mean).toBeLessThan(backlogSeconds / 2 + spreadSeconds + 2 * system.seconds);
      expect(maximum).toBeLessThan(backlogSeconds + 5 * spreadSeconds + 12 * system.seconds);
    });
  });
});

/** Few runs stray; what is asked for is asked of many. */
function scatter(runs: number, bursts: boolean): number {
  return byPatience({ fast: bursts && runs < 4 ? 3 : 2.5, slow: 1 });
}
