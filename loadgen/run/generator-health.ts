import { Histogram, type HistogramSnapshot } from '../../models/histogram.ts';
import type { OperationTally } from '../measure/operation-tally.ts';
import type { GeneratorHealth } from './load-outcome.ts';

/** Beyond these the figures would tell of the generator rather than of the target (RELIABILITY, test 22). */
export const OWN_LAG_SECONDS_P99_MAX = 0.001;
export const CPU_FRACTION_MAX = 0.85;

/**
 * Judges whether the generator kept up. `ownLag` is its lateness in sending what was due, without what it waited for the target;
 * `cpuFraction` what it took of all processors, without what it spent waiting.
 */
export function generatorHealth(
  threads: number,
  tallies: readonly OperationTally[],
  ownLag: Histogram | HistogramSnapshot,
  cpuFraction: number,
): GeneratorHealth {
  const sendError = new Histogram();
  for (const tally of tallies) if (tally.loop === 'open') sendError.merge(tally.sendError);
  const lag = new Histogram();
  lag.merge(ownLag);
  const lagP99 = lag.count === 0 ? 0 : lag.quantile(0.99);
  const reasons: string[] = [];
  if (lagP99 > OWN_LAG_SECONDS_P99_MAX) {
    reasons.push(
      `1% of the operations were sent ${milliseconds(lagP99)} or more too late for want of the generator's own time; ${milliseconds(OWN_LAG_SECONDS_P99_MAX)} is allowed`,
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
    cpuFraction,
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
