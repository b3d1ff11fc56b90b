import { BandedChain } from './banded-chain.ts';

/**
 * M/D/c with service 1: C. D. Crommelin, Delay probability formulae, Post Office Electrical Engineers' Journal 25, 1932
 * for the number present; G. J. Franx, A simple solution for the M/D/c waiting time distribution, Operations Research
 * Letters 29, 2001, for the wait.
 */
export class DeterministicQueue {
  readonly servers: number;
  readonly rate: number;
  /** Stationary probabilities of the number present. */
  readonly present: Float64Array;
  /** Stationary probabilities of at most so many waiting. */
  readonly #waitingAtMost: Float64Array;

  constructor(servers: number, rate: number) {
    this.servers = servers;
    this.rate = rate;
    this.present = stationaryPresent(servers, rate);
    const states = this.present.length;
    this.#waitingAtMost = new Float64Array(states);
    let sum = 0;
    for (let n = 0; n < states; n++) {
      sum += this.present[n]!;
      if (n >= servers) this.#waitingAtMost[n - servers] = sum;
    }
    this.#waitingAtMost.fill(sum, states - servers);
  }

  /** The mean wait, by Little's law. */
  get meanWait(): number {
    let waiting = 0;
    for (const [n, probability] of this.present.entries())
      waiting += Math.max(0, n - this.servers) * probability;
    return waiting / this.rate;
  }

  /** The probability of a wait of at most `t`. */
  waitCumulative(t: number): number {
    if (t < 0) return 0;
    const whole = Math.floor(t) + 1;
    const load = this.rate * (whole - t);
    let term = Math.exp(-load);
    let sum = 0;
    for (let j = 0; j < whole * this.servers; j++) {
      sum += term * (this.#waitingAtMost[whole * this.servers - j - 1] ?? 1);
      term *= load / (j + 1);
    }
    return sum;
  }
}

/**
 * Whoever is in service now is gone one service later, and whoever arrived meanwhile is still there: the number present
 * is a Markov chain in steps of one service.
 */
function stationaryPresent(servers: number, rate: number): Float64Array {
  const states = Math.ceil(servers + 25 / (1 - rate / servers));
  const chain = new BandedChain(states, states);
  for (let from = 0; from < states; from++) {
    const left = Math.max(0, from - servers);
    let probability = Math.exp(-rate);
    // What would lie beyond the last state stays below it: a probability of e^-25 or less.
    for (let to = left; to < states; to++) {
      chain.add(from, to, probability);
      probability *= rate / (to - left + 1);
    }
  }
  return chain.stationaryLaw();
}
