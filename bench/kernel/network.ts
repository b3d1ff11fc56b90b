import { QueueingNetwork } from '../../sim/kernel/queueing-network.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { StreamSource } from '../../sim/kernel/stream.ts';
import type { QueueRun } from './queue-run.ts';

/** The declarative network. */
export const runNetwork: QueueRun = (customers, servers, utilization, seed) => {
  const streams = new StreamSource(String(seed), 0);
  const arrivals = streams.stream('source', 'arrivals');
  const services = streams.stream('station', 'services');
  const simulation = new Simulation();
  const meanInterval = 1 / (utilization * servers);
  let arrived = 0;
  const total = { sojournSeconds: 0 };
  const network = new QueueingNetwork(simulation, {
    onDeparture: (_, sojournSeconds) => {
      total.sojournSeconds += sojournSeconds;
    },
  });
  const station = network.station({
    servers,
    serviceSeconds: () => services.exponential(),
    next: () => null,
  });
  network.source({
    intervalSeconds: () => (arrived++ < customers ? arrivals.exponential() * meanInterval : Infinity),
    first: () => station,
  });
  simulation.run();
  return total.sojournSeconds / customers;
};
