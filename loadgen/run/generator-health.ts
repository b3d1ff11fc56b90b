import { Histogram, type HistogramSnapshot } from '../../models/histogram.ts';
import type { HostLoad } from '../../models/load-section.ts';
import type { OperationTally } from '../measure/operation-tally.ts';
import type { GeneratorHealth } from './load-outcome.ts';

/** Beyond these the figures would tell of the generator rather than of the target; the first unless another is asked for. */
export const ALLOWED_LATENESS_SECONDS = 0.001;
export const CPU_FRACTION_MAX = 0.85;

/** Terms for judging the generator beside its own figures. */
export interface HealthTerms {
  readonly allowedLatenessSeconds: number;
  /** Load of its machine; null where the system does not tell. */
  readonly host: HostLoad | null;
}

/**
 * Judges whether the generator kept up. `ownLag` is its lateness in sending due operations, without its waits for the
 * target. `cpuFraction` is its share of all processors, without the time spent waiting.
 */
export function generatorHealth(
  threads: number,
  tallies: readonly OperationTally[],
  ownLag: Histogram | HistogramSnapshot,
  cpuFraction: number,
  { allowedLatenessSeconds, host }: HealthTerms = {
    allowedLatenessSeconds: ALLOWED_LATENESS_SECONDS,
    host: null,
  },
): GeneratorHealth {
  const sendError = new Histogram();
  for (const tally of tallies) if (tally.loop === 'open') sendError.merge(tally.sendError);
  const lag = new Histogram();
  lag.merge(ownLag);
  const lagP99 = lag.count === 0 ? 0 : lag.quantile(0.99);
  const reasons: string[] = [];
  if (lagP99 > allowedLatenessSeconds) {
    reasons.push(
      `1% of the operations were sent ${milliseconds(lagP99)} or more too late because the generator was overloaded; ${milliseconds(allowedLatenessSeconds)} is allowed`,
    );
  }
  if (cpuFraction > CPU_FRACTION_MAX) {
    reasons.push(
      `the generator took ${percent(cpuFraction)} of this machine's processors; ${percent(CPU_FRACTION_MAX)} is allowed`,
    );
  }
  return {
    threads,
    sendErrorSecondsP99: sendError.count === 0 ? 0 : sendError.quantile(0.99),
    loopLagSecondsP99: lagP99,
    allowedLatenessSeconds,
    cpuFraction,
    host,
    valid: reasons.length === 0,
    reasons,
  };
}

function milliseconds(seconds: number): string {
  return `${Number((seconds * 1000).toPrecision(3))} ms`;
}

function percent(fraction: number): string {
  return `${Math.round(fraction * 100)}%`;
}
