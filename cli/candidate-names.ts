import type { RampResult } from '../models/ramp-result.ts';
import type { ResultDocument } from '../models/result.ts';

/**
 * Returns the names of the candidates of a comparison: the variant or the scenario where that is unique, otherwise the
 * file. Where some candidates were measured, the name also says how each was made. `sources` are the names from the
 * command line, one for each.
 */
export function candidateNames(results: readonly ResultDocument[], sources: readonly string[]): string[] {
  const short = results.map(({ scenario }) => scenario.variant ?? scenario.name);
  if (isUnique(short)) return short;
  const told = results.map(({ load }, index) =>
    load === undefined ? `${short[index]}, simulated` : `${short[index]}, measured on ${load.target.url}`,
  );
  const anyMeasured = results.some(({ load }) => load !== undefined);
  if (anyMeasured && isUnique(told)) return told;
  const byFile = results.map(({ scenario }, index) =>
    scenario.variant === null ? sources[index]! : `${sources[index]}: ${scenario.variant}`,
  );
  return isUnique(byFile) ? byFile : byFile.map((name, index) => `${name} (${index + 1})`);
}

/**
 * Returns the names of the ramps of a comparison: the variant or scenario, otherwise the target, otherwise the file.
 */
export function rampNames(ramps: readonly RampResult[], sources: readonly string[]): string[] {
  const short = ramps.map(({ scenario }) => scenario.variant ?? scenario.name);
  const targets = ramps.map(({ target }, index) => `${short[index]} on ${target.url}`);
  const numbered = sources.map((source, index) => `${source} (${index + 1})`);
  return [short, targets, [...sources]].find(isUnique) ?? numbered;
}

function isUnique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
