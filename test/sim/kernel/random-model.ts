import * as fc from 'fast-check';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body, Process } from '../../../sim/kernel/process.ts';
import { type EventObserver, Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';
import type { Discipline } from '../../../sim/kernel/station-options.ts';

/** A model as plain data: customers who go from station to station, interrupts, and changes of servers. */
export interface Model {
  readonly stations: readonly { readonly discipline: Discipline; readonly servers: number }[];
  readonly customers: readonly {
    readonly arrivesAt: number;
    readonly priority: number;
    readonly dies: boolean;
    readonly visits: readonly Visit[];
  }[];
  readonly interrupts: readonly { readonly at: number; readonly customer: number }[];
  readonly serverChanges: readonly {
    readonly at: number;
    readonly station: number;
    readonly servers: number;
  }[];
}

export interface Visit {
  readonly station: number;
  readonly seconds: number;
  readonly servers: number;
  /** Seize, hold and release instead of a visit; a visit anyway where the station is preemptive. */
  readonly holds: boolean;
}

/** What one visit came to. */
export interface VisitRecord {
  readonly station: number;
  readonly arrivedSeconds: number;
  readonly leftSeconds: number;
  /** Server-seconds that were asked for. */
  readonly workSeconds: number;
  readonly interrupted: boolean;
}

export interface ModelRun {
  readonly simulation: Simulation;
  readonly stations: readonly Station[];
  readonly records: readonly VisitRecord[];
}

export const STATIONS = 3;

/** Whole seconds, so that events often coincide, and others. */
const seconds = fc.oneof(fc.nat(12), fc.double({ min: 0.001, max: 12, noNaN: true }));

const visit: fc.Arbitrary<Visit> = fc.record({
  station: fc.nat(STATIONS - 1),
  seconds,
  servers: fc.integer({ min: 1, max: 3 }),
  holds: fc.boolean(),
});

const customer = fc.record({
  arrivesAt: seconds,
  priority: fc.nat(2),
  dies: fc.boolean(),
  visits: fc.array(visit, { maxLength: 4 }),
});

const station = fc.record({
  discipline: fc.constantFrom<Discipline>('fcfs', 'priority', 'preemptive-resume'),
  servers: fc.integer({ min: 3, max: 4 }),
});

/** Models in which nothing goes wrong: no interrupts, and all the servers all the time. */
export const undisturbedModel: fc.Arbitrary<Model> = fc.record({
  stations: fc.array(station, { minLength: STATIONS, maxLength: STATIONS }),
  customers: fc.array(customer, { minLength: 1, maxLength: 25 }),
  interrupts: fc.constant([]),
  serverChanges: fc.constant([]),
});

/** Models with interrupts and changing servers, which come back at the end. */
export const disturbedModel: fc.Arbitrary<Model> = fc.record({
  stations: fc.array(station, { minLength: STATIONS, maxLength: STATIONS }),
  customers: fc.array(customer, { minLength: 1, maxLength: 25 }),
  interrupts: fc.array(fc.record({ at: seconds, customer: fc.nat(24) }), { maxLength: 10 }),
  serverChanges: fc
    .array(fc.record({ at: seconds, station: fc.nat(STATIONS - 1), servers: fc.nat(4) }), { maxLength: 8 })
    .map((changes) => [
      ...changes,
      ...Array.from({ length: STATIONS }, (_, each) => ({ at: 20, station: each, servers: 4 })),
    ]),
});

function ignore(): void {}

/** One visit, after which nothing is held; a customer that dies leaves that to its end. */
function* use(at: Station, visited: Visit, dies: boolean): Body<void> {
  if (at.discipline === 'preemptive-resume') {
    yield* at.visit(visited.seconds);
  } else if (visited.holds) {
    yield at.seize({ servers: visited.servers });
    try {
      yield visited.seconds;
    } catch (error) {
      if (!dies) at.release();
      throw error;
    }
    at.release();
  } else {
    yield* at.visit(visited.seconds, { servers: visited.servers });
  }
}
/**
 * Runs a model to its end. An interrupted customer gives up the visit under way and goes on with the next, or, if it is
 * one that dies, ends with what it holds.
 */
export function runModel(
  model: Model,
  observe: (stations: readonly Station[]) => EventObserver = () => ignore,
): ModelRun {
  const simulation = new Simulation({ observer: (...event) => observer(...event) });
  const stations = model.stations.map((options) => new Station(simulation, options));
  const observer = observe(stations);
  const records: VisitRecord[] = [];

  function* body(visits: readonly Visit[], dies: boolean): Body<void> {
    for (const visited of visits) {
      const at = stations[visited.station]!;
      const record = {
        station: visited.station,
        arrivedSeconds: simulation.now,
        leftSeconds: Number.NaN,
        workSeconds: visited.seconds * (at.discipline === 'preemptive-resume' ? 1 : visited.servers),
        interrupted: false,
      };
      records.push(record);
      try {
        yield* use(at, visited, dies);
      } catch (error) {
        if (!(error instanceof Interrupt)) throw error;
        record.interrupted = true;
        if (dies) throw error;
      } finally {
        record.leftSeconds = simulation.now;
      }
    }
  }

  const processes = new Map<number, Process>();
  for (const [index, { arrivesAt, priority, dies, visits }] of model.customers.entries()) {
    simulation.at(arrivesAt, () => processes.set(index, simulation.spawn(body(visits, dies), { priority })));
  }
  for (const { at, customer: index } of model.interrupts) {
    simulation.at(at, () => processes.get(index)?.interrupt('disturbed'));
  }
  for (const { at, station: index, servers } of model.serverChanges) {
    simulation.at(at, () => stations[index]!.setServers(servers));
  }
  simulation.run();
  return { simulation, stations, records };
}
