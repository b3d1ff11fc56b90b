/**
 * Sentences on a comparison for the terminal and the HTML report: who meets everything, and which differences are real.
 */

import type { Candidate, ComparisonDocument, PairedDifference } from '../models/comparison.ts';
import { resourceOfMeasure } from '../models/resource-names.ts';
import type { ObjectiveResult } from '../models/result.ts';
import { formatMargin, marginSize } from './format-interval.ts';
import { runSentence } from './run-facts.ts';
import { isUnfinished, judgement, type VerdictKind, verdictOf } from './verdict-text.ts';

/** Candidates by letter, A first, so that tables have narrow columns: A to Z, then AA and so on. */
export function letterOf(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
}

/** A candidate with its letter, which it keeps wherever it stands. */
export interface LetteredCandidate {
  readonly candidate: Candidate;
  readonly letter: string;
}

/** The verdicts, the one that a buyer wants first. */
const RANKS: readonly VerdictKind[] = [
  'holds',
  'undecided',
  'no objectives',
  'not met',
  'invalid',
  'wrong data',
];

/** Returns the candidates by verdict, then by their least margins, the largest first; in the order given where these are equal. */
export function ranked(candidates: readonly Candidate[]): LetteredCandidate[] {
  const rank = ({ result }: Candidate) => RANKS.indexOf(verdictOf(result).kind);
  const margin = ({ leastMargin }: Candidate) => leastMargin?.margin ?? -Infinity;
  return candidates
    .map((candidate, index) => ({ candidate, letter: letterOf(index) }))
    .toSorted(
      ({ candidate: a }, { candidate: b }) =>
        rank(a) - rank(b) || (margin(a) === margin(b) ? 0 : margin(b) - margin(a)),
    );
}

/**
 * Returns the objectives and policies that decide on any of the candidates: those of their least margins, in the order of
 * the scenario. Margins of two candidates can be compared on one of these only.
 */
export function decidingSubjects(comparison: ComparisonDocument): ObjectiveResult[] {
  const texts = new Set(comparison.candidates.map(({ leastMargin }) => leastMargin?.text));
  return subjectsOf(comparison).filter(({ text }) => texts.has(text));
}

/** Returns the margin of an objective as a text; in words where it is missed whatever its margin, or there is none. */
export function marginText(objective: ObjectiveResult): string {
  if (isUnfinished(objective)) return 'no end';
  if (judgement(objective) === 'missed' && (objective.margin ?? 0) >= 0) return 'missed';
  return objective.margin === null ? 'none' : formatMargin(objective.margin);
}

/** "2 of 4 candidates meet every objective and headroom policy: A weka-8n (12% to spare), C ..." */
export function comparisonSentence({ candidates }: ComparisonDocument): string {
  const judged = candidates.filter((candidate) => candidate.result.objectives.length > 0);
  if (judged.length === 0)
    return 'No candidate can be judged: the scenarios state no objectives and no headroom policies.';
  const passing = candidates.flatMap((candidate, index) =>
    verdictOf(candidate.result).kind === 'holds'
      ? [`${letterOf(index)} ${candidate.name} (${spareOf(candidate)})`]
      : [],
  );
  const total = candidates.length;
  if (passing.length === 0) return `None of ${total} candidates meets every objective and headroom policy.`;
  const who =
    passing.length === total
      ? `All ${total} candidates meet`
      : `${passing.length} of ${total} candidates ${passing.length === 1 ? 'meets' : 'meet'}`;
  return `${who} every objective and headroom policy: ${passing.join(', ')}.`;
}

function spareOf({ leastMargin }: Candidate): string {
  const margin = leastMargin?.margin ?? null;
  return margin === null ? 'at a limit that has no margin' : `${marginSize(margin)} to spare`;
}

/** "+12%" of the objective with the least margin; in words where it is missed whatever its margin, or there is none. */
export function leastMarginText({ leastMargin, result }: Candidate): string {
  const least = result.objectives.find(({ text }) => text === leastMargin?.text);
  return least === undefined ? 'unknown' : marginText(least);
}

/** Returns the subject of the least margin, without its limit: "review.scrub p99". */
export function leastMarginSubject({ leastMargin, result }: Candidate): string {
  const objective = result.objectives.find(({ text }) => text === leastMargin?.text);
  return objective === undefined ? '' : subjectName(objective);
}

/** "review.scrub p99", as differences name it. */
export function subjectName({ metric, statistic }: ObjectiveResult): string {
  return `${metric} ${statistic}`;
}

/** The caveats of all verdicts, each once with the letters of those it holds for: "A, C: Too close to call ...". */
export function sharedCaveats(candidates: readonly Candidate[]): string[] {
  const letters = new Map<string, string[]>();
  for (const [index, candidate] of candidates.entries()) {
    for (const caveat of verdictOf(candidate.result).caveats) {
      letters.set(caveat, [...(letters.get(caveat) ?? []), letterOf(index)]);
    }
  }
  return [...letters].map(([caveat, whose]) => `${whose.join(', ')}: ${caveat}`);
}

/** Objectives and policies of all candidates by their text, each once, in order of first appearance. */
export function subjectsOf({ candidates }: ComparisonDocument): ObjectiveResult[] {
  const subjects = new Map<string, ObjectiveResult>();
  for (const candidate of candidates) {
    for (const objective of candidate.result.objectives) {
      if (!subjects.has(objective.text)) subjects.set(objective.text, objective);
    }
  }
  return [...subjects.values()];
}

