/** The answer to "will it hold, and by how much": one verdict over all objectives and headroom policies of a result. */

import { generatorFaultText } from '../models/generator-fault.ts';
import type { Bottleneck, ObjectiveResult, ResultDocument } from '../models/result.ts';
import { FEWEST_DECISIVE_SIGNS } from '../models/statistics/sign-test.ts';
import { formatQuantity } from '../models/units.ts';
import { isOutOfSight, isUnfinished, judgement, tightestOf } from '../models/verdict.ts';
import { evidenceCaveat } from './evidence-grade.ts';
import { MANIFOLD, marginSize, timesTheLimit } from './format-interval.ts';
import { instabilityText, overrunSentences, steadinessSentences } from './overrun-text.ts';
import { precisionCaveats } from './precision-text.ts';

export { isUnfinished, type Judgement, judgement } from '../models/verdict.ts';

/** `invalid` and `wrong data` are of load runs: the generator was the limit, or the target gave other bytes than were written. */
export type VerdictKind = 'holds' | 'not met' | 'undecided' | 'no objectives' | 'invalid' | 'wrong data';

export interface Verdict {
  readonly kind: VerdictKind;
  /** "1 of 5 objectives missed, 1 of 2 headroom policies broken." */
  readonly summary: string;
  /** The objective or policy with the least margin; null when none has one. */
  readonly tightest: ObjectiveResult | null;
  /** Reasons not to take the verdict at its word: closeness, few replications, weak evidence. */
  readonly caveats: readonly string[];
}

export const VERDICT_WORDS: Readonly<Record<VerdictKind, string>> = {
  holds: 'HOLDS',
  'not met': 'NOT MET',
  undecided: 'UNDECIDED',
  'no objectives': 'NO VERDICT',
  invalid: 'INVALID RUN',
  'wrong data': 'WRONG DATA',
};

/** Objectives and policies judged together: one missed is enough, one unknown leaves it open. */
export function verdictOf(result: ResultDocument): Verdict {
  const objectives = result.objectives.filter((objective) => !isOutOfSight(objective));
  const instability = instabilityText(result);
  const tightest = tightestOf(objectives);
  const kind = kindOf(result, objectives);
  return {
    kind,
    summary: [instability, summaryOf(result, kind, objectives, tightest)]
      .filter((text) => text !== null)
      .join('. '),
    tightest,
    caveats: [
      ...overrunSentences(result),
      ...steadinessSentences(result),
      ...precisionCaveats(result),
      ...caveatsOf(result),
    ],
  };
}

function kindOf({ load, steadiness }: ResultDocument, objectives: readonly ObjectiveResult[]): VerdictKind {
  if (steadiness?.kind === 'unstable') return 'not met';
  if (load?.generator.valid === false) return 'invalid';
  if (load !== undefined && load.integrity.regions > 0) return 'wrong data';
  if (objectives.length === 0) return 'no objectives';
  const judgements = objectives.map(judgement);
  if (judgements.includes('missed')) return 'not met';
  return judgements.includes('unknown') ? 'undecided' : 'holds';
}

/** The value as text: "≥ 3d 8h" where unfinished work takes longer, "no end" where none came to its end. */
export function valueText(objective: ObjectiveResult): string {
  const { value, unit, unfinished } = objective;
  if (value === null) return isUnfinished(objective) ? 'no end' : 'unknown';
  return `${unfinished === true ? '≥ ' : ''}${formatQuantity(value, unit)}`;
}

/** Whether an objective is missed although its value keeps the limit. */
export function missedInSpiteOfValue(objective: ObjectiveResult): boolean {
  return judgement(objective) === 'missed' && (objective.margin ?? -1) >= 0;
}

function missedByUnfinishedWork(objective: ObjectiveResult): boolean {
  return missedInSpiteOfValue(objective) && objective.unfinished === true;
}

function missedByMostReplications(objective: ObjectiveResult): boolean {
  return missedInSpiteOfValue(objective) && objective.unfinished !== true;
}

/** Whether some replications miss and others do not. */
function disagree({ missedIn }: ObjectiveResult): boolean {
  return missedIn !== undefined && missedIn.replications > 0 && missedIn.replications < missedIn.of;
}

/** "missed in 9 of 10 replications", "met in all 10 replications"; null where there are not several. */
export function missedInText({ missedIn }: ObjectiveResult): string | null {
  if (missedIn === undefined) return null;
  const { replications, of } = missedIn;
  const all = of === 2 ? 'both replications' : `all ${of} replications`;
  if (replications === 0) return `met in ${all}`;
  return replications === of ? `missed in ${all}` : `missed in ${replications} of ${of} replications`;
}

