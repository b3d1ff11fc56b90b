import type { Body } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';
import { StreamSource } from '../../sim/kernel/stream.ts';
import type { QueueRun } from './queue-run.ts';

/** A process a customer: seize, hold, release. */
export const runProcesses: QueueRun = (customers, servers, utilization, seed) => {
  const streams = new StreamSource(String(seed), 0);
  const arrivals = streams.stream('source', 'arrivals');
  const services = streams.stream('station', 'services');
  const simulation = new Simulation();
  const station = new Station(simulation, { servers });
  const meanInterval = 1 / (utilization * servers);
  const total = { sojournSeconds: 0 };
  function* customer(): Body<void> {
    const arrivedSeconds = simulation.now;
    yield station;
    yield services.exponential();
    station.release();
    total.sojournSeconds += simulation.now - arrivedSeconds;
  }
  function* source(): Body<void> {
    for (let i = 0; i < customers; i++) {
      yield arrivals.exponential() * meanInterval;
      simulation.spawn(customer());
    }
  }
  simulation.spawn(source());
  simulation.run();
  return total.sojournSeconds / customers;
};
