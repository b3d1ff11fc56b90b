/** M/M/c/c, M/G/c/c (Erlang B, insensitive to the service law) and M/M/1/K: Kleinrock, Queueing Systems I, 3.6-3.7. */
import { describe, expect, it } from 'vitest';
import type { Body } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';
import { missedTruths, UTILIZATIONS } from './coverage.ts';
import { lawOf, meanOf, placeOf } from './discrete-law.ts';
import { erlangB } from './erlang.ts';
import { quantileOf } from './quantile.ts';

interface LossQueue {
  readonly servers: number;
  /** Most customers in the system. */
  readonly capacity: number;
  readonly intervalSeconds: () => number;
  readonly serviceSeconds: () => number;
  readonly customers: number;
}

/**
 * Prepares a station that turns arrivals away when it is full. A replication starts with customers of the given
 * services present, the first observed arrival coming upon them, and returns each observed sojourn, NaN if turned away.
 */
function lossQueue(queue: LossQueue): (initialServiceSeconds: readonly number[]) => Float64Array {
  const simulation = new Simulation();
  const station = new Station(simulation, { servers: queue.servers });
  const sojournSeconds = new Float64Array(queue.customers);
  function* customer(index: number): Body<void> {
    sojournSeconds[index] = Number.NaN;
    if (station.busy + station.queueLength === queue.capacity) return;
    const arrivedSeconds = simulation.now;
    yield* station.visit(queue.serviceSeconds());
    sojournSeconds[index] = simulation.now - arrivedSeconds;
  }
  function* source(initialServiceSeconds: readonly number[]): Body<void> {
    for (const serviceSeconds of initialServiceSeconds) simulation.spawn(station.visit(serviceSeconds));
    for (let index = 0; index < queue.customers; index++) {
      simulation.spawn(customer(index));
      yield queue.intervalSeconds();
    }
  }
  return (initialServiceSeconds) => {
    simulation.spawn(source(initialServiceSeconds));
    simulation.run();
    return sojournSeconds;
  };
}

/** The fraction of observations that pass `test`. */
function fraction(observations: Float64Array, test: (x: number) => boolean): number {
  return observations.filter(test).length / observations.length;
}

const REPLICATIONS = 150;
const CUSTOMERS = 20;
const SERVERS = 4;

describe.each(['exponential', 'lognormal'] as const)('a loss station of 4 servers, %s service', (service) => {
  // Lognormal of mean 1 and sigma 1. Length-biased it has its logarithm shifted by sigma squared.
  const sigma = 1;

  it.each(UTILIZATIONS)('at %s erlangs a server: Erlang B', (utilization) => {
    const load = utilization * SERVERS;
    const weights = [1];
    for (let n = 1; n <= SERVERS; n++) weights.push((weights[n - 1]! * load) / n);
    const law = lawOf(weights);
    const missed = missedTruths({ blocked: erlangB(SERVERS, load) }, REPLICATIONS, (streams) => {
      const arrivals = streams.stream('source', 'arrivals');
      const services = streams.stream('station', 'services');
      const start = streams.stream('station', 'start');
      const normal = () => Math.sqrt(2 * services.exponential()) * Math.cos(2 * Math.PI * services.uniform());
      const lognormal = (shift: number) => Math.exp(sigma * normal() + sigma ** 2 * (shift - 0.5));
      const run = lossQueue({
        servers: SERVERS,
        capacity: SERVERS,
        intervalSeconds: () => arrivals.exponential() / load,
        serviceSeconds: () => (service === 'exponential' ? services.exponential() : lognormal(0)),
        customers: CUSTOMERS,
      });
      // What is left of a service under way: a uniform part of a length-biased one.
      const residual = () =>
        service === 'exponential' ? services.exponential() : lognormal(1) * services.uniform();
      return () => {
        const present = placeOf(law, start.uniform());
        return { blocked: fraction(run(Array.from({ length: present }, residual)), Number.isNaN) };
      };
    });
    expect(missed).toEqual([]);
  });
});

describe('M/M/1/5', () => {
  const capacity = 5;

  it.each(UTILIZATIONS)('at offered load %s: loss, mean sojourn and its p95 and p99', (load) => {
    const law = lawOf(Array.from({ length: capacity + 1 }, (_, n) => load ** n));
    const blocked = law[capacity]!;
    const meanNumber = meanOf(law, (n) => n);
    // An accepted arrival that finds n others stays for an Erlang time of n + 1 phases.
    const acceptedCumulative = (t: number) => {
      let cumulative = 0;
      let term = Math.exp(-t);
      let below = 1;
      for (let n = 0; n < capacity; n++) {
        below -= term;
        term *= t / (n + 1);
        cumulative += (law[n]! / (1 - blocked)) * below;
      }
      return cumulative;
    };
    const p95 = quantileOf(acceptedCumulative, 0.95);
    const p99 = quantileOf(acceptedCumulative, 0.99);
    // Of all arrivals, those turned away with a sojourn of nothing: mean L / lambda, by Little's law.
    const truth = {
      blocked,
      sojourn: meanNumber / load,
      'beyond p95': 0.05 * (1 - blocked),
      'beyond p99': 0.01 * (1 - blocked),
    };
    const missed = missedTruths(truth, REPLICATIONS * 2, (streams) => {
      const arrivals = streams.stream('source', 'arrivals');
      const services = streams.stream('station', 'services');
      const start = streams.stream('station', 'start');
      const run = lossQueue({
        servers: 1,
        capacity,
        intervalSeconds: () => arrivals.exponential() / load,
        serviceSeconds: () => services.exponential(),
        customers: CUSTOMERS,
      });
      return () => {
        const present = placeOf(law, start.uniform());
        const sojourns = run(Array.from({ length: present }, () => services.exponential()));
        return {
          blocked: fraction(sojourns, Number.isNaN),
          sojourn: sojourns.reduce((sum, x) => sum + (x || 0), 0) / CUSTOMERS,
          'beyond p95': fraction(sojourns, (x) => x > p95),
          'beyond p99': fraction(sojourns, (x) => x > p99),
        };
      };
    });
    expect(missed).toEqual([]);
  });
});
