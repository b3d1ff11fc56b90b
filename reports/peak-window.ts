/** Over which window the peaks of a result are taken, in the words of a report. */

import { PEAK_WINDOW_SECONDS } from '../models/objective.ts';
import type { ResourceResult } from '../models/result.ts';
import { formatQuantity } from '../models/units.ts';
import { statisticText } from '../models/verdict.ts';

type Utilization = ResourceResult['utilization'];

/** "peak(10s)"; "peak" in results of earlier versions, which do not say over which window it was taken. */
export function peakTitle(resources: readonly ResourceResult[]): string {
  const windowSeconds = windowOf(resources);
  return windowSeconds === undefined ? 'peak' : statisticText({ kind: 'peak', windowSeconds });
}

/** "busiest 10 s", or "busiest minute" of earlier versions. */
export function busiestSpan(resources: readonly ResourceResult[]): string {
  const windowSeconds = windowOf(resources);
  return windowSeconds === undefined
    ? 'busiest minute'
    : `busiest ${formatQuantity(windowSeconds, 'seconds')}`;
}

/** "41 s", "none", or nothing where it is not known: how long a resource was used in full. */
export function saturationText({ saturatedSeconds }: Utilization): string {
  if (saturatedSeconds === undefined) return '';
  return saturatedSeconds === 0 ? 'none' : formatQuantity(saturatedSeconds, 'seconds');
}

function windowOf(resources: readonly ResourceResult[]): number | undefined {
  return resources.length === 0 ? PEAK_WINDOW_SECONDS : resources[0]!.utilization.peakWindowSeconds;
}
