/**
 * Judgement of one probe of a ramp: whether the target held, which criterion broke, and whether the probe is evidence
 * at all.
 */

import { Histogram } from '../../models/histogram.ts';
import type { BacklogGrowth, BrokenCriterion, NoEvidence, RampProbe } from '../../models/ramp-result.ts';
import type { ObjectiveResult } from '../../models/result.ts';
import type { Studio } from '../../models/studio.ts';
import { formatQuantity } from '../../models/units.ts';
import { judgeLoad } from '../result/judge-load.ts';
import { failedOf, MeasuredRun, mergedResponses, sum } from '../result/measured-run.ts';
import { timeSpread } from '../result/time-spread.ts';
import type { LoadOutcome } from '../run/load-outcome.ts';
import { backlogGrowth } from './backlog-growth.ts';
import type { ProbeVerdict } from './headroom-search.ts';
import { generatorFault, threadsFault } from './probe-fault.ts';

export interface ProbeMade {
  readonly multiple: number;
  /** The whole scenario at this multiple, with stages that were left out, for its objectives. */
  readonly whole: Studio;
  /** As it was run. */
  readonly studio: Studio;
  readonly outcome: LoadOutcome;
  /** For which work arrived: whole seconds, at least 4. */
  readonly loadSeconds: number;
  /** The relative width of the interval that is sought. */
  readonly precision: number;
  /** Mean time of a call in the probe of the largest multiple that held; null where none did. */
  readonly heldServiceSeconds: number | null;
}

export const INTERRUPTED = 'it was interrupted';

/** More failures than this part of the operations are too many, whatever the objectives say. */
const FAILED_PART_MAX = 0.001;
const FAILED_PART_CLEAR = 0.01;
/** A backlog that grows by less than this part of the precision asked for is not seen for the noise. */
const GROWTH_PART = 0.25;
const GROWTH_PART_CLEAR = 0.1;
/** Standard errors of the growth. */
const SIGNIFICANT = 2;
/** A few operations are always under way. */
const BACKLOG_MIN = 10;

/** The probe as told in the result, and as the search hears it: null where it is no evidence. */
export function judgeProbe(made: ProbeMade): {
  readonly probe: RampProbe;
  readonly verdict: ProbeVerdict | null;
} {
  const { multiple, outcome, studio, loadSeconds } = made;
  const { tallies } = outcome;
  const backlog = backlogGrowth(studio, outcome, loadSeconds);
  const objectives = judged(made);
  const criteria = [
    ...wrongData(outcome),
    ...errors(tallies),
    ...(backlog === null ? [] : growing(backlog, made.precision)),
    ...objectives.filter(isMissed).map(missed),
  ];
  const broke = criteria.map(({ criterion, why }): BrokenCriterion => ({ criterion, why }));
  const noEvidence = whyNoEvidence(made, broke);
  const during = outcome.seconds.filter(({ atSeconds }) => atSeconds < loadSeconds);
  const perSecond = (of: (tally: LoadOutcome['tallies'][number]) => number) =>
    sum(during, (second) => sum(second.tallies, of)) / loadSeconds;
  const services = new Histogram();
  for (const { service } of tallies) services.merge(service);
  const probe: RampProbe = {
    multiple,
    runId: outcome.runId,
    startedAtSeconds: outcome.startedAtSeconds,
    loadSeconds,
    outcome: noEvidence?.kind ?? (broke.length > 0 ? 'broke' : 'held'),
    broke: noEvidence === null ? broke : [],
    noEvidence,
    answeredPerSecond: perSecond(({ answered }) => answered),
    readBytesPerSecond: perSecond((tally) => (tally.kind === 'read' ? tally.bytes : 0)),
    writtenBytesPerSecond: perSecond((tally) => (tally.kind === 'write' ? tally.bytes : 0)),
    backlog,
    response: timeSpread(mergedResponses(tallies)),
    service: timeSpread(services),
    objectives,
    generator: outcome.generator,
  };
  if (noEvidence !== null) return { probe, verdict: null };
  if (broke.length === 0) return { probe, verdict: { kind: 'held' } };
  const overloaded = broke.some(({ criterion }) => criterion === 'backlog') ? backlog : null;
  const estimate =
    overloaded === null ? null : multiple * (overloaded.answeredPerSecond / overloaded.offeredPerSecond);
  return { probe, verdict: { kind: 'broke', clear: criteria.some(({ clear }) => clear), estimate } };
}

