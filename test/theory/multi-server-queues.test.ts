/**
 * M/D/c against Crommelin's and Franx's exact laws, D/M/c against its embedded chain, and G/G/c against its Markov chain
 * of phases, which agrees with published tables.
 */
import { describe, expect, it } from 'vitest';
import { meanAndQuantiles, missedTruths, trueMeanAndQuantiles, UTILIZATIONS } from './coverage.ts';
import { DeterministicQueue } from './deterministic-queue.ts';
import { lawOf, placeOf } from './discrete-law.ts';
import { erlangC, sojournCumulative } from './erlang.ts';
import { PeriodicQueue } from './periodic-queue.ts';
import { PhaseQueue, type PhaseQueueState } from './phase-queue.ts';
import {
  drawFrom,
  drawPhase,
  erlangPhases,
  exponentialPhases,
  hyperexponentialPhases,
  type PhaseType,
  withMean,
} from './phase-type.ts';
import { PUBLISHED_WAITS } from './published-waits.ts';
import { quantileOf } from './quantile.ts';
import { singleQueue } from './single-queue.ts';

const SIZES = { 0.3: [200, 20], 0.7: [600, 10], 0.9: [800, 8], 0.95: [800, 8] } as const;

describe('the exact references agree with closed forms that are simpler:', () => {
  it.each(UTILIZATIONS)('at utilization %s', (utilization) => {
    const crommelin = new DeterministicQueue(1, utilization);
    expect(crommelin.meanWait).toBeCloseTo(utilization / (2 * (1 - utilization)), 8);
    expect(crommelin.waitCumulative(0)).toBeCloseTo(1 - utilization, 8);
    const states = Math.ceil(80 / (1 - utilization));
    const markovian = new PhaseQueue(
      3,
      withMean(1 / (3 * utilization), exponentialPhases),
      exponentialPhases,
      states,
    );
    const load = 3 * utilization;
    expect(markovian.meanWaiting).toBeCloseTo((erlangC(3, load) * load) / (3 - load), 8);
    const pollaczek = new PhaseQueue(
      1,
      withMean(1 / utilization, exponentialPhases),
      hyperexponentialPhases,
      states,
    );
    expect(pollaczek.meanWaiting).toBeCloseTo((utilization ** 2 * (1 + 3)) / (2 * (1 - utilization)), 8);
    // E2/M/1: sigma solves sigma = A*(1 - sigma), and the mean wait is sigma / (1 - sigma).
    let sigma = 0.5;
    for (let i = 0; i < 10_000; i++) sigma = (2 / (2 + (1 - sigma) / utilization)) ** 2;
    const renewal = new PhaseQueue(1, withMean(1 / utilization, erlangPhases), exponentialPhases, states);
    expect(renewal.meanWaiting / utilization).toBeCloseTo(sigma / (1 - sigma), 8);
    // D/M/1: sojourns are exponential with rate 1 - sigma.
    let root = 0.5;
    for (let i = 0; i < 10_000; i++) root = Math.exp(-(1 - root) / utilization);
    const periodic = new PeriodicQueue(1, 1 / utilization);
    expect(periodic.waitProbability).toBeCloseTo(root, 8);
    expect(periodic.meanSojourn).toBeCloseTo(1 / (1 - root), 6);
  });
});

/** Its neighbours are 0.0512 and 0.0142, and 0.0532 is printed; that is the entry of 0.7 and seven servers. */
const MISPRINTED = { utilization: 0.5, servers: 4 };

describe.each([
  // The last digits of the source are off by up to five.
  ['E2/E2/c', erlangPhases, 0.0006],
  ['M/E2/c', exponentialPhases, 0.0061],
] as const)('the exact reference of %s agrees with its published table', (name, arrival, tolerance) => {
  it.each(Object.entries(PUBLISHED_WAITS[name]))('at utilization %s, for 1 to 10 servers', (key, printed) => {
    const utilization = Number(key);
    const waits = printed.map((_, i) => {
      const rate = (i + 1) * utilization;
      const states = i + 1 + Math.ceil(40 / (1 - utilization));
      return new PhaseQueue(i + 1, withMean(1 / rate, arrival), erlangPhases, states).meanWaiting / rate;
    });
    const isMisprinted = (i: number) =>
      name === 'E2/E2/c' && utilization === MISPRINTED.utilization && i + 1 === MISPRINTED.servers;
    const off = waits.filter((wait, i) => Math.abs(wait - printed[i]!) > tolerance && !isMisprinted(i));
    expect(waits).toHaveLength(10);
    expect(off).toEqual([]);
  });
});

