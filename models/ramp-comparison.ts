/** The document of a comparison of ramps: measured headrooms side by side, and whether their intervals overlap. */

import type { RampResult } from './ramp-result.ts';

export const RAMP_COMPARISON_SCHEMA_VERSION = 1;

export interface RampCandidate {
  readonly name: string;
  readonly ramp: RampResult;
}

/** One headroom against that of the baseline. */
export interface HeadroomDifference {
  readonly candidate: string;
  /** Multiples that held; null where none did. */
  readonly baseline: number | null;
  readonly value: number | null;
  /** `higher` and `lower`: the intervals are apart. `unknown`: one of the ramps found no limit where the other's lies. */
  readonly verdict: 'higher' | 'lower' | 'intervals overlap' | 'unknown';
}

export interface RampComparison {
  readonly schemaVersion: typeof RAMP_COMPARISON_SCHEMA_VERSION;
  readonly document: 'ramp comparison';
  readonly tool: RampResult['tool'];
  /** In the order given; the first is the baseline. */
  readonly candidates: readonly RampCandidate[];
  readonly differences: readonly HeadroomDifference[];
  /** Why the multiples may not be of the same thing, each a sentence; empty where all were asked the same. */
  readonly caveats: readonly string[];
}

/** Sets ramps side by side. Throws RangeError for none. */
export function compareRamps(candidates: readonly RampCandidate[], tool: RampResult['tool']): RampComparison {
  const [baseline] = candidates;
  if (baseline === undefined) throw new RangeError('there is no ramp to compare');
  return {
    schemaVersion: RAMP_COMPARISON_SCHEMA_VERSION,
    document: 'ramp comparison',
    tool,
    candidates,
    differences: candidates.slice(1).map(({ name, ramp }) => ({
      candidate: name,
      baseline: baseline.ramp.headroom.multiple,
      value: ramp.headroom.multiple,
      verdict: verdictOf(baseline.ramp.headroom.interval, ramp.headroom.interval),
    })),
    caveats: caveatsOf(candidates.map(({ ramp }) => ramp)),
  };
}

type Interval = RampResult['headroom']['interval'];

/** Returns `higher` or `lower` where one broke at a multiple that the other holds, even where the ends touch. */
function verdictOf([baseHeld, baseBroke]: Interval, [held, broke]: Interval): HeadroomDifference['verdict'] {
  if (baseBroke !== null && held >= baseBroke) return 'higher';
  if (broke !== null && baseHeld >= broke) return 'lower';
  return baseBroke === null || broke === null ? 'unknown' : 'intervals overlap';
}

function caveatsOf(ramps: readonly RampResult[]): string[] {
  const isOne = (of: (ramp: RampResult) => unknown) =>
    new Set(ramps.map((ramp) => JSON.stringify(of(ramp)))).size <= 1;
  const isSameLoad = isOne(({ scenario, seed }) => [
    scenario.sha256,
    scenario.extends?.map(({ sha256 }) => sha256) ?? [],
    scenario.variant,
    scenario.overrides,
    seed,
  ]);
  return [
    ...(isSameLoad ? [] : ['They were not asked the same load, so their multiples are not of the same.']),
    ...(isOne(({ speed }) => speed) ? [] : ['Waiting and computing took different parts of their time.']),
    ...(isOne(({ probeSeconds }) => probeSeconds)
      ? []
      : ['Their probes were of different lengths, and a longer one finds more.']),
  ];
}
