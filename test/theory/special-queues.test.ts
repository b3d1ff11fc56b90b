/**
 * M/G/infinity; M/M/1 with multiple vacations (S. W. Fuhrmann, R. B. Cooper, Stochastic decompositions in the M/G/1
 * queue with generalized vacations, Operations Research 33, 1985); M/M/1 with breakdowns (H. White, L. S. Christie,
 * Queuing with preemptive priorities or with breakdown, Operations Research 6, 1958).
 */
import { describe, expect, it } from 'vitest';
import type { Body } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';
import type { RandomStream } from '../../sim/kernel/stream.ts';
import { meanAndQuantiles, missedTruths, trueMeanAndQuantiles, UTILIZATIONS } from './coverage.ts';
import { lawOf, meanOf, placeOf } from './discrete-law.ts';
import { quantileOf } from './quantile.ts';

describe('M/G/infinity with lognormal service', () => {
  const REPLICATIONS = 100;
  /** The number present is observed from time to time: after so many mean services it has mostly changed. */
  const OBSERVATIONS = 10;
  const SPACING = 5;
  const HORIZON = OBSERVATIONS * SPACING;
  const SIGMA = 1;

  /** Lognormal of mean 1, or biased by its length. */
  function lognormal(stream: RandomStream, lengthBiased: boolean): number {
    const normal = Math.sqrt(2 * stream.exponential()) * Math.cos(2 * Math.PI * stream.uniform());
    return Math.exp(SIGMA * normal + (SIGMA ** 2 / 2) * (lengthBiased ? 1 : -1));
  }

  it.each(UTILIZATIONS)('at %s erlangs: number present, its mean and its law', (load) => {
    const poisson = [Math.exp(-load)];
    for (let n = 1; n < 20; n++) poisson.push((poisson[n - 1]! * load) / n);
    const law = lawOf(poisson);
    const upTo = (n: number) => meanOf(law, (place) => (place <= n ? 1 : 0));
    // The law just below its p95 and p99: above them too little is left to be seen at low loads.
    const p95 = placeOf(law, 0.95) - 1;
    const p99 = placeOf(law, 0.99) - 1;
    const truth = { ...trueMeanAndQuantiles('present', load, upTo(p95), upTo(p99)), overTime: load };
    const missed = missedTruths(truth, REPLICATIONS, (streams) => {
      const arrivals = streams.stream('source', 'arrivals');
      const services = streams.stream('servers', 'services');
      const start = streams.stream('servers', 'start');
      return () => {
        const simulation = new Simulation();
        const servers = new Station(simulation, { servers: Number.MAX_SAFE_INTEGER });
        function* source(): Body<void> {
          for (let i = placeOf(law, start.uniform()); i > 0; i--) {
            simulation.spawn(servers.visit(start.uniform() * lognormal(start, true)));
          }
          for (;;) {
            yield arrivals.exponential() / load;
            simulation.spawn(servers.visit(lognormal(services, false)));
          }
        }
        simulation.spawn(source());
        const present = Float64Array.from({ length: OBSERVATIONS }, (_, i) => {
          simulation.run((i + 1) * SPACING);
          return servers.busy;
        });
        return {
          ...meanAndQuantiles('present', present, p95, p99),
          overTime: servers.busyIntegral() / HORIZON,
        };
      };
    });
    expect(missed).toEqual([]);
  });
});

describe('M/M/1 whose server takes a vacation whenever it finds nobody', () => {
  const VACATION_RATE = 0.5;
  const SIZES = { 0.3: [200, 20], 0.7: [800, 8], 0.9: [900, 6], 0.95: [900, 6] } as const;

  it.each(UTILIZATIONS)('at utilization %s: sojourn mean, p95 and p99', (rate) => {
    // The sojourn of M/M/1 plus what is left of a vacation, independently: rates a and b.
    const a = 1 - rate;
    const b = VACATION_RATE;
    const cumulative = (t: number) => 1 - (b * Math.exp(-a * t) - a * Math.exp(-b * t)) / (b - a);
    const p95 = quantileOf(cumulative, 0.95);
    const p99 = quantileOf(cumulative, 0.99);
    const [replications, customers] = SIZES[rate];
    const missed = missedTruths(trueMeanAndQuantiles('sojourn', 1 / a + 1 / b), replications, (streams) => {
      const arrivals = streams.stream('source', 'arrivals');
      const services = streams.stream('server', 'services');
      const vacations = streams.stream('server', 'vacations');
      const start = streams.stream('server', 'start');
      const simulation = new Simulation();
      const station = new Station(simulation, { discipline: 'priority' });
      const sojourns = new Float64Array(customers);
      let unobserved = 0;
      const observing = () => unobserved > 0;
      function* vacation(): Body<void> {
        while (observing()) yield* station.visit(vacations.exponential() / VACATION_RATE, { priority: 1 });
      }
      function* customer(index: number): Body<void> {
        const arrivedSeconds = simulation.now;
        yield* station.visit(services.exponential());
        sojourns[index] = simulation.now - arrivedSeconds;
        unobserved--;
      }
      function* source(): Body<void> {
        for (let index = 0; index < customers; index++) {
          simulation.spawn(customer(index));
          yield arrivals.exponential() / rate;
        }
      }
      return () => {
        unobserved = customers;
        // What an arrival finds ahead: the work of M/M/1 and what is left of a vacation.
        const work = start.uniform() < rate ? start.exponential() / (1 - rate) : 0;
        simulation.spawn(station.visit(work + start.exponential() / VACATION_RATE));
        simulation.spawn(vacation());
        simulation.spawn(source());
        simulation.run();
        return meanAndQuantiles('sojourn', sojourns, p95, p99);
      };
    });
    expect(missed).toEqual([]);
  });
});

