/** What must happen to the results of a model when the model is changed in a way whose effect is known. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QueueingNetwork } from '../../../sim/kernel/queueing-network.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';
import { byPatience } from '../../patience.ts';
import { disturbedModel, type Model, runModel } from './random-model.ts';

const RUNS = { numRuns: byPatience({ fast: 200, slow: 1000 }) };

const duration = fc.double({ min: 0.001, max: 10, noNaN: true });

interface Customer {
  readonly arrivesAt: number;
  readonly serviceSeconds: number;
}

const customers = fc.array(fc.record<Customer>({ arrivesAt: duration, serviceSeconds: duration }), {
  minLength: 1,
  maxLength: 30,
});

/** When each customer leaves a first come, first served station, in order of arrival. */
function departures(servers: number, arriving: readonly Customer[]): number[] {
  const simulation = new Simulation();
  const station = new Station(simulation, { servers });
  const left: number[] = [];
  for (const [index, { arrivesAt, serviceSeconds }] of arriving.entries()) {
    simulation.spawn(
      (function* () {
        yield arrivesAt;
        yield* station.visit(serviceSeconds);
        left[index] = simulation.now;
      })(),
    );
  }
  simulation.run();
  return left;
}

const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
/** Sums of the same times in another order differ in the last digits. */
const noLater = (a: number, b: number) => a <= b * (1 + 1e-12);

describe('first come, first served', () => {
  it('one more server lets nobody leave later', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), customers, (servers, arriving) => {
        const before = departures(servers, arriving);
        const after = departures(servers + 1, arriving);
        expect(after.every((seconds, i) => noLater(seconds, before[i]!))).toBe(true);
      }),
      RUNS,
    );
  });

  it('customers who want less delay nobody behind them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        customers,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 30, maxLength: 30 }),
        (servers, unordered, factors) => {
          const arriving = unordered.toSorted((a, b) => a.arrivesAt - b.arrivesAt);
          const shorter = arriving.map((customer, i) => ({
            ...customer,
            serviceSeconds: customer.serviceSeconds * factors[i]!,
          }));
          const before = departures(servers, arriving);
          expect(departures(servers, shorter).every((seconds, i) => noLater(seconds, before[i]!))).toBe(true);
        },
      ),
      RUNS,
    );
  });

  it('splitting a pool never helps: with equal services as many have left the pool at any time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        duration,
        fc.array(fc.record({ arrivesAt: duration, first: fc.boolean() }), { minLength: 1, maxLength: 30 }),
        (one, other, serviceSeconds, arriving) => {
          const serve = (servers: number, these: readonly { readonly arrivesAt: number }[]) =>
            departures(
              servers,
              these.map(({ arrivesAt }) => ({ arrivesAt, serviceSeconds })),
            );
          const pooled = ascending(serve(one + other, arriving));
          const split = ascending([
            ...serve(
              one,
              arriving.filter(({ first }) => first),
            ),
            ...serve(
              other,
              arriving.filter(({ first }) => !first),
            ),
          ]);
          expect(pooled.every((seconds, i) => noLater(seconds, split[i]!))).toBe(true);
        },
      ),
      RUNS,
    );
  });
});

describe('all times multiplied by any whole number', () => {
  const whole = (model: Model, k: number): Model => ({
    ...model,
    customers: model.customers.map((customer) => ({
      ...customer,
      arrivesAt: Math.round(customer.arrivesAt) * k,
      visits: customer.visits.map((visit) => ({ ...visit, seconds: Math.round(visit.seconds) * k })),
    })),
    interrupts: model.interrupts.map((interrupt) => ({ ...interrupt, at: Math.round(interrupt.at) * k })),
    serverChanges: model.serverChanges.map((change) => ({ ...change, at: Math.round(change.at) * k })),
  });

  it('multiplies all results by it, where times are whole: exactly, though events coincide', () => {
    fc.assert(
      fc.property(disturbedModel, fc.integer({ min: 1, max: 100_000 }), (model, k) => {
        const plain = runModel(whole(model, 1));
        const scaled = runModel(whole(model, k));
        expect(scaled.records).toEqual(
          plain.records.map((record) => ({
            ...record,
            arrivedSeconds: record.arrivedSeconds * k,
            leftSeconds: record.leftSeconds * k,
            workSeconds: record.workSeconds * k,
          })),
        );
        for (const [index, station] of scaled.stations.entries()) {
          expect(station.queueIntegral()).toBe(plain.stations[index]!.queueIntegral() * k);
          expect(station.busyIntegral()).toBe(plain.stations[index]!.busyIntegral() * k);
        }
      }),
      RUNS,
    );
  });
});

describe('no station has more servers at work than it has', () => {
  it('but for those that were taken away and finish their work, which grow no more', () => {
    fc.assert(
      fc.property(disturbedModel, (model) => {
        const faults: string[] = [];
        runModel(model, (stations) => {
          const before = stations.map(({ busy }) => busy);
          return () => {
            for (const [index, { busy, servers }] of stations.entries()) {
              if (busy > servers && busy > before[index]!) faults.push(`${busy} busy of ${servers}`);
              before[index] = busy;
            }
          };
        });
        expect(faults).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('Little’s law in a declarative network', () => {
  it('the time that customers spend there is the integral of the numbers at its stations', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 2 }),
        customers,
        (servers, arriving) => {
          const simulation = new Simulation();
          let spent = 0;
          let left = 0;
          const network = new QueueingNetwork(simulation, {
            onDeparture: (_, sojournSeconds) => {
              spent += sojournSeconds;
              left++;
            },
          });
          const serviceOf: number[] = [];
          const serviceSeconds = (customer: number) => serviceOf[customer]!;
          const second = network.station({ servers: servers[1]!, serviceSeconds, next: () => null });
          const first = network.station({ servers: servers[0]!, serviceSeconds, next: () => second });
          for (const { arrivesAt, serviceSeconds: seconds } of arriving) {
            simulation.at(arrivesAt, () => {
              network.enter((customer) => {
                serviceOf[customer] = seconds;
                return first;
              });
            });
          }
          simulation.run();
          const { now } = simulation;
          const present = [first, second].reduce(
            (sum, station) => sum + station.queueIntegral(now) + station.busyIntegral(now),
            0,
          );
          expect(left).toBe(arriving.length);
          expect(Math.abs(present - spent) / Math.max(1, spent)).toBeLessThan(1e-9);
        },
      ),
      RUNS,
    );
  });
});
