import { describe, expect, it } from 'vitest';
import { resultSchema } from '../../models/result-schema.ts';
import { metricsCsv } from '../../reports/csv.ts';
import { simulationReport } from '../../reports/html/simulation-report.ts';
import { terminalSummary } from '../../reports/terminal-summary.ts';
import { simulated } from '../capabilities/simulated.ts';
import { cacheText } from '../models/caches/cache-studio.ts';

const OBJECTIVES = `objectives:
  - cache.scratch hitRate mean >= 85%
  - beauty.makespan max <= 1h`;
const result = simulated(cacheText({ frames: 10, objectives: OBJECTIVES }));

describe('what a result says about a cache', () => {
  it('is its hit rate with an interval, bytes hit and missed, and evictions', () => {
    expect(result.caches).toEqual([
      {
        name: 'scratch',
        hitRate: 0.9,
        ci95: null,
        replicationHitRates: [0.9],
        bytesHit: 90e6,
        bytesMissed: 10e6,
        bundlesHit: 9,
        bundlesMissed: 1,
        evictions: 0,
      },
    ]);
    expect(resultSchema.parse(JSON.parse(JSON.stringify(result))).caches).toEqual(result.caches);
  });

  it('judges an objective on its hit rate', () => {
    const [objective] = result.objectives;
    expect(objective).toMatchObject({ metric: 'cache.scratch hitRate', value: 0.9, met: true });
  });

  it('stands in the summary, on the page and among the metrics', () => {
    const text = terminalSummary(result, { color: false, width: 80 });
    expect(text).toMatch(/Caches\n.*hit rate.*\n.*scratch +90% +90 MB +10 MB +0/);
    const page = simulationReport(result, { command: 'headroom' });
    expect(page).toContain('<h2 id="caches">Caches</h2>');
    expect(metricsCsv(result)).toContain('cache.scratch hitRate,fraction,10,0.9,');
    const [header = '', ...lines] = metricsCsv(result).trim().split('\n');
    for (const line of lines) expect(line.split(',').length).toBe(header.split(',').length);
  });

  it('is nothing where there is no cache', () => {
    const without = simulated(
      cacheText({ caches: '', objectives: 'objectives: [beauty.makespan max <= 1h]' }),
    );
    expect(without.caches).toBeUndefined();
    expect(terminalSummary(without, { color: false, width: 80 })).not.toContain('hit rate');
  });
});
