/** M/M/1 and M/M/c: Erlang's formulas; see L. Kleinrock, Queueing Systems I, 3.2 and 3.5. */
import { describe, expect, it } from 'vitest';
import { meanAndQuantiles, missedTruths, trueMeanAndQuantiles, UTILIZATIONS } from './coverage.ts';
import { placeOf } from './discrete-law.ts';
import { erlangC, presentLaw } from './erlang.ts';
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
    const p95 = quantileOf((t) => sojournCumulative(servers, load, t), 0.95);
    const p99 = quantileOf((t) => sojournCumulative(servers, load, t), 0.99);
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

/** Service 1, plus, with Erlang's probability C, a wait that is exponential with rate c - a. */
function sojournCumulative(servers: number, load: number, t: number): number {
  const waits = erlangC(servers, load);
  const drain = servers - load;
  if (drain === 1) return 1 - Math.exp(-t) * (1 + waits * t);
  return 1 - Math.exp(-t) - (waits * (Math.exp(-drain * t) - Math.exp(-t))) / (1 - drain);
}
