import type { Body } from '../../sim/kernel/process.ts';
import { QueueingNetwork } from '../../sim/kernel/queueing-network.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';

/**
 * The two ways to run a station: customers as processes, or the faster declarative network. That both give the same
 * sojourns to the last bit is a property tested with the kernel.
 */
export type Tier = 'processes' | 'network';

export interface SingleQueueOptions {
  readonly servers: number;
  readonly intervalSeconds: () => number;
  readonly serviceSeconds: () => number;
  /** How many customers to observe in a replication. */
  readonly customers: number;
}

/**
 * Runs a replication of a first-come first-served station and returns the sojourn of each observed customer, in
 * seconds. The customers given by their services are present at the start. The first observed one arrives then: behind
 * a stationary number of others, it and all that follow see what an arrival sees in the long run.
 */
export type RunSingleQueue = (initialServiceSeconds: readonly number[]) => Float64Array;

/** Prepares a station; each replication ends with it empty, and so the next can use it again. */
export function singleQueue(tier: Tier, options: SingleQueueOptions): RunSingleQueue {
  return tier === 'processes' ? byProcesses(options) : byNetwork(options);
}

function byProcesses(options: SingleQueueOptions): RunSingleQueue {
  const simulation = new Simulation();
  const station = new Station(simulation, { servers: options.servers });
  const sojournSeconds = new Float64Array(options.customers);

  function* customer(index: number): Body<void> {
    const arrivedSeconds = simulation.now;
    yield station;
    yield options.serviceSeconds();
    station.release();
    sojournSeconds[index] = simulation.now - arrivedSeconds;
  }
  function* source(initialServiceSeconds: readonly number[]): Body<void> {
    for (const serviceSeconds of initialServiceSeconds) simulation.spawn(station.visit(serviceSeconds));
    simulation.spawn(customer(0));
    for (let index = 1; index < options.customers; index++) {
      yield options.intervalSeconds();
      simulation.spawn(customer(index));
    }
  }
  return (initialServiceSeconds) => {
    simulation.spawn(source(initialServiceSeconds));
    simulation.run();
    return sojournSeconds;
  };
}

function byNetwork(options: SingleQueueOptions): RunSingleQueue {
  const simulation = new Simulation();
  const sojournSeconds = new Float64Array(options.customers);
  let initial: readonly number[] = [];
  // Those present at the start are numbered below 0, the observed from 0.
  let arrivals = 0;
  const indexOf: number[] = [];
  const network = new QueueingNetwork(simulation, {
    onDeparture: (customer, seconds) => {
      const index = indexOf[customer]!;
      if (index >= 0) sojournSeconds[index] = seconds;
    },
  });
  const station = network.station({
    servers: options.servers,
    serviceSeconds: (customer) => initial[initial.length + indexOf[customer]!] ?? options.serviceSeconds(),
    next: () => null,
  });
  const first = (customer: number) => {
    indexOf[customer] = arrivals++;
    return station;
  };
  return (initialServiceSeconds) => {
    initial = initialServiceSeconds;
    arrivals = -initial.length;
    for (let i = 0; i <= initial.length; i++) network.enter(first);
    network.source({
      intervalSeconds: () => (arrivals < options.customers ? options.intervalSeconds() : Infinity),
      first,
    });
    simulation.run();
    return sojournSeconds;
  };
}
