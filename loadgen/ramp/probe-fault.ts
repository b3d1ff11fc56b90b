import { generatorFaultParts } from '../../models/generator-fault.ts';
import type { Criterion } from '../../models/ramp-result.ts';
import { mergedResponses, sum } from '../result/measured-run.ts';
import { ALLOWED_LATENESS_SECONDS, CPU_FRACTION_MAX } from '../run/generator-health.ts';
import type { LoadOutcome } from '../run/load-outcome.ts';
import { findProtocol } from '../targets/protocols.ts';

/** Lateness of the generator's own below this part of the response times is not what a probe broke of. */
const OWN_PART_MAX = 0.1;
/** Operations that spend less of their time than this on the way to the target wait for the target. */
const UNSENT_PART_MAX = 0.25;
/** All threads of a path wait in calls for nearly all of the time: they can ask no more. */
const BUSY_MIN = 0.9;
/** A target that has come to its limit answers more slowly than one that has not. */
const SLOWER_MIN = 1.5;

/**
 * Returns the reason why a probe is no evidence about the target, as the generator was the limit; null where it was
 * not. In open loops lateness of the generator only makes figures worse, so a target that held in spite of it did hold.
 * The generator is not to blame for operations that the target refused or got wrong. Nor is occasional lateness to
 * blame for a backlog of operations that were sent.
 */
export function generatorFault(outcome: LoadOutcome, broke: ReadonlySet<Criterion>): string | null {
  const { generator, tallies } = outcome;
  if (generator.valid || broke.has('errors') || broke.has('wrong data')) return null;
  if (broke.size === 0 && tallies.every(({ loop }) => loop === 'open')) return null;
  const isFull = generator.cpuFraction > CPU_FRACTION_MAX;
  return isFull || isLate(outcome, broke.has('backlog')) ? generatorFaultParts(generator).join('; ') : null;
}

function isLate({ generator, tallies }: LoadOutcome, isBacklog: boolean): boolean {
  const lag = generator.loopLagSecondsP99;
  const responses = mergedResponses(tallies);
  if (lag <= (generator.allowedLatenessSeconds ?? ALLOWED_LATENESS_SECONDS)) return false;
  if (responses.count === 0) return true;
  const unsent = sum(tallies, ({ sendError }) => sendError.sum);
  if (isBacklog && unsent < UNSENT_PART_MAX * responses.mean * responses.count) return false;
  return lag > OWN_PART_MAX * responses.quantile(0.99);
}

/**
 * Returns a reason if the threads were the limit: all were busy, each with one operation at a time. The target then
 * answers as quickly as under less load. `heldServiceSeconds` is the mean time of a call when the load held.
 */
export function threadsFault(outcome: LoadOutcome, heldServiceSeconds: number | null): string | null {
  const { target, generator, tallies, elapsedSeconds } = outcome;
  if (heldServiceSeconds === null || findProtocol(target.kind)?.isOneCallPerThread !== true) return null;
  const called = sum(tallies, ({ service }) => service.sum);
  const mean = called / sum(tallies, ({ service }) => service.count);
  const busy = called / (elapsedSeconds * generator.threads);
  if (busy < BUSY_MIN || mean > SLOWER_MIN * heldServiceSeconds) return null;
  return `all ${generator.threads} threads waited for the target all the time, and it answered as quickly as when it was asked less: more of them would ask more (--threads)`;
}
