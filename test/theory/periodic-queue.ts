import { BandedChain } from './banded-chain.ts';

/**
 * D/M/c with service rate 1: arrivals at equal intervals. Between two arrivals customers only leave, so that the number
 * found by arrivals is a Markov chain. From c on its law is geometric, and a wait is exponential (L. Takacs, Introduction
 * to the Theory of Queues, 1962, chapter 2), in c = 1 with the root of sigma = exp(-(1 - sigma) interval).
 */
export class PeriodicQueue {
  /** Stationary probabilities of the number found by an arrival. */
  readonly found: Float64Array;
  readonly waitProbability: number;
  /** Rate of the wait of those who wait. */
  readonly waitRate: number;

  constructor(servers: number, intervalSeconds: number) {
    const utilization = 1 / (servers * intervalSeconds);
    // The root sigma is about 1 - 2 (1 - utilization): of the geometric law e^-25 or less is left beyond.
    const states = servers + Math.ceil(15 / (1 - utilization));
    const chain = new BandedChain(states, states);
    for (let from = 0; from < states; from++) {
      const after = leftAfter(servers, Math.min(from + 1, states - 1), intervalSeconds);
      for (const [to, probability] of after.entries()) chain.add(from, to, probability);
    }
    this.found = chain.stationaryLaw();
    this.waitProbability = this.found.slice(servers).reduce((sum, probability) => sum + probability, 0);
    const sigma = this.found[servers + 1]! / this.found[servers]!;
    this.waitRate = servers * (1 - sigma);
  }

  get meanSojourn(): number {
    return 1 + this.waitProbability / this.waitRate;
  }
}

/** The law of how many of `present` customers are left after a time, by uniformization of the pure death process. */
function leftAfter(servers: number, present: number, seconds: number): Float64Array {
  const steps = servers * seconds;
  const left = new Float64Array(present + 1);
  let law = new Float64Array(present + 1);
  law[present] = 1;
  let weight = Math.exp(-steps);
  for (let step = 0; step < 40 + 4 * steps; step++) {
    for (let n = 0; n <= present; n++) left[n] = left[n]! + weight * law[n]!;
    const next = new Float64Array(present + 1);
    for (let n = 0; n <= present; n++) {
      const ends = Math.min(n, servers) / servers;
      next[n] = next[n]! + law[n]! * (1 - ends);
      if (n > 0) next[n - 1] = next[n - 1]! + law[n]! * ends;
    }
    law = next;
    weight *= steps / (step + 1);
  }
  return left;
}
