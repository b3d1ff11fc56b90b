/**
 * How many response times are drawn for `count` operations; each stands for an equal share of them (stratified sampling).
 * A day has tens of thousands of batches, so that few draws of each suffice; a large batch that stands alone gets more.
 */
export function strataFor(count: number, least = 4): number {
  return Math.min(count, Math.max(least, Math.min(MOST_STRATA, Math.ceil(Math.sqrt(count) / 16))));
}

export const MOST_STRATA = 64;

/** How many of `count` operations the draw of one of `strata` stands for; they add up. */
export function operationsOfStratum(stratum: number, strata: number, count: number): number {
  return Math.floor(((stratum + 1) * count) / strata) - Math.floor((stratum * count) / strata);
}
