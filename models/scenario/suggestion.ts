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

/** More names at once are a list, not a suggestion. */
const SUGGESTED_MAX = 3;

/**
 * Returns names of a catalog that may be meant: the one that was mistyped, or those that share a part with it. The parts
 * of a name stand between hyphens: "weka" is a part of "weka-supermicro-8n".
 */
export function similarNames(name: string, known: readonly string[]): readonly string[] {
  const mistyped = closest(name, known);
  const parts = partsOf(name);
  if (name.length > WORD_LENGTH_MAX || parts.length === 0) return [];
  const scores = known.map((each) => sharedParts(parts, partsOf(each)));
  const best = Math.max(0, ...scores);
  const sharing = best === 0 ? [] : known.filter((_, i) => scores[i] === best).slice(0, SUGGESTED_MAX);
  return mistyped === null ? sharing : [mistyped];
}

function partsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
}

/** How much of a name's parts another has: whole parts, parts that begin alike, and mistyped ones. */
function sharedParts(parts: readonly string[], others: readonly string[]): number {
  let score = 0;
  for (const part of parts) {
    if (others.includes(part)) score += 1;
    else if (part.length >= 3 && others.some((other) => other.startsWith(part))) score += 0.75;
    else if (part.length >= 4 && closest(part, others) !== null) score += 0.5;
  }
  return score;
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
