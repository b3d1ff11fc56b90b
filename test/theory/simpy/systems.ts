/** The systems of systems.json on the kernel: the same customers as in run_systems.py, with draws of our own. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FluidNetwork } from '../../../sim/kernel/fluid.ts';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';
import type { Discipline } from '../../../sim/kernel/station-options.ts';
import type { RandomStream, StreamSource } from '../../../sim/kernel/stream.ts';

export type Law =
  | readonly ['constant' | 'exponential', number]
  | readonly ['uniform' | 'lognormal', number, number];

export interface CustomerClass {
  readonly name: string;
  readonly every: Law;
  readonly service: Law;
  readonly priority?: number;
  readonly units?: number;
  readonly patience?: Law;
  readonly weight?: number;
  readonly rateCap?: number;
}

interface Open {
  readonly name: string;
  readonly classes: readonly CustomerClass[];
}

export interface StationSystem extends Open {
  readonly kind: 'station';
  readonly servers: number;
  readonly discipline?: Discipline;
  /** The probability that a served customer comes back. */
  readonly returning?: number;
}

export type System =
  | StationSystem
  | (Open & { readonly kind: 'failing'; readonly up: Law; readonly down: Law })
  | (Open & { readonly kind: 'link'; readonly capacity: number })
  | {
      readonly name: string;
      readonly kind: 'closed';
      readonly servers: number;
      readonly machines: number;
      readonly up: Law;
      readonly service: Law;
    };

interface Outcomes {
  /** The version that ran. */
  readonly simpy: string;
  readonly horizonSeconds: number;
  readonly replications: number;
  /** By system and by what was measured: the mean and half of its 95% interval. */
  readonly outcomes: Readonly<
    Record<string, Readonly<Record<string, { readonly mean: number; readonly half: number }>>>
  >;
}

export const SYSTEMS = stored('systems.json') as readonly System[];
export const SIMPY = stored('outcomes.json') as Outcomes;

function stored(name: string): unknown {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, name), 'utf8'));
}

/** Returns what draws from a law. */
function sampler(law: Law, stream: RandomStream): () => number {
  const [kind, a, b] = law;
  switch (kind) {
    case 'constant':
      return () => a;
    case 'exponential':
      return () => a * stream.exponential();
    case 'uniform':
      return () => a + (b - a) * stream.uniform();
    case 'lognormal':
      return () =>
        a * Math.exp(b * Math.sqrt(2 * stream.exponential()) * Math.cos(2 * Math.PI * stream.uniform()));
  }
}

/** Runs one replication and returns the mean of what was observed, by name. */
export function replicateSystem(system: System, streams: StreamSource): Record<string, number> {
  const simulation = new Simulation();
  const sums: Record<string, { total: number; count: number }> = {};
  const observe = (name: string, value: number) => {
    const sum = (sums[name] ??= { total: 0, count: 0 });
    sum.total += value;
    sum.count++;
  };
  const draw = (law: Law, name: string) => sampler(law, streams.stream(system.name, name));

  function* source(klass: CustomerClass, visit: (draw: () => number) => Body<void>): Body<void> {
    const interval = draw(klass.every, `${klass.name} interval`);
    const service = draw(klass.service, `${klass.name} service`);
    function* customer(): Body<void> {
      const arrived = simulation.now;
      yield* visit(service);
      observe(klass.name, simulation.now - arrived);
    }
    for (;;) {
      yield interval();
      if (simulation.now >= SIMPY.horizonSeconds) return;
      simulation.spawn(customer());
    }
  }

  switch (system.kind) {
    case 'station': {
      const station = new Station(simulation, system);
      const chance = streams.stream(system.name, 'return');
      for (const klass of system.classes) {
        const options = { priority: klass.priority ?? 0, servers: klass.units ?? 1 };
        const { patience } = klass;
        const visit = function* (service: () => number): Body<void> {
          do yield* station.visit(service(), options);
          while (chance.uniform() < (system.returning ?? 0));
        };
        const giving =
          patience === undefined
            ? visit
            : impatient(simulation, station, draw(patience, 'patience'), (gaveUp) => {
                observe(`${klass.name} gave up`, gaveUp ? 1 : 0);
              });
        simulation.spawn(source(klass, giving));
      }
      break;
    }
    case 'failing': {
      const station = new Station(simulation, { discipline: 'preemptive-resume' });
      for (const klass of system.classes) {
        simulation.spawn(source(klass, (service) => station.visit(service())));
      }
      const [up, down] = [draw(system.up, 'up'), draw(system.down, 'down')];
      simulation.spawn(
        (function* (): Body<void> {
          while (simulation.now < SIMPY.horizonSeconds) {
            yield up();
            station.setServers(0);
            yield down();
            station.setServers(1);
          }
        })(),
      );
      break;
    }
    case 'closed': {
      const station = new Station(simulation, system);
      const [up, service] = [draw(system.up, 'up'), draw(system.service, 'service')];
      const machine = function* (): Body<void> {
        for (;;) {
          yield up();
          if (simulation.now >= SIMPY.horizonSeconds) return;
          const failed = simulation.now;
          yield* station.visit(service());
          observe('machine', simulation.now - failed);
        }
      };
      for (let index = 0; index < system.machines; index++) simulation.spawn(machine());
      break;
    }
    case 'link': {
      const network = new FluidNetwork(simulation);
      const route = [{ resource: network.resource({ name: 'link', capacity: system.capacity }) }];
      for (const { weight = 1, rateCap = Infinity, ...klass } of system.classes) {
        const visit = function* (service: () => number): Body<void> {
          yield network.flow({ amount: service(), weight, rateCap, route });
        };
        simulation.spawn(source(klass, visit));
      }
      break;
    }
  }
  simulation.run();
  return Object.fromEntries(Object.entries(sums).map(([name, { total, count }]) => [name, total / count]));
}

/** Returns what visits a station unless a server comes too late, and tells whether the customer gave up. */
function impatient(
  simulation: Simulation,
  station: Station,
  patience: () => number,
  onEnd: (gaveUp: boolean) => void,
): (service: () => number) => Body<void> {
  return function* (service) {
    const customer = simulation.current!;
    const limit = simulation.at(simulation.now + patience(), () => customer.interrupt('patience'));
    try {
      yield station;
    } catch (error) {
      if (!(error instanceof Interrupt)) throw error;
      onEnd(true);
      return;
    }
    simulation.cancel(limit);
    onEnd(false);
    yield service();
    station.release();
  };
}
