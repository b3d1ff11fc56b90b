/** Probabilities in proportion to weights. */
export function lawOf(weights: ArrayLike<number>): Float64Array {
  const law = Float64Array.from(weights);
  const total = law.reduce((sum, weight) => sum + weight, 0);
  return law.map((weight) => weight / total);
}

/** The place at which a law's cumulative sum first reaches `probability`. */
export function placeOf(law: Float64Array, probability: number): number {
  let sum = law[0]!;
  let place = 0;
  while (sum < probability && place < law.length - 1) sum += law[++place]!;
  return place;
}

/** The mean of a value of the place. */
export function meanOf(law: Float64Array, value: (place: number) => number): number {
  return law.reduce((sum, probability, place) => sum + probability * value(place), 0);
}
