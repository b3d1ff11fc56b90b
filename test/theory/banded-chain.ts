/** A Markov chain whose transitions, by probability or rate, lead at most `band` states up or down. */
export class BandedChain {
  readonly #states: number;
  readonly #band: number;
  /** Row by row, the transitions to the states from `band` below to `band` above. */
  readonly #transitions: Float64Array;

  constructor(states: number, band: number) {
    this.#states = states;
    this.#band = band;
    this.#transitions = new Float64Array(states * (2 * band + 1));
  }

  #place(from: number, to: number): number {
    return from * (2 * this.#band + 1) + to - from + this.#band;
  }

  add(from: number, to: number, amount: number): void {
    const place = this.#place(from, to);
    this.#transitions[place] = this.#transitions[place]! + amount;
  }

  /**
   * The stationary law, by eliminating states from the top without a subtraction. Uses up the chain.
   * Source: W. K. Grassmann, M. I. Taksar, D. P. Heyman, Regenerative analysis and steady state distributions for
   * Markov chains, Operations Research 33, 1985.
   */
  stationaryLaw(): Float64Array {
    const transitions = this.#transitions;
    for (let state = this.#states - 1; state > 0; state--) {
      const lowest = Math.max(0, state - this.#band);
      let out = 0;
      for (let to = lowest; to < state; to++) out += transitions[this.#place(state, to)]!;
      for (let from = lowest; from < state; from++) {
        const up = this.#place(from, state);
        const share = transitions[up]! / out;
        transitions[up] = share;
        if (share === 0) continue;
        for (let to = lowest; to < state; to++)
          this.add(from, to, share * transitions[this.#place(state, to)]!);
      }
    }
    const law = new Float64Array(this.#states);
    law[0] = 1;
    let total = 1;
    for (let state = 1; state < this.#states; state++) {
      let mass = 0;
      for (let from = Math.max(0, state - this.#band); from < state; from++) {
        mass += law[from]! * transitions[this.#place(from, state)]!;
      }
      law[state] = mass;
      total += mass;
    }
    return law.map((mass) => mass / total);
  }
}
