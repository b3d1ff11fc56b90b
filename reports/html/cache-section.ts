import { formatQuantity } from '../../models/units.ts';
import { dataTable, quantity } from './data-table.ts';
import { html } from './html.ts';
import type { ReportSection } from './report-section.ts';
import type { ResultSubject } from './result-subject.ts';

const NUMBERS = ['Hit rate', 'From the cache', 'From storage', 'Bundles hit', 'Bundles missed', 'Evictions'];

/** The section on the caches of a studio; empty where it has none. */
export const CACHE_SECTION: ReportSection<Pick<ResultSubject, 'result'>> = {
  id: 'caches',
  title: () => 'Caches',
  render: ({ result: { caches = [] } }) =>
    caches.length === 0
      ? html``
      : html`<section aria-labelledby="caches">
<h2 id="caches">Caches</h2>
<p>The hit rate is the share of the bytes asked of a cache that it held. It is of the whole run, the cold start included.</p>
${dataTable(
  'What was asked of the caches of all nodes',
  [{ title: 'Cache' }, ...NUMBERS.map((title) => ({ title, numeric: true }))],
  [
    {
      rows: caches.map((cache) => [
        cache.name,
        cache.hitRate === null
          ? html`<span class="muted">nothing asked</span>`
          : formatQuantity(cache.hitRate, 'fraction'),
        quantity(cache.bytesHit, 'bytes'),
        quantity(cache.bytesMissed, 'bytes'),
        quantity(cache.bundlesHit, 'count'),
        quantity(cache.bundlesMissed, 'count'),
        quantity(cache.evictions, 'count'),
      ]),
    },
  ],
)}
</section>`,
};