describe('M/M/1 whose server breaks down, busy or not, a tenth as often as it serves, for four services', () => {
  const FAILURE_RATE = 0.1;
  const REPAIR_RATE = 0.25;
  const AVAILABILITY = REPAIR_RATE / (REPAIR_RATE + FAILURE_RATE);
  const SIZES = { 0.3: [200, 20], 0.7: [600, 8], 0.9: [800, 6], 0.95: [800, 6] } as const;

  /** The stationary law of (number present, server up or down), up at even places, from balance over cuts. */
  function jointLaw(rate: number, utilization: number): Float64Array {
    const weights = [1, FAILURE_RATE / (rate + REPAIR_RATE)];
    for (let n = 1; n < 150 / (1 - utilization); n++) {
      const down = weights[2 * n - 1]!;
      const up = rate * (weights[2 * n - 2]! + down);
      weights.push(up, (FAILURE_RATE * up + rate * down) / (rate + REPAIR_RATE));
    }
    return lawOf(weights);
  }

  /**
   * The law of the sojourn. From one number present to the next the joint law is multiplied by a matrix, so that the number
   * is a mixture of two geometric laws. Of arrivals during the sojourn as many come as are left behind, and what a
   * geometric number of Poisson arrivals takes is exponential (J. Keilson, L. D. Servi, A distributional form of Little's
   * law, Operations Research Letters 7, 1988).
   */
  function sojournCumulative(rate: number, nobody: number): (t: number) => number {
    const onwards = rate + REPAIR_RATE;
    const trace = rate + (FAILURE_RATE * rate + rate) / onwards;
    const determinant = rate ** 2 / onwards;
    const root = Math.sqrt(trace ** 2 - 4 * determinant);
    const [first, second] = [(trace + root) / 2, (trace - root) / 2] as const;
    const weight = (nobody - (1 - second)) / (second - first);
    const exponential = (ratio: number, t: number) => 1 - Math.exp((-rate * (1 - ratio) * t) / ratio);
    return (t) => weight * exponential(first, t) + (1 - weight) * exponential(second, t);
  }

  it.each(UTILIZATIONS)('at utilization %s of its working time: sojourn mean, p95 and p99', (utilization) => {
    const rate = utilization * AVAILABILITY;
    const law = jointLaw(rate, utilization);
    const cumulative = sojournCumulative(rate, law[0]! + law[1]!);
    const p95 = quantileOf(cumulative, 0.95);
    const p99 = quantileOf(cumulative, 0.99);
    const total = REPAIR_RATE + FAILURE_RATE;
    const meanPresent = (rate * (total ** 2 + FAILURE_RATE)) / (total * (REPAIR_RATE - rate * total));
    expect(meanOf(law, (place) => place >> 1)).toBeCloseTo(meanPresent, 8);
    const [replications, customers] = SIZES[utilization];
    const missed = missedTruths(
      trueMeanAndQuantiles('sojourn', meanPresent / rate),
      replications,
      (streams) => {
        const arrivals = streams.stream('source', 'arrivals');
        const services = streams.stream('server', 'services');
        const failures = streams.stream('server', 'failures');
        const start = streams.stream('server', 'start');
        const simulation = new Simulation();
        const station = new Station(simulation, { discipline: 'preemptive-resume' });
        const sojourns = new Float64Array(customers);
        let unobserved = 0;
        const observing = () => unobserved > 0;
        function* breakdowns(up: boolean): Body<void> {
          if (up) yield failures.exponential() / FAILURE_RATE;
          while (observing()) {
            station.setServers(0);
            yield failures.exponential() / REPAIR_RATE;
            station.setServers(1);
            yield failures.exponential() / FAILURE_RATE;
          }
        }
        function* customer(index: number): Body<void> {
          const arrivedSeconds = simulation.now;
          yield* station.visit(services.exponential());
          sojourns[index] = simulation.now - arrivedSeconds;
          unobserved--;
        }
        function* source(): Body<void> {
          for (let index = 0; index < customers; index++) {
            simulation.spawn(customer(index));
            yield arrivals.exponential() / rate;
          }
        }
        return () => {
          unobserved = customers;
          const place = placeOf(law, start.uniform());
          simulation.spawn(breakdowns(place % 2 === 0));
          for (let i = place >> 1; i > 0; i--) simulation.spawn(station.visit(services.exponential()));
          simulation.spawn(source());
          simulation.run();
          return meanAndQuantiles('sojourn', sojourns, p95, p99);
        };
      },
    );
    expect(missed).toEqual([]);
  });
});