describe('M/D/4', () => {
  const servers = 4;
  // The number present at the start has its exact law; what is left of each service is drawn independently, which is
  // not quite so, and these arrivals give it the time of some services to become so.
  const unobserved = 12;

  it.each(UTILIZATIONS)('at utilization %s: sojourn mean, p95 and p99', (utilization) => {
    const queue = new DeterministicQueue(servers, servers * utilization);
    const cumulative = (t: number) => queue.waitCumulative(t - 1);
    // At low utilization more than 0.95 do not wait at all, and their sojourn is 1 but for rounding.
    const p95 = quantileOf(cumulative, 0.95) + 1e-9;
    const p99 = quantileOf(cumulative, 0.99) + 1e-9;
    const [replications, customers] = SIZES[utilization];
    const truth = trueMeanAndQuantiles('sojourn', 1 + queue.meanWait, cumulative(p95), cumulative(p99));
    const missed = missedTruths(truth, replications, (streams) => {
      const arrivals = streams.stream('source', 'arrivals');
      const start = streams.stream('station', 'start');
      const run = singleQueue('network', {
        servers,
        intervalSeconds: () => arrivals.exponential() / queue.rate,
        serviceSeconds: () => 1,
        customers: unobserved + customers,
      });
      return () => {
        const present = placeOf(queue.present, start.uniform());
        const initial = Array.from({ length: present }, (_, i) => (i < servers ? start.uniform() : 1));
        return meanAndQuantiles('sojourn', run(initial).subarray(unobserved), p95, p99);
      };
    });
    expect(missed).toEqual([]);
  });
});

describe('D/M/4', () => {
  const servers = 4;

  it.each(UTILIZATIONS)('at utilization %s: sojourn mean, p95 and p99', (utilization) => {
    const rate = servers * utilization;
    const queue = new PeriodicQueue(servers, 1 / rate);
    const cumulative = (t: number) => sojournCumulative(queue.waitProbability, queue.waitRate, t);
    const p95 = quantileOf(cumulative, 0.95);
    const p99 = quantileOf(cumulative, 0.99);
    const [replications, customers] = SIZES[utilization];
    const truth = trueMeanAndQuantiles('sojourn', queue.meanSojourn);
    const missed = missedTruths(truth, replications, (streams) => {
      const services = streams.stream('station', 'services');
      const start = streams.stream('station', 'start');
      const run = singleQueue('network', {
        servers,
        intervalSeconds: () => 1 / rate,
        serviceSeconds: () => services.exponential(),
        customers,
      });
      return () => {
        const found = placeOf(queue.found, start.uniform());
        const sojourns = run(Array.from({ length: found }, () => services.exponential()));
        return meanAndQuantiles('sojourn', sojourns, p95, p99);
      };
    });
    expect(missed).toEqual([]);
  });
});

describe.each([
  ['E2/E2/2', erlangPhases],
  ['H2/H2/2', hyperexponentialPhases],
] as const)('%s', (_, service) => {
  const servers = 2;

  it.each(UTILIZATIONS)('at utilization %s: mean sojourn', (utilization) => {
    const rate = servers * utilization;
    const arrival = withMean(1 / rate, service);
    const queue = new PhaseQueue(servers, arrival, service, Math.ceil(60 / (1 - utilization)));
    const atArrivals = lawAtArrivals(queue, arrival);
    const [replications, customers] = SIZES[utilization];
    const truth = { sojourn: 1 + queue.meanWaiting / rate };
    const missed = missedTruths(truth, replications / 2, (streams) => {
      const arrivals = streams.stream('source', 'arrivals');
      const services = streams.stream('station', 'services');
      const start = streams.stream('station', 'start');
      const run = singleQueue('network', {
        servers,
        intervalSeconds: () => drawFrom(arrival, drawPhase(arrival, arrivals), arrivals),
        serviceSeconds: () => drawFrom(service, drawPhase(service, services), services),
        customers,
      });
      return () => {
        const state = queue.states[placeOf(atArrivals, start.uniform())]!;
        const initial = Array.from({ length: state.present }, (__, i) =>
          drawFrom(service, phaseAtStart(state, i, servers) ?? drawPhase(service, start), start),
        );
        return meanAndQuantiles('sojourn', run(initial), 0, 0);
      };
    });
    expect(missed).toEqual([]);
  });
});

/** The law of the state that arrivals find: states in proportion to the rate at which arrivals end their last phase. */
function lawAtArrivals(queue: PhaseQueue, arrival: PhaseType): Float64Array {
  return lawOf(
    queue.law.map((probability, state) => {
      const phase = queue.states[state]!.arrivalPhase;
      return probability * arrival.rates[phase]! * (1 - arrival.goesOn[phase]!);
    }),
  );
}

/** The phase in which the i-th customer present is served; undefined if it waits. */
function phaseAtStart(state: PhaseQueueState, i: number, servers: number): number | undefined {
  if (i >= Math.min(state.present, servers)) return undefined;
  return i < state.inFirstPhase ? 0 : 1;
}
