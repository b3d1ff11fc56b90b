import type { ResultDocument } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { type Canvas, heading } from './canvas.ts';
import { table } from './table.ts';

/** Shows what was asked of the caches of all nodes; empty where there are none. */
export function cacheSection(canvas: Canvas, { caches = [] }: ResultDocument): string[] {
  if (caches.length === 0) return [];
  return [
    ...heading(canvas, 'Caches'),
    ...table(
      canvas,
      [
        { title: '', align: 'left', flexible: true },
        { title: 'hit rate', align: 'right' },
        { title: 'from the cache', align: 'right' },
        { title: 'from storage', align: 'right' },
        { title: 'evictions', align: 'right' },
      ],
      caches.map(({ name, hitRate, bytesHit, bytesMissed, evictions }) => [
        { text: name },
        { text: hitRate === null ? 'nothing asked' : formatQuantity(hitRate, 'fraction') },
        { text: formatQuantity(bytesHit, 'bytes') },
        { text: formatQuantity(bytesMissed, 'bytes') },
        { text: formatQuantity(evictions, 'count') },
      ]),
    ),
  ];
}
