import type { Discipline } from '../../sim/kernel/station-options.ts';
import { BandedChain } from './banded-chain.ts';

/** Who is at a station of one server and two classes; the one in service counts as waiting where it can be preempted. */
export interface PriorityState {
  readonly serving: boolean;
  readonly urgent: number;
  readonly patient: number;
}

/** Fewer than this many urgent ones are present but for less than e^-25 of the time, as they are at most half the load. */
const MOST_URGENT = 37;

/**
 * The stationary law of two classes of Poisson arrivals, half of the load each, with exponential service of mean 1, whose
 * class then does not matter to what is left of it.
 */
export class PriorityChain {
  readonly states: readonly PriorityState[];
  readonly law: Float64Array;

  constructor(discipline: Exclude<Discipline, 'fcfs'>, load: number) {
    const mostPatient = Math.ceil(25 / (1 - load));
    const states: PriorityState[] = [];
    const preemptive = discipline === 'preemptive-resume';
    if (!preemptive) states.push({ serving: false, urgent: 0, patient: 0 });
    for (let patient = 0; patient <= mostPatient; patient++) {
      for (let urgent = 0; urgent <= MOST_URGENT; urgent++) {
        states.push({ serving: !preemptive, urgent, patient });
      }
    }
    const first = states.length - (mostPatient + 1) * (MOST_URGENT + 1);
    const numberOf = (urgent: number, patient: number) => first + patient * (MOST_URGENT + 1) + urgent;
    const chain = new BandedChain(states.length, MOST_URGENT + 2);
    for (const [from, { serving, urgent, patient }] of states.entries()) {
      if (!serving && !preemptive) {
        chain.add(from, numberOf(0, 0), load);
        continue;
      }
      if (urgent < MOST_URGENT) chain.add(from, numberOf(urgent + 1, patient), load / 2);
      if (patient < mostPatient) chain.add(from, numberOf(urgent, patient + 1), load / 2);
      if (urgent > 0) chain.add(from, numberOf(urgent - 1, patient), 1);
      else if (patient > 0) chain.add(from, numberOf(0, patient - 1), 1);
      else if (serving) chain.add(from, 0, 1);
    }
    this.states = states;
    this.law = chain.stationaryLaw();
  }
}