export function objectiveOf(candidate: Candidate, subject: ObjectiveResult): ObjectiveResult | undefined {
  return candidate.result.objectives.find((objective) => objective.text === subject.text);
}

/** How the differences were taken, in a sentence. */
export function basisSentence({ differences }: ComparisonDocument): string {
  const bases = new Set(differences.map(({ basis }) => basis));
  const paired =
    'Candidates share their random draws: where they are asked for the same, it comes at the same times and in the same sizes. So differences are taken replication by replication.';
  const independent =
    'Candidates that have no draws in common, as a load run has none with a simulation, are compared by their figures and intervals.';
  if (!bases.has('independent')) return paired;
  return bases.has('paired')
    ? `${paired.replace('Candidates share', 'Candidates simulated alike share')} ${independent}`
    : independent;
}

/** How each candidate was computed or measured; once where all were simulated on the same terms. */
export function runSentences({ candidates, differences }: ComparisonDocument): string[] {
  const [first] = candidates;
  if (first === undefined) return [];
  const sentences = new Set(candidates.map(({ result }) => runSentence(result)));
  if (sentences.size === 1 && differences.every(({ basis }) => basis === 'paired'))
    return [`${runSentence(first.result)}, the same draws for every candidate.`];
  return candidates.map(({ result }, index) => `${letterOf(index)}: ${runSentence(result)}.`);
}

/** "9 of 10": the replications in which the candidate is higher than the baseline; empty where they are not paired. */
export function higherInText({ signs }: PairedDifference): string {
  return signs === undefined ? '' : `${signs.higher} of ${signs.of}`;
}

/** Why differences of a candidate are withheld: each reason once, with the subjects it holds for. */
export function withheldSentences(differences: readonly PairedDifference[]): string[] {
  const subjects = new Map<string, string[]>();
  for (const { subject, withheld } of differences) {
    if (withheld !== undefined) subjects.set(withheld, [...(subjects.get(withheld) ?? []), subject]);
  }
  return [...subjects].map(([reason, whose]) => `Withheld: ${whose.join(', ')}: ${reason}.`);
}

/** Differences below this share of the baseline are real, perhaps, but nobody's concern. */
const NEGLIGIBLE = 0.001;

/** Meaning of a difference beyond noise for an objective. */
export type Improvement = 'better' | 'worse' | 'negligible';

/**
 * Tells whether a difference beyond noise is for the better; null where that is not known of its subject. Lower use of
 * a resource is an improvement only if the same work was done in the same time. A system that collapses uses its
 * network less, too.
 */
export function improvement(
  difference: PairedDifference,
  comparison: ComparisonDocument,
): Improvement | null {
  const subject = subjectsOf(comparison).find(
    (objective) => objective.kind === difference.kind && subjectName(objective) === difference.subject,
  );
  if (subject === undefined || (difference.verdict !== 'higher' && difference.verdict !== 'lower'))
    return null;
  if (Math.abs(difference.difference ?? 0) < NEGLIGIBLE * Math.abs(difference.baseline ?? 0))
    return 'negligible';
  if (isUtilization(subject) && otherWorkOf(difference, comparison) !== undefined) return null;
  const wanted = subject.comparison === '<=' ? 'lower' : 'higher';
  return difference.verdict === wanted ? 'better' : 'worse';
}

function isUtilization({ metric }: ObjectiveResult): boolean {
  return resourceOfMeasure(metric) !== undefined;
}

function otherWorkOf(
  { candidate }: PairedDifference,
  { candidates }: ComparisonDocument,
): string | undefined {
  return candidates.slice(1).find(({ name }) => name === candidate)?.otherWork;
}

/** Why utilizations of a candidate are told as higher or lower only; null where they are judged, or there are none. */
export function otherWorkSentence(differences: readonly PairedDifference[], comparison: ComparisonDocument) {
  const [first] = differences;
  const otherWork = first === undefined ? undefined : otherWorkOf(first, comparison);
  const names = new Set(subjectsOf(comparison).filter(isUtilization).map(subjectName));
  const moved = differences.some(
    ({ subject, verdict }) => names.has(subject) && (verdict === 'higher' || verdict === 'lower'),
  );
  if (otherWork === undefined || !moved) return null;
  return `It did not do the same work in the same time (${otherWork}), so utilizations are told as higher or lower, not as better or worse.`;
}

/** "3 better, 1 worse, 3 negligible or within noise, 2 not judged": every difference is counted once. */
export function tallyOfDifferences(
  differences: readonly PairedDifference[],
  comparison: ComparisonDocument,
): string {
  const count = (wanted: Improvement) =>
    differences.filter((difference) => improvement(difference, comparison) === wanted).length;
  const noise = differences.filter(({ verdict }) => verdict === 'within noise').length;
  const [better, worse, same] = [count('better'), count('worse'), noise + count('negligible')];
  const rest = differences.length - better - worse - same;
  const parts = [`${better} better`, `${worse} worse`, `${same} negligible or within noise`];
  return [...parts, ...(rest === 0 ? [] : [`${rest} not judged`])].join(', ');
}