type FoundCriterion = BrokenCriterion & { readonly clear: boolean };

function whyNoEvidence(
  { outcome, heldServiceSeconds }: ProbeMade,
  broke: readonly BrokenCriterion[],
): NoEvidence | null {
  const { ending } = outcome;
  if (ending.kind === 'guard') {
    return { kind: 'guard', why: `the guard “${ending.guard}” stopped it: ${ending.reason}` };
  }
  if (ending.kind === 'failed') return { kind: 'failed', why: ending.reason };
  if (ending.kind === 'interrupted') return { kind: 'interrupted', why: INTERRUPTED };
  const criteria = new Set(broke.map(({ criterion }) => criterion));
  const fault =
    generatorFault(outcome, criteria) ??
    (criteria.has('backlog') ? threadsFault(outcome, heldServiceSeconds) : null);
  return fault === null ? null : { kind: 'generator', why: fault };
}

function wrongData({ integrity }: LoadOutcome): FoundCriterion[] {
  const { regions, bytesVerified } = integrity;
  if (regions === 0) return [];
  const why = `the target gave wrong data in ${regions === 1 ? 'one place' : `${regions} places`} of ${formatQuantity(bytesVerified, 'bytes')} verified`;
  return [{ criterion: 'wrong data', why, clear: true }];
}

function errors(tallies: LoadOutcome['tallies']): FoundCriterion[] {
  const failed = sum(tallies, failedOf);
  const part = failed / Math.max(1, failed + sum(tallies, ({ answered }) => answered));
  if (part <= FAILED_PART_MAX) return [];
  const why = `${failed} operations were given up, ${formatQuantity(part, 'fraction')} of all; ${formatQuantity(FAILED_PART_MAX, 'fraction')} is allowed`;
  return [{ criterion: 'errors', why, clear: part > FAILED_PART_CLEAR }];
}

function growing(backlog: BacklogGrowth, precision: number): FoundCriterion[] {
  const { offeredPerSecond, answeredPerSecond, growthPerSecond, growthStandardError, endOperations } =
    backlog;
  const isGrowing =
    growthPerSecond > GROWTH_PART * precision * offeredPerSecond &&
    growthPerSecond > SIGNIFICANT * growthStandardError &&
    endOperations >= BACKLOG_MIN;
  if (!isGrowing) return [];
  const rate = (perSecond: number) => formatQuantity(perSecond, 'operations/s');
  const why = `${rate(offeredPerSecond)} came due and ${rate(answeredPerSecond)} were answered, so that the backlog grew: ${endOperations} operations at the end`;
  return [{ criterion: 'backlog', why, clear: growthPerSecond > GROWTH_PART_CLEAR * offeredPerSecond }];
}

/**
 * Judges by the measurements, lateness of the generator included. Whether the generator is to blame is decided
 * afterwards.
 */
function judged({ whole, outcome }: ProbeMade): readonly ObjectiveResult[] {
  const generator = { ...outcome.generator, valid: true, reasons: [] };
  const run = new MeasuredRun(whole, { ...outcome, generator });
  return whole.objectives.map((objective) => judgeLoad(objective, 'objective', run));
}

function isMissed({ met, unjudged }: ObjectiveResult): boolean {
  return !met && unjudged === undefined;
}

function missed({ text, unit, value, margin, certainty, unfinished }: ObjectiveResult): FoundCriterion {
  const clear = certainty === 'certain' && margin !== null && margin < -0.5;
  if (value === null)
    return { criterion: 'objective', why: `“${text}” was missed: nothing was observed`, clear };
  const found = formatQuantity(value, unit);
  const why =
    unfinished === true
      ? `“${text}” was missed: it was at least ${found}, as operations failed or had no end`
      : `“${text}” was missed: it was ${found}`;
  return { criterion: 'objective', why, clear };
}