function summaryOf(
  { load }: ResultDocument,
  kind: VerdictKind,
  objectives: readonly ObjectiveResult[],
  tightest: ObjectiveResult | null,
): string {
  const parts = [
    ...tally(objectives, 'objective', 'objective', 'objectives', 'missed', kind),
    ...tally(objectives, 'policy', 'headroom policy', 'headroom policies', 'broken', kind),
  ];
  switch (kind) {
    case 'no objectives':
      return 'The scenario states no objectives and no headroom policies, so there is nothing to hold it to.';
    case 'holds': {
      const margin = tightest?.margin ?? null;
      return `${margin === null ? '' : `with ${marginSize(margin)} to spare: `}${parts.join(' and ')} met.`;
    }
    case 'invalid':
      return `the generator was the limit, so nothing here says what the target can do. ${load === undefined ? '' : generatorFaultText(load.generator)}`.trim();
    case 'wrong data': {
      const regions = load?.integrity.regions ?? 0;
      return `the target gave other bytes than were written, in ${regions === 1 ? 'one place' : `${regions} places`}. ${capitalized(parts.join(', '))}${parts.length === 0 ? '' : '.'}`.trim();
    }
    case 'not met':
    case 'undecided':
      return `${parts.join(', ')}.`;
  }
}

export function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** "1 of 5 objectives missed", "all 5 objectives" (met), with what could not be judged. */
function tally(
  all: readonly ObjectiveResult[],
  kind: ObjectiveResult['kind'],
  noun: string,
  nouns: string,
  missedWord: string,
  verdict: VerdictKind,
): string[] {
  const chosen = all.filter((objective) => objective.kind === kind);
  if (chosen.length === 0) return [];
  const total = chosen.length;
  const missed = chosen.filter((objective) => judgement(objective) === 'missed').length;
  const unknown = chosen.filter((objective) => judgement(objective) === 'unknown').length;
  const ofTotal = (count: number) => (total === 1 ? `the only ${noun}` : `${count} of ${total} ${nouns}`);
  const parts: string[] = [];
  if (missed > 0) parts.push(`${ofTotal(missed)} ${missedWord}`);
  if (unknown > 0) parts.push(`${ofTotal(unknown)} not judged`);
  if (parts.length > 0) return parts;
  const everything = total === 1 ? `the only ${noun}` : `${total === 2 ? 'both' : `all ${total}`} ${nouns}`;
  return [verdict === 'holds' ? everything : `${everything} met`];
}

function caveatsOf(result: ResultDocument): string[] {
  const { objectives } = result;
  const caveats: string[] = [];
  const close = objectives.filter((objective) => objective.certainty === 'too close to call');
  const counted = close.filter(({ missedIn }) => missedIn !== undefined);
  if (counted.length > 0) {
    const shares = counted.map((objective) => `${objective.text} (${missedInText(objective)})`);
    caveats.push(`Too close to call, as replications disagree: ${shares.join('; ')}.`);
  }
  const contained = close.filter(({ missedIn }) => missedIn === undefined);
  if (contained.length > 0) {
    caveats.push(`Too close to call: the 95% interval contains the limit of ${textsOf(contained)}.`);
  }
  const few = objectives.filter((objective) => objective.certainty === 'few replications');
  if (few.length > 0) {
    caveats.push(
      `All replications agree, but fewer than ${FEWEST_DECISIVE_SIGNS} are too few to be certain while the 95% interval contains the limit: ${textsOf(few)}.`,
    );
  }
  const single = objectives.filter((objective) => objective.certainty === 'single replication');
  if (single.length > 0) {
    caveats.push(
      result.load === undefined
        ? singleCaveat(result, single)
        : `Without an interval, because the run was too short, drifted, or saw too few of them: ${textsOf(single)}. Another run may turn out otherwise.`,
    );
  }
  const unfinished = objectives.filter(missedByUnfinishedWork);
  if (unfinished.length > 0) {
    caveats.push(
      result.load === undefined
        ? `Missed because work was left unfinished, although what was finished keeps the limit: ${textsOf(unfinished)}.`
        : `Missed because operations failed, although those that were answered keep the limit: ${textsOf(unfinished)}.`,
    );
  }
  const byCount = objectives.filter(missedByMostReplications);
  if (byCount.length > 0) {
    const shares = byCount.map((objective) => `${objective.text} (${missedInText(objective) ?? 'missed'})`);
    caveats.push(`Missed in most replications, although their mean keeps the limit: ${shares.join('; ')}.`);
  }
  const endless = objectives.filter(isUnfinished).filter((objective) => judgement(objective) === 'missed');
  if (endless.length > 0) {
    caveats.push(`Missed because no work came to its end: ${textsOf(endless)}.`);
  }
  const unknown = objectives.filter((objective) => judgement(objective) === 'unknown');
  const unexplained = unknown.filter(({ unjudged }) => unjudged === undefined);
  if (unexplained.length > 0) {
    caveats.push(
      `Not judged, because nothing was observed or work was left unfinished: ${textsOf(unexplained)}.`,
    );
  }
  if (result.load?.generator.valid !== false) caveats.push(...unjudgedCaveats(unknown));
  const evidence = evidenceCaveat(result);
  if (evidence !== null && objectives.length > 0) caveats.push(evidence);
  return caveats;
}

