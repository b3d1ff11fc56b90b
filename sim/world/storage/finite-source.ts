/** Beyond this many requests the lane is full but for rounding, and the distribution has no width worth drawing. */
const MOST_REQUESTS = 512;

/**
 * One lane of c servers visited by a fixed number of requests, each of which comes back some time after its answer.
 * This is the machine repair model. An arriving request finds the stationary distribution with one request less. Source
 * of this arrival theorem: S. S. Lavenberg and M. Reiser, Journal of Applied Probability 17, 1980. Exact for
 * exponential services, and for any distribution of the time away.
 */
export class FiniteSource {
  /** Mean number found for whose end an arrival has to wait: all but c - 1. */
  aheadMean = 0;
  /** Probability that an arrival waits. */
  waitingProbability = 0;
  /** Probability of finding j requests in the lane, for the arrival that was asked about last. */
  readonly #found = new Float64Array(MOST_REQUESTS + 1);
  #most = 0;

  /** Works out what one of `requests` finds; they are away for `awaySeconds` and occupy a server for `serviceSeconds`. */
  find(requests: number, servers: number, awaySeconds: number, serviceSeconds: number): void {
    const others = Math.min(MOST_REQUESTS, Math.max(0, Math.round(requests) - 1));
    const found = this.#found;
    this.#most = others;
    // From the top down, so that no time away at all is no special case; scaled down where the top is unlikely.
    found[others] = 1;
    let sum = 1;
    for (let j = others - 1; j >= 0; j--) {
      const ratio = (awaySeconds * Math.min(j + 1, servers)) / (serviceSeconds * (others - j));
      found[j] = found[j + 1]! * ratio;
      sum += found[j]!;
      if (sum > 1e200) {
        for (let k = j; k <= others; k++) found[k] = found[k]! / sum;
        sum = 1;
      }
    }
    this.aheadMean = 0;
    this.waitingProbability = 0;
    for (let j = 0; j <= others; j++) {
      const probability = found[j]! / sum;
      found[j] = probability;
      if (j < servers) continue;
      this.aheadMean += probability * (j - servers + 1);
      this.waitingProbability += probability;
    }
  }

  /** Draws the number in the lane that an arrival finds. */
  draw(uniform: number): number {
    let left = uniform;
    for (let j = 0; j < this.#most; j++) {
      left -= this.#found[j]!;
      if (left < 0) return j;
    }
    return this.#most;
  }
}
