import type { RandomStream } from '../random.ts';
import type { Asset, Popularity } from './asset.ts';

/** Draws in vain after which the rest is drawn in one pass over all bundles. */
const VAIN_DRAWS_MAX = 64;

/** Tables of popularity, which all reads of an asset have in common. */
const tables = new WeakMap<Asset, Float64Array>();

/**
 * Draws `count` different bundles of an asset, at most all of them: each by its popularity among those that are not drawn yet.
 * Takes the logarithm of the number of bundles for each, unless `count` is a large part of them.
 */
export function chooseBundles(asset: Asset, count: number, stream: RandomStream): readonly number[] {
  const wanted = Math.min(count, asset.bundles);
  const cumulative = cumulativeOf(asset);
  const chosen = new Set<number>();
  for (let vain = 0; chosen.size < wanted && vain < VAIN_DRAWS_MAX; ) {
    const bundle = placeOf(cumulative, stream.uniform());
    if (chosen.has(bundle)) vain++;
    else chosen.add(bundle);
  }
  return chosen.size < wanted
    ? [...chosen, ...chooseRest(asset, wanted - chosen.size, chosen, stream)]
    : [...chosen];
}

/**
 * Draws bundles beside those that are chosen, in one pass: the first of exponential times at the rates of their popularities
 * (P. S. Efraimidis and P. G. Spirakis, "Weighted random sampling with a reservoir", Information Processing Letters 97, 2006).
 */
function chooseRest(
  { bundles, popularity }: Asset,
  count: number,
  chosen: ReadonlySet<number>,
  stream: RandomStream,
): readonly number[] {
  const times: { readonly bundle: number; readonly seconds: number }[] = [];
  for (let bundle = 0; bundle < bundles; bundle++) {
    if (chosen.has(bundle)) continue;
    times.push({ bundle, seconds: -Math.log(stream.uniform()) / weightOf(popularity, bundle) });
  }
  return times
    .toSorted((a, b) => a.seconds - b.seconds)
    .slice(0, count)
    .map(({ bundle }) => bundle);
}

/** Returns the share of single reads that go to each bundle. */
export function popularities({ bundles, popularity }: Pick<Asset, 'bundles' | 'popularity'>): Float64Array {
  const shares = Float64Array.from({ length: bundles }, (_, bundle) => weightOf(popularity, bundle));
  const sum = shares.reduce((total, weight) => total + weight, 0);
  return shares.map((weight) => weight / sum);
}

function weightOf(popularity: Popularity, bundle: number): number {
  return popularity.kind === 'zipf' ? (bundle + 1) ** -popularity.exponent : 1;
}

/** Returns, for each bundle, the share of single reads that go to it or to a more popular one. */
function cumulativeOf(asset: Asset): Float64Array {
  let table = tables.get(asset);
  if (table === undefined) {
    let sum = 0;
    table = popularities(asset).map((share) => (sum += share));
    table[asset.bundles - 1] = 1;
    tables.set(asset, table);
  }
  return table;
}

/** Returns the first place whose cumulative share exceeds a number from 0 to 1, by halving. */
function placeOf(cumulative: Float64Array, uniform: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle]! > uniform) high = middle;
    else low = middle + 1;
  }
  return low;
}
