import { describe, expect, it } from 'vitest';
import { ARRAY, metric, NETWORK, simulated } from './simulated.ts';

/** Cards of 100 GB at a reader of 500 MB/s, which is by far the slowest part: 200 s for one of them. */
const ingest = (arrivals: string, changes: readonly string[] = [], limits: readonly string[] = []) =>
  simulated(
    `
headroom: 1
name: Cards
run: { duration: 6h, warmup: 0s, replications: 4, seed: cards }
storage: { ${ARRAY} }
${NETWORK}
stages:
  cards:
    kind: ingest
    arrivals: ${arrivals}
    bytesPerCard: 100GB
    bytesPerFile: 1GB
    reader: 500MB/s
    outstanding: 64
    verify: false
objectives: [${limits.join(', ')}]
`,
    changes,
  );

describe('11: ingest completion time', () => {
  it('is that of its bytes at the bandwidth of the slowest part, for one lone card, with a verdict on each percentile', () => {
    const took = metric(ingest('{ at: "01:00" }', ['run.replications=1']), 'cards.completion').max!;
    const limits = [`p50 <= ${took + 1e-5}s`, `p95 <= ${took + 1}s`, `p99 <= ${took - 1e-5}s`];
    const { objectives } = ingest(
      '{ at: "01:00" }',
      ['run.replications=1'],
      limits.map((limit) => `cards.completion ${limit}`),
    );
    expect(objectives.map(({ statistic, met }) => [statistic, met])).toEqual([
      ['p50', true],
      ['p95', true],
      ['p99', false],
    ]);
    for (const { value } of objectives) expect(value! / 200).toBeCloseTo(1, 2);
  });

  it.each([
    ['twice the bytes', 'stages.cards.bytesPerCard=200GB', 400],
    ['half the speed', 'stages.cards.reader=250MB/s', 400],
    ['a link that is slower than the reader', 'network.host=1GbE', 800],
  ])('follows the slowest part: %s', (_, change, seconds) => {
    const completion = metric(ingest('{ at: "01:00" }', [change]), 'cards.completion');
    expect(completion.p50! / seconds).toBeCloseTo(1, 2);
  });

  it('spreads where cards of random sizes share the studio: p50 below p95 below p99, and each has its interval', () => {
    const random = ['stages.cards.bytesPerCard={ exponential: { mean: 100GB } }'];
    const { p50, p95, p99, percentileIntervals } = metric(
      ingest('{ poisson: 60/h }', random),
      'cards.completion',
    );
    expect(p50!).toBeLessThan(p95!);
    expect(p95!).toBeLessThan(p99!);
    for (const [low, high] of [percentileIntervals.p50!, percentileIntervals.p95!, percentileIntervals.p99!])
      expect(low).toBeLessThan(high);
  });
});
