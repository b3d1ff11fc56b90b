/**
 * Two classes of Poisson arrivals with exponential service of one rate, half of the load each: A. Cobham, Priority
 * assignment in waiting line problems, Operations Research 2, 1954, without preemption; H. White, L. S. Christie,
 * Queuing with preemptive priorities or with breakdown, Operations Research 6, 1958, with it.
 */
import { describe, expect, it } from 'vitest';
import type { Body } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { type Discipline, Station } from '../../sim/kernel/station.ts';
import { type Measurements, meanAndQuantiles, missedTruths, UTILIZATIONS } from './coverage.ts';

/** With preemption a p99 is known, which takes more of them. */
const REPLICATIONS = { priority: 80, 'preemptive-resume': 320 };
const OBSERVED = { urgent: 20, patient: 5 };

/**
 * Whatever the order of service, the number present is that of M/M/1 from the start, and a patient customer arrives
 * then. Which class they are of takes a while to become stationary: some sojourns of the urgent class, of which there
 * is nobody at the start.
 */
const UNOBSERVED = 24;

function meanSojourns(discipline: Discipline, load: number): { urgent: number; patient: number } {
  const half = load / 2;
  if (discipline === 'priority') {
    const residual = load;
    return { urgent: 1 + residual / (1 - half), patient: 1 + residual / ((1 - half) * (1 - load)) };
  }
  return { urgent: 1 / (1 - half), patient: 1 / ((1 - half) * (1 - load)) };
}

describe.each(['priority', 'preemptive-resume'] as const)('two classes under %s', (discipline) => {
  it.each(UTILIZATIONS)('at utilization %s: mean sojourn of each, p95 and p99 where known', (load) => {
    const { urgent, patient } = meanSojourns(discipline, load);
    // With preemption the urgent see M/M/1 of their own: exponential sojourns.
    const preemptive = discipline === 'preemptive-resume';
    const p95 = -Math.log(0.05) * urgent;
    const p99 = -Math.log(0.01) * urgent;
    const truth: Measurements = {
      urgent,
      patient,
      ...(preemptive ? { 'urgent p95': 0.95, 'urgent p99': 0.99 } : {}),
    };
    const missed = missedTruths(truth, REPLICATIONS[discipline], (streams) => {
      const start = streams.stream('station', 'start');
      const classes = [OBSERVED.urgent, OBSERVED.patient].map((customers, priority) => ({
        priority,
        arrivals: streams.stream(`class ${priority}`, 'arrivals'),
        services: streams.stream(`class ${priority}`, 'services'),
        sojournSeconds: new Float64Array(customers),
      }));
      const simulation = new Simulation();
      const station = new Station(simulation, { discipline });
      let unobserved = 0;
      function* customer(index: number, of: (typeof classes)[number]): Body<void> {
        const arrivedSeconds = simulation.now;
        yield* station.visit(of.services.exponential(), { priority: of.priority });
        const observed = index - UNOBSERVED;
        if (observed < 0 || observed >= of.sojournSeconds.length) return;
        of.sojournSeconds[observed] = simulation.now - arrivedSeconds;
        unobserved--;
      }
      function* source(of: (typeof classes)[number]): Body<void> {
        // Until all have been observed: urgent arrivals go on delaying the patient.
        for (let index = 0; unobserved > 0; index++) {
          if (index > 0 || of.priority === 0) yield (of.arrivals.exponential() * 2) / load;
          simulation.spawn(customer(index, of));
        }
      }
      return () => {
        unobserved = OBSERVED.urgent + OBSERVED.patient;
        const present = Math.floor(Math.log(start.uniform()) / Math.log(load));
        for (let i = 0; i < present; i++)
          simulation.spawn(station.visit(start.exponential(), { priority: 1 }));
        for (const each of classes) simulation.spawn(source(each));
        simulation.run();
        const [first, second] = classes;
        return {
          ...meanAndQuantiles('urgent', first!.sojournSeconds, p95, p99),
          ...meanAndQuantiles('patient', second!.sojournSeconds, 0, 0),
        };
      };
    });
    expect(missed).toEqual([]);
  });
});
