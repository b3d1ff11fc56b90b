/** "Did you mean": the candidate that a mistyped word most likely stands for. */

/** Longer words, and more candidates than a person could have meant, are not worth the time. */
const WORD_LENGTH_MAX = 40;
const CANDIDATES_MAX = 200;

/** The candidate nearest to `word` by edit distance; null when none is near. Ties go to the earlier candidate. */
export function closest(word: string, candidates: readonly string[]): string | null {
  if (word.length > WORD_LENGTH_MAX) return null;
  const lower = word.toLowerCase();
  let best: string | null = null;
  // A third of the word may be mistyped; beyond that a suggestion is a guess.
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates.slice(0, CANDIDATES_MAX)) {
    if (candidate.length > WORD_LENGTH_MAX || Math.abs(candidate.length - word.length) >= bestDistance)
      continue;
    const candidateLower = candidate.toLowerCase();
    // The wrong case alone is less than a whole mistake.
    const distance = candidateLower === lower ? 0.5 : editDistance(lower, candidateLower);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Returns all candidates at the smallest edit distance from `word`; none where that is more than one of four letters. */
export function nearest(word: string, candidates: readonly string[]): readonly string[] {
  if (word.length > WORD_LENGTH_MAX) return [];
  const lower = word.toLowerCase();
  const distances = candidates.map((candidate) => editDistance(lower, candidate.toLowerCase()));
  const least = Math.min(...distances);
  return least > Math.floor(word.length / 4) ? [] : candidates.filter((_, i) => distances[i] === least);
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other (Damerau 1964). */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min(previous[j]! + 1, row[j - 1]! + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, beforePrevious[j - 2]! + 1);
      }
      row.push(distance);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length]!;
}