/** Returns the caveat for a simulation with one replication, or with only one that observed anything. */
function singleCaveat({ replications }: ResultDocument, single: readonly ObjectiveResult[]): string {
  return replications === 1
    ? `One replication only, so nothing says how far another would differ: ${textsOf(single)}.`
    : `Observed in one of ${replications} replications only, so without an interval: ${textsOf(single)}.`;
}

/** Each reason for which this run could not judge, once. */
function unjudgedCaveats(unknown: readonly ObjectiveResult[]): string[] {
  const reasons = new Set(unknown.flatMap(({ unjudged }) => (unjudged === undefined ? [] : [unjudged])));
  return [...reasons].map((reason) => {
    const whose = unknown.filter(({ unjudged }) => unjudged === reason);
    return `Not judged: ${textsOf(whose)}: ${reason}.`;
  });
}

function textsOf(objectives: readonly ObjectiveResult[]): string {
  return objectives.map(({ text }) => text).join('; ');
}

/** "review.scrub p99 is 44.1 ms, 10% over its limit of 40 ms, missed in 9 of 10 replications" */
export function distanceSentence(objective: ObjectiveResult): string {
  const subject = `${objective.metric} ${objective.statistic}`;
  const limit = formatQuantity(objective.limit, objective.unit);
  if (isUnfinished(objective)) return `${subject} is beyond its limit of ${limit}: no work came to its end`;
  if (objective.value === null) return `${subject} is unknown; its limit is ${limit}`;
  const missed = disagree(objective) ? missedInText(objective) : null;
  const atLeast = objective.unfinished === true && !missedByUnfinishedWork(objective) ? 'at least ' : '';
  const value = `${subject} is ${atLeast}${formatQuantity(objective.value, objective.unit)}`;
  const distance = `${value}, ${distanceText(objective, limit)}`;
  if (missedByUnfinishedWork(objective)) return `${distance}, but work was left unfinished`;
  if (missedByMostReplications(objective))
    return `${distance} on average, but ${missedInText(objective) ?? 'missed'}`;
  return missed === null ? distance : `${distance}, ${missed}`;
}

function distanceText(objective: ObjectiveResult, limit: string): string {
  const { value, margin } = objective;
  // A limit of zero has no share by which a value could differ from it.
  if (margin === null && value !== objective.limit) return `its limit is ${limit}`;
  if (margin === null || margin === 0) return `exactly at its limit of ${limit}`;
  return Math.abs(margin) >= MANIFOLD
    ? `${timesTheLimit(margin)} times its limit of ${limit}`
    : `${marginSize(margin)} ${direction(objective)} its limit of ${limit}`;
}

function direction({ comparison, margin }: ObjectiveResult): string {
  const { met, missed } = DIRECTIONS[comparison];
  return (margin ?? 0) < 0 ? missed : met;
}

const DIRECTIONS = {
  '<=': { met: 'under', missed: 'over' },
  '>=': { met: 'above', missed: 'short of' },
} as const;

/** The resource, why it is the bottleneck, and of which objective where that is not one on the resource itself. */
export function bottleneckSentence({ resource, why, objective }: Bottleneck): string {
  const sentence = `${resource}: ${why}${/[.!?]$/.test(why) ? '' : '.'}`;
  const own = objective === null || objective.startsWith(`${resource} `);
  return own ? sentence : `${sentence} This is of “${objective}”.`;
}
