/**
 * Ten million customers through one station, from an empty start: the mean sojourn is within 1% of the truth for
 * utilizations up to 0.9. At 0.9 the standard error of the M/M/1 mean is then 0.6%; hyperexponential services are four
 * times as variable, and take four times as many customers to come as near.
 */
import { describe, expect, it } from 'vitest';
import type { Body } from '../../sim/kernel/process.ts';
import { QueueingNetwork } from '../../sim/kernel/queueing-network.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';
import { type RandomStream, StreamSource } from '../../sim/kernel/stream.ts';
import { byPatience } from '../patience.ts';
import { DeterministicQueue } from '../theory/deterministic-queue.ts';
import { erlangC } from '../theory/erlang.ts';
import { PhaseQueue } from '../theory/phase-queue.ts';
import { drawFrom, drawPhase, erlangPhases, hyperexponentialPhases, withMean } from '../theory/phase-type.ts';

/** The busiest is the hardest: its mean wanders most. */
const UTILIZATIONS = byPatience<readonly number[]>({ slow: [0.9], night: [0.3, 0.7, 0.9] });

interface Queue {
  readonly customers: number;
  readonly servers: number;
  readonly draw: (stream: RandomStream) => number;
  /** Intervals of mean 1; exponential without. */
  readonly drawInterval?: (stream: RandomStream) => number;
  readonly meanSojourn: (load: number) => number;
}

// Services of mean 1.
const QUEUES: Readonly<Record<string, Queue>> = {
  'M/M/1': {
    customers: 10e6,
    servers: 1,
    draw: (stream) => stream.exponential(),
    meanSojourn: (load) => 1 / (1 - load),
  },
  'M/M/4': {
    customers: 10e6,
    servers: 4,
    draw: (stream) => stream.exponential(),
    meanSojourn: (load) => 1 + erlangC(4, load) / (4 - load),
  },
  'M/D/1': {
    customers: 10e6,
    servers: 1,
    draw: () => 1,
    meanSojourn: (load) => 1 + load / (2 * (1 - load)),
  },
  'M/D/4': {
    customers: 10e6,
    servers: 4,
    draw: () => 1,
    meanSojourn: (load) => 1 + new DeterministicQueue(4, load).meanWait,
  },
  // Lognormal of sigma 0.8.
  'M/G/1': {
    customers: 10e6,
    servers: 1,
    draw: (stream) => {
      const normal = Math.sqrt(2 * stream.exponential()) * Math.cos(2 * Math.PI * stream.uniform());
      return Math.exp(0.8 * normal - 0.32);
    },
    meanSojourn: (load) => 1 + (load * Math.exp(0.64)) / (2 * (1 - load)),
  },
  'E2/E2/2': {
    customers: 10e6,
    servers: 2,
    draw: (stream) => drawFrom(erlangPhases, 0, stream),
    drawInterval: (stream) => drawFrom(erlangPhases, 0, stream),
    meanSojourn: (load) => {
      const mostPresent = Math.ceil(60 / (1 - load / 2));
      const queue = new PhaseQueue(2, withMean(1 / load, erlangPhases), erlangPhases, mostPresent);
      return 1 + queue.meanWaiting / load;
    },
  },
  // The squared coefficient of variation is 3.
  'M/H2/1': {
    customers: 40e6,
    servers: 1,
    draw: (stream) => drawFrom(hyperexponentialPhases, drawPhase(hyperexponentialPhases, stream), stream),
    meanSojourn: (load) => 1 + (load * (1 + 3)) / (2 * (1 - load)),
  },
};

function meanSojournByNetwork(queue: Queue, load: number): number {
  const { customers, servers, draw, drawInterval = (stream) => stream.exponential() } = queue;
  const streams = new StreamSource('ten million', 0);
  const arrivals = streams.stream('source', 'arrivals');
  const services = streams.stream('station', 'services');
  const simulation = new Simulation();
  let arrived = 0;
  let departed = 0;
  let sum = 0;
  const network = new QueueingNetwork(simulation, {
    onDeparture: (_, sojournSeconds) => {
      departed++;
      sum += sojournSeconds;
    },
  });
  const station = network.station({ servers, serviceSeconds: () => draw(services), next: () => null });
  network.source({
    intervalSeconds: () => (arrived++ < customers ? drawInterval(arrivals) / load : Infinity),
    first: () => station,
  });
  simulation.run();
  expect(departed).toBe(customers);
  return sum / departed;
}

function meanSojournByProcesses({ customers, servers, draw }: Queue, load: number): number {
  const streams = new StreamSource('ten million', 0);
  const arrivals = streams.stream('source', 'arrivals');
  const services = streams.stream('station', 'services');
  const simulation = new Simulation();
  const station = new Station(simulation, { servers });
  let departed = 0;
  let sum = 0;
  function* customer(): Body<void> {
    const arrivedSeconds = simulation.now;
    yield station;
    yield draw(services);
    station.release();
    departed++;
    sum += simulation.now - arrivedSeconds;
  }
  function* source(): Body<void> {
    for (let i = 0; i < customers; i++) {
      yield arrivals.exponential() / load;
      simulation.spawn(customer());
    }
  }
  simulation.spawn(source());
  simulation.run();
  expect(departed).toBe(customers);
  return sum / departed;
}

describe.each(Object.entries(QUEUES))('%s as a declarative network', (_, queue) => {
  it.each(UTILIZATIONS)('at utilization %s', (utilization) => {
    const load = queue.servers * utilization;
    expect(Math.abs(meanSojournByNetwork(queue, load) / queue.meanSojourn(load) - 1)).toBeLessThan(0.01);
  });
});

describe.each(['M/M/1', 'M/M/4'])('%s by processes', (name) => {
  it.each(UTILIZATIONS)('at utilization %s', (utilization) => {
    const queue = QUEUES[name]!;
    const load = queue.servers * utilization;
    expect(Math.abs(meanSojournByProcesses(queue, load) / queue.meanSojourn(load) - 1)).toBeLessThan(0.01);
  });
});
