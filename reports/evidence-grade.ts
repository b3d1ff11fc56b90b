/** Evidence grades in words, and what a result leans on. */

import type { EvidenceGrade } from '../models/hardware/envelope.ts';
import type { ResultDocument } from '../models/result.ts';

/** Best first. */
export const GRADES: readonly EvidenceGrade[] = [
  'measured',
  'certified',
  'benchmark',
  'vendor',
  'secondary',
  'stated',
  'inferred',
  'guess',
];

/** Meaning of each grade, for a legend. */
export const GRADE_MEANING: Readonly<Record<EvidenceGrade, string>> = {
  measured: 'measured by your own probe',
  certified: 'certified benchmark result',
  benchmark: 'benchmark run by the owner or the vendor',
  vendor: 'the vendor’s documents',
  secondary: 'quoted by a third party, or an unaudited laboratory',
  stated: 'written in the scenario',
  inferred: 'arithmetic on published figures',
  guess: 'a guess from other systems',
};

/** A guess first, then inferred figures, and so on. */
export function compareWorstFirst(one: EvidenceGrade, other: EvidenceGrade): number {
  return GRADES.indexOf(other) - GRADES.indexOf(one);
}

/** The worst grade among all hardware figures of a result; null when it has none. */
export function worstGrade(result: ResultDocument): EvidenceGrade | null {
  const grades = result.storage.flatMap((system) => system.figures.map((figure) => figure.grade));
  return grades.toSorted(compareWorstFirst)[0] ?? null;
}

/**
 * Returns the caveat for hardware figures without a source: "rests on 2 guesses and 1 inferred figure (hot: read bytes
 * per second, ...)". Null when every figure has one.
 */
export function evidenceCaveat(result: ResultDocument): string | null {
  const weak = (grade: EvidenceGrade) =>
    result.storage.flatMap((system) =>
      system.figures
        .filter((figure) => figure.grade === grade)
        .map((figure) => `${figureTitle(figure.name)} of ${system.name}`),
    );
  const guesses = weak('guess');
  const inferred = weak('inferred');
  const counts = [
    ...(guesses.length > 0 ? [`${guesses.length} ${guesses.length === 1 ? 'guess' : 'guesses'}`] : []),
    ...(inferred.length > 0 ? [`${inferred.length} inferred figure${inferred.length === 1 ? '' : 's'}`] : []),
  ];
  if (counts.length === 0) return null;
  const named = (guesses.length > 0 ? guesses : inferred).slice(0, 3);
  const more = (guesses.length > 0 ? guesses : inferred).length - named.length;
  return `Rests on ${counts.join(' and ')}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}

/** "readBytesPerSecond" as "read bytes per second", "data.idleResponseSeconds" as "data idle response". */
export function figureTitle(name: string): string {
  return name
    .replaceAll('.', ' ')
    .replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/ seconds$/, '')
    .trim();
}
