import { type CacheTotals, hitRateOf } from '../../models/caches/cache.ts';
import type { CacheResult } from '../../models/result.ts';
import { estimate } from '../../models/statistics/estimate.ts';
import type { Studio } from '../../models/studio.ts';
import type { ReplicationOutcome } from '../studio/replication.ts';

/** Returns the hit rate of a cache in each replication, in order; null where nothing was asked of it. */
export function hitRatesOf(
  cache: string,
  outcomes: readonly ReplicationOutcome[],
): readonly (number | null)[] {
  return totalsOf(cache, outcomes).map(hitRateOf);
}

/** Summarizes each cache of a studio: means over its replications. */
export function cacheResults(
  { caches = [] }: Pick<Studio, 'caches'>,
  outcomes: readonly ReplicationOutcome[],
): readonly CacheResult[] {
  return caches.map(({ name }) => {
    const totals = totalsOf(name, outcomes);
    const replicationHitRates = totals.map(hitRateOf);
    const { value, ci95 } = estimate(replicationHitRates, 'fraction');
    const mean = (of: (each: CacheTotals) => number) =>
      totals.reduce((sum, each) => sum + of(each), 0) / totals.length;
    return {
      name,
      hitRate: value,
      ci95,
      replicationHitRates,
      bytesHit: mean(({ bytesHit }) => bytesHit),
      bytesMissed: mean(({ bytesMissed }) => bytesMissed),
      bundlesHit: mean(({ bundlesHit }) => bundlesHit),
      bundlesMissed: mean(({ bundlesMissed }) => bundlesMissed),
      evictions: mean(({ evictions }) => evictions),
    };
  });
}

function totalsOf(cache: string, outcomes: readonly ReplicationOutcome[]): readonly CacheTotals[] {
  return outcomes.map(({ caches }) => caches.find(({ name }) => name === cache)!);
}
