import { BandedChain } from './banded-chain.ts';
import type { PhaseType } from './phase-type.ts';

/** A state of a queue of phase-type laws: customers present, phase of the arrival, services in their first phase. */
export interface PhaseQueueState {
  readonly present: number;
  readonly arrivalPhase: number;
  readonly inFirstPhase: number;
}

/**
 * The stationary law of G/G/c where both laws have at most two phases, from the Markov chain of its phases: the way in
 * which tables of such queues were computed (F. S. Hillier, O. S. Yu, Queueing Tables and Graphs, 1981; L. P. Seelen,
 * H. C. Tijms, M. H. van Hoorn, Tables for Multi-Server Queues, 1985). Held to a published table: published-waits.ts.
 */
export class PhaseQueue {
  readonly states: readonly PhaseQueueState[];
  readonly law: Float64Array;
  readonly #servers: number;

  constructor(servers: number, arrival: PhaseType, service: PhaseType, mostPresent: number) {
    this.#servers = servers;
    const arrivalPhases = arrival.rates.length;
    const states: PhaseQueueState[] = [];
    const numberOf = new Map<string, number>();
    for (let present = 0; present <= mostPresent; present++) {
      for (let arrivalPhase = 0; arrivalPhase < arrivalPhases; arrivalPhase++) {
        for (let inFirstPhase = 0; inFirstPhase <= Math.min(present, servers); inFirstPhase++) {
          if (service.rates.length === 1 && inFirstPhase < Math.min(present, servers)) continue;
          numberOf.set(`${present} ${arrivalPhase} ${inFirstPhase}`, states.length);
          states.push({ present, arrivalPhase, inFirstPhase });
        }
      }
    }
    this.states = states;
    const chain = new BandedChain(states.length, 2 * arrivalPhases * (servers + 1));
    for (const [from, { present, arrivalPhase, inFirstPhase }] of states.entries()) {
      const add = (rate: number, toPresent: number, toPhase: number, toFirst: number) => {
        const to = numberOf.get(`${toPresent} ${toPhase} ${toFirst}`);
        if (rate > 0 && to !== undefined) chain.add(from, to, rate);
      };
      const arrivalRate = arrival.rates[arrivalPhase]!;
      const goesOn = arrival.goesOn[arrivalPhase]!;
      add(arrivalRate * goesOn, present, arrivalPhase + 1, inFirstPhase);
      for (let phase = 0; phase < arrivalPhases; phase++) {
        const rate = arrivalRate * (1 - goesOn) * arrival.initial[phase]!;
        // Beyond the last state an arrival is lost, with a probability that mostPresent makes negligible.
        if (present >= servers || present === mostPresent) {
          add(rate, Math.min(present + 1, mostPresent), phase, inFirstPhase);
        } else {
          add(rate * service.initial[0]!, present + 1, phase, inFirstPhase + 1);
          add(rate * (1 - service.initial[0]!), present + 1, phase, inFirstPhase);
        }
      }
      const busy = Math.min(present, servers);
      for (const [phase, count] of [inFirstPhase, busy - inFirstPhase].entries()) {
        if (count === 0) continue;
        const rate = count * service.rates[phase]!;
        const firstAfter = inFirstPhase - (phase === 0 ? 1 : 0);
        add(rate * service.goesOn[phase]!, present, arrivalPhase, firstAfter);
        const ends = rate * (1 - service.goesOn[phase]!);
        if (present > servers) {
          add(ends * service.initial[0]!, present - 1, arrivalPhase, firstAfter + 1);
          add(ends * (1 - service.initial[0]!), present - 1, arrivalPhase, firstAfter);
        } else {
          add(ends, present - 1, arrivalPhase, firstAfter);
        }
      }
    }
    this.law = chain.stationaryLaw();
  }

  get meanWaiting(): number {
    let waiting = 0;
    for (const [state, probability] of this.law.entries()) {
      waiting += Math.max(0, this.states[state]!.present - this.#servers) * probability;
    }
    return waiting;
  }
}
