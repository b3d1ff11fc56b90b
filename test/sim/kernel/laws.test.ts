import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { NetworkStation } from '../../../sim/kernel/network-station.ts';
import type { Body } from '../../../sim/kernel/process.ts';
import { QueueingNetwork } from '../../../sim/kernel/queueing-network.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';
import { StreamSource } from '../../../sim/kernel/stream.ts';
import { byPatience } from '../../patience.ts';
import { disturbedModel, type Model, runModel, undisturbedModel } from './random-model.ts';

const RUNS = { numRuns: byPatience({ fast: 200, slow: 1000 }) };

/** The relative difference, or the absolute one for values below 1. */
function difference(a: number, b: number): number {
  return Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
}

describe('in any model of stations, interrupts and changing servers', () => {
  it('Little’s law holds: the time customers spend at a station is the integral of the number there', () => {
    fc.assert(
      fc.property(disturbedModel, (model) => {
        const { stations, records } = runModel(model);
        for (const [index, station] of stations.entries()) {
          const spent = records
            .filter((record) => record.station === index)
            .reduce((sum, record) => sum + record.leftSeconds - record.arrivedSeconds, 0);
          expect(difference(spent, station.queueIntegral() + station.serviceIntegral())).toBeLessThan(1e-9);
        }
      }),
      RUNS,
    );
  });

  it('at every instant no server serves twice, none idles while it could serve, and nobody is lost', () => {
    fc.assert(
      fc.property(disturbedModel, (model) => {
        // Requests may wait for as many servers as the largest wants; a preemptive station serves one by one.
        const largest = (index: number) =>
          model.stations[index]!.discipline === 'preemptive-resume'
            ? 1
            : Math.max(...model.customers.flatMap(({ visits }) => visits.map(({ servers }) => servers)));
        const faults: string[] = [];
        const run = runModel(model, (stations) => {
          let before = -1;
          return (time) => {
            // Between two events of an instant all is as it will be at its end, but for resumptions that are due.
            if (time === before) return;
            before = time;
            for (const [index, station] of stations.entries()) {
              const { busy, servers, queueLength, inService, arrivals, departures, abandonments } = station;
              if (station.discipline === 'preemptive-resume' && busy > servers)
                faults.push('a lost server serves');
              if (queueLength > 0 && busy + largest(index) <= servers) faults.push('servers idle');
              if (inService > busy) faults.push('more are served than servers are busy');
              if (arrivals !== departures + abandonments + queueLength + inService)
                faults.push('customers lost');
            }
          };
        });
        expect(faults).toEqual([]);
        for (const station of run.stations) {
          expect([station.busy, station.queueLength, station.inService]).toEqual([0, 0, 0]);
        }
        const visits = run.records.length;
        expect(run.stations.reduce((sum, station) => sum + station.arrivals, 0)).toBe(visits);
      }),
      RUNS,
    );
  });

  it('the same model runs through the same events', () => {
    fc.assert(
      fc.property(disturbedModel, (model) => {
        const trace = () => {
          const events: number[][] = [];
          runModel(
            model,
            () =>
              (...event) =>
                events.push(event),
          );
          return events;
        };
        expect(trace()).toEqual(trace());
      }),
      RUNS,
    );
  });

  it('all times multiplied by a power of two, all results are multiplied by it, to the last bit', () => {
    fc.assert(
      fc.property(disturbedModel, fc.integer({ min: -20, max: 20 }), (model, exponent) => {
        const k = 2 ** exponent;
        const plain = runModel(model);
        const scaled = runModel(scaledBy(model, k));
        expect(scaled.records).toEqual(
          plain.records.map((record) => ({
            ...record,
            arrivedSeconds: record.arrivedSeconds * k,
            leftSeconds: record.leftSeconds * k,
            workSeconds: record.workSeconds * k,
          })),
        );
      }),
      RUNS,
    );
  });
});

