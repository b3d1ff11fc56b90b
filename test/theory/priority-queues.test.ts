/**
 * Two classes of Poisson arrivals with exponential service of one rate, half of the load each: A. Cobham, Priority
 * assignment in waiting line problems, Operations Research 2, 1954, without preemption; H. White, L. S. Christie,
 * Queuing with preemptive priorities or with breakdown, Operations Research 6, 1958, with it.
 */
import { describe, expect, it } from 'vitest';
import type { Body } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';
import type { Discipline } from '../../sim/kernel/station-options.ts';
import { meanAndQuantiles, missedTruths, UTILIZATIONS } from './coverage.ts';
import { meanOf, placeOf } from './discrete-law.ts';
import { sojournCumulative } from './erlang.ts';
import { PriorityChain, type PriorityState } from './priority-chain.ts';
import { quantileOf } from './quantile.ts';

type PriorityDiscipline = Exclude<Discipline, 'fcfs'>;

/** Replications, and customers of each class observed in one; a p99 takes many independent visits beyond it. */
const SIZES = { 0.3: [300, 25, 20], 0.7: [800, 12, 6], 0.9: [600, 10, 4], 0.95: [600, 10, 4] } as const;

function meanSojourns(discipline: PriorityDiscipline, load: number): { urgent: number; patient: number } {
  const half = load / 2;
  if (discipline === 'priority') {
    const residual = load;
    return { urgent: 1 + residual / (1 - half), patient: 1 + residual / ((1 - half) * (1 - load)) };
  }
  return { urgent: 1 / (1 - half), patient: 1 / ((1 - half) * (1 - load)) };
}

/**
 * The law of the sojourn of the urgent. With preemption they see an M/M/1 of their own. Without it they wait with
 * probability `load`, for what is left of any service and the urgent ahead: by its transform, ((1 - load) (1 + s) +
 * load / 2) / (1 + s - load / 2), exponentially.
 */
function urgentCumulative(discipline: PriorityDiscipline, load: number): (t: number) => number {
  const rate = 1 - load / 2;
  return discipline === 'priority' ? (t) => sojournCumulative(load, rate, t) : (t) => 1 - Math.exp(-rate * t);
}

describe.each(['priority', 'preemptive-resume'] as const)('two classes under %s', (discipline) => {
  it.each(UTILIZATIONS)('at utilization %s: mean sojourn of each, p95 and p99 of the urgent', (load) => {
    const { urgent, patient } = meanSojourns(discipline, load);
    const cumulative = urgentCumulative(discipline, load);
    const p95 = quantileOf(cumulative, 0.95);
    const p99 = quantileOf(cumulative, 0.99);
    const truth = { urgent, patient, 'urgent p95': 0.95, 'urgent p99': 0.99 };
    const chain = new PriorityChain(discipline, load);
    // Whatever the order of service, the number present is that of M/M/1.
    const present = ({ serving, urgent: some, patient: others }: PriorityState) =>
      (serving ? 1 : 0) + some + others;
    expect(meanOf(chain.law, (state) => present(chain.states[state]!))).toBeCloseTo(load / (1 - load), 6);
    const [replications, urgentObserved, patientObserved] = SIZES[load];
    const missed = missedTruths(truth, replications, (streams) => {
      const start = streams.stream('station', 'start');
      const classes = [urgentObserved, patientObserved].map((customers, priority) => ({
        priority,
        arrivals: streams.stream(`class ${priority}`, 'arrivals'),
        services: streams.stream(`class ${priority}`, 'services'),
        sojournSeconds: new Float64Array(customers),
      }));
      type CustomerClass = (typeof classes)[number];
      const simulation = new Simulation();
      const station = new Station(simulation, { discipline });
      let unobserved = 0;
      function* customer(of: CustomerClass, index: number): Body<void> {
        const arrivedSeconds = simulation.now;
        yield* station.visit(of.services.exponential(), { priority: of.priority });
        if (!(index < of.sojournSeconds.length)) return;
        of.sojournSeconds[index] = simulation.now - arrivedSeconds;
        unobserved--;
      }
      function* source(of: CustomerClass, firstIndex: number): Body<void> {
        // Until all have been observed: urgent arrivals go on delaying the patient.
        for (let index = firstIndex; unobserved > 0; index++) {
          yield (of.arrivals.exponential() * 2) / load;
          simulation.spawn(customer(of, index));
        }
      }
      /** Observes the one class, whose first customer comes upon a stationary state. */
      const observe = (observed: CustomerClass) => {
        unobserved = observed.sojournSeconds.length;
        const initial = chain.states[placeOf(chain.law, start.uniform())]!;
        const priorities = [
          // Who is served now has come first.
          ...(initial.serving ? [0] : []),
          ...Array.from({ length: initial.urgent }, () => 0),
          ...Array.from({ length: initial.patient }, () => 1),
        ];
        for (const priority of priorities) simulation.spawn(station.visit(start.exponential(), { priority }));
        simulation.spawn(customer(observed, 0));
        for (const each of classes) simulation.spawn(source(each, each === observed ? 1 : Infinity));
        simulation.run();
        return observed.sojournSeconds;
      };
      return () => ({
        ...meanAndQuantiles('urgent', observe(classes[0]!), p95, p99),
        ...meanAndQuantiles('patient', observe(classes[1]!), 0, 0),
      });
    });
    expect(missed).toEqual([]);
  });
});
