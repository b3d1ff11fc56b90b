/**
 * Open networks of M/M/1 stations: J. R. Jackson, Networks of waiting lines, Operations Research 5, 1957; for the whole
 * law of the sojourn in tandem, E. Reich, Waiting times when queues are in tandem, Annals of Mathematical Statistics 28,
 * 1957. Fork and join of two: L. Flatto, S. Hahn, SIAM Journal on Applied Mathematics 44, 1984, and R. Nelson,
 * A. N. Tantawi, IEEE Transactions on Computers 37, 1988.
 */
import { describe, expect, it } from 'vitest';
import type { NetworkStation } from '../../sim/kernel/network-station.ts';
import type { Body } from '../../sim/kernel/process.ts';
import { QueueingNetwork } from '../../sim/kernel/queueing-network.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';
import type { RandomStream } from '../../sim/kernel/stream.ts';
import { meanAndQuantiles, missedTruths, trueMeanAndQuantiles, UTILIZATIONS } from './coverage.ts';
import { quantileOf } from './quantile.ts';

/** The stationary number present at an M/M/1 station: geometric. */
function drawPresent(utilization: number, stream: RandomStream): number {
  return Math.floor(Math.log(stream.uniform()) / Math.log(utilization));
}

describe('two stations in tandem, of rates 1 and 2', () => {
  const SIZES = { 0.3: [200, 20], 0.7: [500, 10], 0.9: [700, 8], 0.95: [700, 8] } as const;

  it.each(UTILIZATIONS)('at utilization %s of the first: sojourn mean, p95 and p99', (rate) => {
    // Independent exponential sojourns of rates a and b.
    const a = 1 - rate;
    const b = 2 - rate;
    const cumulative = (t: number) => 1 - (b * Math.exp(-a * t) - a * Math.exp(-b * t)) / (b - a);
    const p95 = quantileOf(cumulative, 0.95);
    const p99 = quantileOf(cumulative, 0.99);
    const [replications, customers] = SIZES[rate];
    const truth = trueMeanAndQuantiles('sojourn', 1 / a + 1 / b);
    const missed = missedTruths(truth, replications, (streams) => {
      const arrivals = streams.stream('source', 'arrivals');
      const services = streams.stream('stations', 'services');
      const start = streams.stream('stations', 'start');
      const simulation = new Simulation();
      const sojourns = new Float64Array(customers);
      const indexOf: number[] = [];
      let arrived = 0;
      const network = new QueueingNetwork(simulation, {
        onDeparture: (customer, seconds) => {
          if (indexOf[customer]! >= 0) sojourns[indexOf[customer]!] = seconds;
        },
      });
      const second = network.station({
        servers: 1,
        serviceSeconds: () => services.exponential() / 2,
        next: () => null,
      });
      const first = network.station({
        servers: 1,
        serviceSeconds: () => services.exponential(),
        next: () => second,
      });
      const enter = (station: NetworkStation, index: number) =>
        network.enter((customer) => {
          indexOf[customer] = index;
          return station;
        });
      const arrival = simulation.handler(() => {
        enter(first, arrived++);
        if (arrived < customers) simulation.schedule(arrivals.exponential() / rate, arrival, 0);
      });
      return () => {
        for (let i = drawPresent(rate, start); i > 0; i--) enter(first, -1);
        for (let i = drawPresent(rate / 2, start); i > 0; i--) enter(second, -1);
        arrived = 0;
        simulation.schedule(0, arrival, 0);
        simulation.run();
        return meanAndQuantiles('sojourn', sojourns, p95, p99);
      };
    });
    expect(missed).toEqual([]);
  });
});