function scaledBy(model: Model, k: number): Model {
  return {
    stations: model.stations,
    customers: model.customers.map((customer) => ({
      ...customer,
      arrivesAt: customer.arrivesAt * k,
      visits: customer.visits.map((visit) => ({ ...visit, seconds: visit.seconds * k })),
    })),
    interrupts: model.interrupts.map((interrupt) => ({ ...interrupt, at: interrupt.at * k })),
    serverChanges: model.serverChanges.map((change) => ({ ...change, at: change.at * k })),
  };
}

describe('work is conserved', () => {
  it('without interrupts, servers are busy for the work that is asked of them, preempted or not', () => {
    fc.assert(
      fc.property(undisturbedModel, disturbedModel, (model, disturbance) => {
        // Servers that come and go delay work; only where services cannot be suspended do they run on meanwhile.
        const { stations, records } = runModel({ ...model, serverChanges: disturbance.serverChanges });
        for (const [index, station] of stations.entries()) {
          const work = records
            .filter((record) => record.station === index)
            .reduce((sum, record) => sum + record.workSeconds, 0);
          expect(difference(station.busyIntegral(), work)).toBeLessThan(1e-9);
        }
      }),
      RUNS,
    );
  });

  it('a process that keeps its work over interrupts needs its work and its pauses, and no more', () => {
    const pauses = fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 10, noNaN: true }),
        seconds: fc.double({ min: 0, max: 3, noNaN: true }),
      }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 10, noNaN: true }), pauses, (workSeconds, interrupts) => {
        const simulation = new Simulation();
        let pausedSeconds = 0;
        function* worker(): Body<void> {
          let left = workSeconds;
          while (left > 0) {
            const begunSeconds = simulation.now;
            try {
              yield left;
              return;
            } catch (error) {
              if (!(error instanceof Interrupt) || typeof error.reason !== 'number') throw error;
              left = Math.max(0, left - (simulation.now - begunSeconds));
              const until = simulation.now + error.reason;
              pausedSeconds += yield* pauseUntil(until);
            }
          }
        }
        // Interrupts during a pause prolong nothing.
        function* pauseUntil(untilSeconds: number): Body<number> {
          const begunSeconds = simulation.now;
          while (simulation.now < untilSeconds) {
            try {
              yield untilSeconds - simulation.now;
            } catch (error) {
              if (!(error instanceof Interrupt)) throw error;
            }
          }
          return simulation.now - begunSeconds;
        }
        const process = simulation.spawn(worker());
        let endedSeconds = 0;
        function* observer(): Body<void> {
          yield process;
          endedSeconds = simulation.now;
        }
        simulation.spawn(observer());
        for (const { at, seconds } of interrupts) simulation.at(at, () => process.interrupt(seconds));
        simulation.run();
        expect(difference(endedSeconds, workSeconds + pausedSeconds)).toBeLessThan(1e-9);
      }),
      RUNS,
    );
  });
});

interface Component {
  readonly servers: number;
  readonly meanIntervalSeconds: number;
}

const component: fc.Arbitrary<Component> = fc.record({
  servers: fc.integer({ min: 1, max: 3 }),
  meanIntervalSeconds: fc.double({ min: 0.2, max: 3, noNaN: true }),
});

const CUSTOMERS = 20;

/** Runs independent stations on one calendar and returns the sojourns at each. */
function runComponents(components: ReadonlyMap<string, Component>): Map<string, number[]> {
  const simulation = new Simulation();
  const streams = new StreamSource('seed', 0);
  const sojourns = new Map<string, number[]>();
  for (const [name, { servers, meanIntervalSeconds }] of components) {
    const arrivals = streams.stream(name, 'arrivals');
    const services = streams.stream(name, 'services');
    const station = new Station(simulation, { name, servers });
    const seen: number[] = [];
    sojourns.set(name, seen);
    const customer = function* (): Body<void> {
      const arrivedSeconds = simulation.now;
      yield* station.visit(services.exponential());
      seen.push(simulation.now - arrivedSeconds);
    };
    const source = function* (): Body<void> {
      for (let i = 0; i < CUSTOMERS; i++) {
        yield arrivals.exponential() * meanIntervalSeconds;
        simulation.spawn(customer());
      }
    };
    simulation.spawn(source());
  }
  simulation.run();
  return sojourns;
}

