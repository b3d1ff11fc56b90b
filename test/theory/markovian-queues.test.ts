/** M/M/1 and M/M/c: Erlang's formulas; see L. Kleinrock, Queueing Systems I, 3.2 and 3.5. */
import { describe, expect, it } from 'vitest';
import { meanAndQuantiles, missedTruths, trueMeanAndQuantiles, UTILIZATIONS } from './coverage.ts';
import { placeOf } from './discrete-law.ts';
import { erlangC, presentLaw, sojournCumulative } from './erlang.ts';
import { quantileOf } from './quantile.ts';
import { singleQueue } from './single-queue.ts';

/**
 * Replications, and customers observed in each. The busier the queue the longer it remembers, and the more is gained
 * by starting afresh from the stationary law: a p99 takes more than ten independent visits beyond it.
 */
const SIZES = { 0.3: [200, 30], 0.7: [900, 10], 0.9: [1000, 8], 0.95: [1000, 8] } as const;

describe.each([
  ['processes', 1],
  ['network', 4],
] as const)('by %s: M/M/%s', (tier, servers) => {
  it.each(UTILIZATIONS)('at utilization %s: sojourn mean, p95 and p99', (utilization) => {
    const load = utilization * servers;
    // With Erlang's probability C a customer waits, exponentially with rate c - a.
    const cumulative = (t: number) => sojournCumulative(erlangC(servers, load), servers - load, t);
    const p95 = quantileOf(cumulative, 0.95);
    const p99 = quantileOf(cumulative, 0.99);
    const truth = trueMeanAndQuantiles('sojourn', 1 + erlangC(servers, load) / (servers - load));
    const law = presentLaw(servers, load);
    const [replications, customers] = SIZES[utilization];
    const missed = missedTruths(truth, replications, (streams) => {
      const arrivals = streams.stream('source', 'arrivals');
      const services = streams.stream('station', 'services');
      const start = streams.stream('station', 'start');
      const run = singleQueue(tier, {
        servers,
        intervalSeconds: () => arrivals.exponential() / load,
        serviceSeconds: () => services.exponential(),
        customers,
      });
      return () => {
        const present = placeOf(law, start.uniform());
        const sojourns = run(Array.from({ length: present }, () => services.exponential()));
        return meanAndQuantiles('sojourn', sojourns, p95, p99);
      };
    });
    expect(missed).toEqual([]);
  });
});
