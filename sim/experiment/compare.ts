import {
  type Candidate,
  COMPARISON_SCHEMA_VERSION,
  type ComparisonDocument,
  type PairedDifference,
} from '../../models/comparison.ts';
import type { ResultDocument, Unit } from '../../models/result.ts';
import { pairedDifference } from '../../models/statistics/paired-difference.ts';

export interface NamedResult {
  readonly name: string;
  readonly result: ResultDocument;
}

/**
 * Lays results side by side, the first being the baseline. Differences are paired replication by replication, which
 * is sound when all ran with the same seed: what no pair has in common is reported as unknown. Throws RangeError for
 * fewer than two results, or when their seeds or numbers of replications differ.
 */
export function compareResults(results: readonly NamedResult[]): ComparisonDocument {
  const [baseline, ...others] = results;
  if (baseline === undefined || others.length === 0)
    throw new RangeError('a comparison needs two results or more');
  for (const { name, result } of others) {
    if (result.seed !== baseline.result.seed || result.replications !== baseline.result.replications) {
      throw new RangeError(
        `${name} and ${baseline.name} cannot be paired: both must run with the same seed and number of replications`,
      );
    }
  }
  return {
    schemaVersion: COMPARISON_SCHEMA_VERSION,
    tool: baseline.result.tool,
    candidates: results.map(candidate),
    differences: others.flatMap((other) => differences(baseline.result, other)),
  };
}

function candidate({ name, result }: NamedResult): Candidate {
  let least: Candidate['leastMargin'] = null;
  for (const { text, margin } of result.objectives) {
    const lower =
      least === null || (margin ?? Number.NEGATIVE_INFINITY) < (least.margin ?? Number.NEGATIVE_INFINITY);
    if (lower) least = { text, margin };
  }
  return { name, result, meetsAll: result.objectives.every(({ met }) => met), leastMargin: least };
}

function differences(baseline: ResultDocument, { name, result }: NamedResult): readonly PairedDifference[] {
  const rows: PairedDifference[] = [];
  for (const objective of baseline.objectives) {
    // By what was asked: metadata that one system isolates and another shares is answered by different resources.
    const other = result.objectives.find(
      ({ text, kind }) => text === objective.text && kind === objective.kind,
    );
    const subject = objective.text.slice(0, objective.text.lastIndexOf(objective.comparison)).trim();
    rows.push(
      difference(
        name,
        subject,
        objective.kind,
        objective.unit,
        objective.replicationValues,
        other?.replicationValues,
      ),
    );
  }
  for (const metric of baseline.metrics) {
    const other = result.metrics.find((each) => each.name === metric.name);
    rows.push(
      difference(
        name,
        `${metric.name} mean`,
        'metric',
        metric.unit,
        metric.replicationMeans,
        other?.replicationMeans,
      ),
    );
  }
  return rows;
}

type Values = readonly (number | null)[];

function difference(
  candidateName: string,
  subject: string,
  kind: PairedDifference['kind'],
  unit: Unit,
  baseline: Values,
  other: Values | undefined,
): PairedDifference {
  const pairs = baseline
    .map((value, replication) => [value, other?.[replication] ?? null] as const)
    .filter((pair): pair is readonly [number, number] => pair[0] !== null && pair[1] !== null);
  const common = { candidate: candidateName, subject, kind, unit };
  if (pairs.length === 0) {
    return { ...common, baseline: null, value: null, difference: null, ci95: null, verdict: 'unknown' };
  }
  const before = pairs.map(([value]) => value);
  const after = pairs.map(([, value]) => value);
  const paired = pairedDifference(before, after);
  const known = pairs.length >= 2;
  return {
    ...common,
    baseline: meanOf(before),
    value: meanOf(after),
    difference: paired.mean,
    ci95: known ? [paired.low, paired.high] : null,
    verdict: known ? paired.verdict : 'unknown',
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