describe('a component that is added', () => {
  it('changes nothing for any other, wherever it is added', () => {
    fc.assert(
      fc.property(
        fc.array(component, { minLength: 1, maxLength: 4 }),
        component,
        fc.nat(4),
        (others, added, place) => {
          const without = others.map((each, i): [string, Component] => [`station ${i}`, each]);
          const within = [...without];
          within.splice(Math.min(place, without.length), 0, ['added', added]);
          const before = runComponents(new Map(without));
          const after = runComponents(new Map(within));
          for (const [name, sojourns] of before) expect(after.get(name)).toEqual(sojourns);
          expect(after.get('added')).toHaveLength(CUSTOMERS);
        },
      ),
      RUNS,
    );
  });
});

interface Tour {
  readonly arrivesAt: number;
  readonly legs: readonly { readonly station: number; readonly seconds: number }[];
}

const tour: fc.Arbitrary<Tour> = fc.record({
  arrivesAt: fc.double({ min: 0, max: 10, noNaN: true }),
  legs: fc.array(fc.record({ station: fc.nat(2), seconds: fc.double({ min: 0.001, max: 5, noNaN: true }) }), {
    minLength: 1,
    maxLength: 5,
  }),
});

describe('the declarative network', () => {
  it('gives each customer the sojourn that a process has at stations of the same kind, to the last bit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 }),
        fc.array(tour, { minLength: 1, maxLength: 20 }),
        (servers, tours) => {
          // Two arrivals of one instant would be told apart by the order of their events, which is not the same.
          fc.pre(new Set(tours.map(({ arrivesAt }) => arrivesAt)).size === tours.length);
          expect(byNetwork(servers, tours)).toEqual(byProcesses(servers, tours));
        },
      ),
      RUNS,
    );
  });
});

function byProcesses(servers: readonly number[], tours: readonly Tour[]): number[] {
  const simulation = new Simulation();
  const stations = servers.map((count) => new Station(simulation, { servers: count }));
  const sojourns: number[] = [];
  function* customer(index: number): Body<void> {
    const { arrivesAt, legs } = tours[index]!;
    yield arrivesAt;
    for (const { station, seconds } of legs) yield* stations[station]!.visit(seconds);
    sojourns[index] = simulation.now - arrivesAt;
  }
  for (const index of tours.keys()) simulation.spawn(customer(index));
  simulation.run();
  return sojourns;
}

function byNetwork(servers: readonly number[], tours: readonly Tour[]): number[] {
  const simulation = new Simulation();
  const sojourns: number[] = [];
  const tourOf: number[] = [];
  const legOf: number[] = [];
  const network = new QueueingNetwork(simulation, {
    onDeparture: (customer, sojournSeconds) => {
      sojourns[tourOf[customer]!] = sojournSeconds;
    },
  });
  const currentLeg = (customer: number) => tours[tourOf[customer]!]!.legs[legOf[customer]!];
  const stations: readonly NetworkStation[] = servers.map((count) =>
    network.station({
      servers: count,
      serviceSeconds: (customer) => currentLeg(customer)!.seconds,
      next: (customer) => {
        legOf[customer]!++;
        const leg = currentLeg(customer);
        return leg === undefined ? null : stations[leg.station]!;
      },
    }),
  );
  for (const [index, { arrivesAt, legs }] of tours.entries()) {
    simulation.at(arrivesAt, () => {
      network.enter((customer) => {
        tourOf[customer] = index;
        legOf[customer] = 0;
        return stations[legs[0]!.station]!;
      });
    });
  }
  simulation.run();
  return sojourns;
}