describe('a Jackson network of three stations with feedback', () => {
  /** Where customers go after each station; the rest of the probability leaves. */
  const ROUTING = [
    [0, 0.5, 0.5],
    [0.25, 0, 0],
    [0.2, 0.3, 0],
  ] as const;
  /** Service rates in proportion to the traffic: the first station is the busiest. */
  const RELATIVE_UTILIZATION = [1, 0.8, 0.6] as const;
  const REPLICATIONS = 80;
  const CUSTOMERS = 8;

  /** Visits to each station per arrival, which is at the first. */
  let visits = [1, 0, 0];
  for (let i = 0; i < 200; i++) {
    visits = visits.map(
      (_, to) =>
        (to === 0 ? 1 : 0) + visits.reduce((sum, count, from) => sum + count * ROUTING[from]![to]!, 0),
    );
  }

  it.each(UTILIZATIONS)('at utilization %s: mean sojourn', (utilization) => {
    const utilizations = RELATIVE_UTILIZATION.map((relative) => relative * utilization);
    const rates = utilizations.map((rho, i) => visits[i]! / rho);
    const meanPresent = utilizations.reduce((sum, rho) => sum + rho / (1 - rho), 0);
    // Arrivals come at rate 1.
    const missed = missedTruths({ sojourn: meanPresent }, REPLICATIONS, (streams) => {
      const arrivals = streams.stream('source', 'arrivals');
      const services = streams.stream('stations', 'services');
      const routes = streams.stream('stations', 'routes');
      const start = streams.stream('stations', 'start');
      const simulation = new Simulation();
      const stations = rates.map(() => new Station(simulation));
      const sojourns = new Float64Array(CUSTOMERS);
      let unobserved = 0;

      const nextAfter = (at: number): number => {
        let left = routes.uniform();
        for (let to = 0; to < 3; to++) {
          left -= ROUTING[at]![to]!;
          if (left < 0) return to;
        }
        return -1;
      };
      function* customer(first: number, index: number): Body<void> {
        const arrivedSeconds = simulation.now;
        for (let at = first; at >= 0; at = nextAfter(at)) {
          yield* stations[at]!.visit(services.exponential() / rates[at]!);
        }
        if (index < 0 || index >= CUSTOMERS) return;
        sojourns[index] = simulation.now - arrivedSeconds;
        unobserved--;
      }
      function* source(): Body<void> {
        // Until all have left: by the feedback later arrivals delay earlier ones.
        for (let index = 0; unobserved > 0; index++) {
          simulation.spawn(customer(0, index));
          yield arrivals.exponential();
        }
      }
      return () => {
        unobserved = CUSTOMERS;
        for (const [at, rho] of utilizations.entries()) {
          for (let i = drawPresent(rho, start); i > 0; i--) simulation.spawn(customer(at, -1));
        }
        simulation.spawn(source());
        simulation.run();
        return meanAndQuantiles('sojourn', sojourns, 0, 0);
      };
    });
    expect(missed).toEqual([]);
  });
});

describe('fork and join of two M/M/1 stations', () => {
  /** Replications, observed customers, and customers before them that make the two stations depend on each other. */
  const SIZES = {
    0.3: [60, 20, 50],
    0.7: [80, 10, 300],
    0.9: [100, 8, 1500],
    0.95: [100, 8, 3000],
  } as const;

  it.each(UTILIZATIONS)('at utilization %s: mean sojourn', (rate) => {
    const [replications, customers, before] = SIZES[rate];
    const truth = { sojourn: (12 - rate) / 8 / (1 - rate) };
    const missed = missedTruths(truth, replications, (streams) => {
      const arrivals = streams.stream('source', 'arrivals');
      const services = streams.stream('stations', 'services');
      const start = streams.stream('stations', 'start');
      const simulation = new Simulation();
      const stations = [new Station(simulation), new Station(simulation)] as const;
      const sojourns = new Float64Array(customers);
      function* customer(index: number): Body<void> {
        const arrivedSeconds = simulation.now;
        const parts = stations.map((station) => simulation.spawn(station.visit(services.exponential())));
        for (const part of parts) yield part;
        sojourns[index] = simulation.now - arrivedSeconds;
      }
      function* source(): Body<void> {
        for (let index = 0; index < customers; index++) {
          simulation.spawn(customer(index));
          yield arrivals.exponential() / rate;
        }
      }
      return () => {
        // The work found by an arrival: each station's has its exact law, then both run on by Lindley's recursion.
        let first = start.uniform() < rate ? start.exponential() / (1 - rate) : 0;
        let second = start.uniform() < rate ? start.exponential() / (1 - rate) : 0;
        for (let i = 0; i < before; i++) {
          const interval = start.exponential() / rate;
          first = Math.max(0, first + start.exponential() - interval);
          second = Math.max(0, second + start.exponential() - interval);
        }
        simulation.spawn(stations[0].visit(first));
        simulation.spawn(stations[1].visit(second));
        simulation.spawn(source());
        simulation.run();
        return meanAndQuantiles('sojourn', sojourns, 0, 0);
      };
    });
    expect(missed).toEqual([]);
  });
});
