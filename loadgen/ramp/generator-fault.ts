import { mergedResponses, sum } from '../result/measured-run.ts';
import { CPU_FRACTION_MAX, OWN_LAG_SECONDS_P99_MAX } from '../run/generator-health.ts';
import type { LoadOutcome } from '../run/load-outcome.ts';

/** Lateness of the generator's own below this part of the response times is not what a probe broke of. */
const OWN_PART_MAX = 0.1;
/** All threads of a path wait in calls for nearly all of the time: they can ask no more. */
const BUSY_MIN = 0.9;
/** A target that has come to its limit answers more slowly than one that has not. */
const SLOWER_MIN = 1.5;

/**
 * Why a probe says nothing of the target, as the generator was the limit; null where it was not. In open loops lateness of the
 * generator only makes figures worse: what held in spite of it holds.
 */
export function generatorFault(outcome: LoadOutcome, broke: boolean): string | null {
  const { generator, tallies } = outcome;
  if (generator.valid) return null;
  if (!broke && tallies.every(({ loop }) => loop === 'open')) return null;
  const responses = mergedResponses(tallies);
  const allowed = responses.count === 0 ? 0 : OWN_PART_MAX * responses.quantile(0.99);
  const isLate = generator.loopLagSecondsP99 > Math.max(OWN_LAG_SECONDS_P99_MAX, allowed);
  return isLate || generator.cpuFraction > CPU_FRACTION_MAX ? generator.reasons.join('; ') : null;
}

/**
 * Whether a path was asked all that its threads can ask, each one operation at a time, and answered as quickly as when it was asked
 * less: then they are the limit. `heldServiceSeconds` is the mean time of a call when the load held.
 */
export function threadsFault(outcome: LoadOutcome, heldServiceSeconds: number | null): string | null {
  const { target, generator, tallies, elapsedSeconds } = outcome;
  if (target.kind !== 'posix' || heldServiceSeconds === null) return null;
  const called = sum(tallies, ({ service }) => service.sum);
  const mean = called / sum(tallies, ({ service }) => service.count);
  const busy = called / (elapsedSeconds * generator.threads);
  if (busy < BUSY_MIN || mean > SLOWER_MIN * heldServiceSeconds) return null;
  return `all ${generator.threads} threads waited for the target all the time, and it answered as quickly as when it was asked less: more of them would ask more (--threads)`;
}
