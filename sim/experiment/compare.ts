import {
  type Candidate,
  COMPARISON_SCHEMA_VERSION,
  type ComparisonDocument,
  type PairedDifference,
} from '../../models/comparison.ts';
import type { Interval, MetricResult, ResultDocument } from '../../models/result.ts';
import { independentDifference } from '../../models/statistics/independent-difference.ts';
import { pairedDifference } from '../../models/statistics/paired-difference.ts';
import { passes, tightestOf } from '../../models/verdict.ts';
import { boundedDifference } from './bounded-difference.ts';
import { workDifference } from './same-work.ts';
import { withheldDifference } from './withheld.ts';

export interface NamedResult {
  readonly name: string;
  readonly result: ResultDocument;
}

/**
 * Lays results side by side, the first being the baseline. Differences are paired replication by replication if both
 * were simulated with the same seed and as many replications. Otherwise they come from the figures and their intervals,
 * of the percentiles of each metric too. A figure that one of the two lacks is reported as unknown. Throws RangeError
 * for fewer than two results.
 */
export function compareResults(results: readonly NamedResult[]): ComparisonDocument {
  const [baseline, ...others] = results;
  if (baseline === undefined || others.length === 0)
    throw new RangeError('a comparison needs two results or more');
  return {
    schemaVersion: COMPARISON_SCHEMA_VERSION,
    tool: baseline.result.tool,
    candidates: results.map((each) => candidate(each, baseline)),
    differences: others.flatMap((other) =>
      differences(baseline.result, other).map((each) =>
        withheldDifference(boundedDifference(each, baseline.result, other.result), baseline, other),
      ),
    ),
  };
}

function canBePaired(one: ResultDocument, other: ResultDocument): boolean {
  const simulated = one.load === undefined && other.load === undefined;
  return simulated && one.seed === other.seed && one.replications === other.replications;
}

function candidate({ name, result }: NamedResult, baseline: NamedResult): Candidate {
  const least = tightestOf(result.objectives);
  const otherWork = workDifference(baseline.result, result);
  return {
    name,
    result,
    meetsAll: passes(result),
    leastMargin: least === null ? null : { text: least.text, margin: least.margin },
    ...(otherWork === null ? {} : { otherWork }),
  };
}

function differences(baseline: ResultDocument, { name, result }: NamedResult): readonly PairedDifference[] {
  const basis = canBePaired(baseline, result) ? 'paired' : 'independent';
  // What a generator could not keep up with says nothing of the target, so no difference of it means anything.
  const valid = [baseline, result].every(({ load }) => load?.generator.valid !== false);
  const independent = (base: PossibleEstimate, other: PossibleEstimate | undefined) =>
    independentFigures(base, valid ? other : undefined);
  return [
    ...baseline.objectives.map((objective): PairedDifference => {
      // By what was asked: metadata that one system isolates and another shares is answered by different resources.
      const other = result.objectives.find(
        ({ text, kind }) => text === objective.text && kind === objective.kind,
      );
      const { kind, unit, replicationValues } = objective;
      const subject = `${objective.metric} ${objective.statistic}`;
      const common = { candidate: name, subject, kind, unit };
      return basis === 'paired'
        ? { ...common, basis, ...paired(replicationValues, other?.replicationValues) }
        : { ...common, basis, ...independent(objective, other) };
    }),
    ...baseline.metrics.flatMap((metric): PairedDifference[] => {
      const other = result.metrics.find((each) => each.name === metric.name);
      const common = { candidate: name, kind: 'metric', unit: metric.unit } as const;
      const subject = `${metric.name} mean`;
      if (basis === 'paired') {
        return [{ ...common, subject, basis, ...paired(metric.replicationMeans, other?.replicationMeans) }];
      }
      return STATISTICS.map((statistic) => ({
        ...common,
        subject: `${metric.name} ${statistic}`,
        basis,
        ...independent(
          estimateOf(metric, statistic),
          other === undefined ? undefined : estimateOf(other, statistic),
        ),
      }));
    }),
  ];
}

/** Those that have intervals. */
const STATISTICS = ['mean', 'p50', 'p95', 'p99'] as const;

interface PossibleEstimate {
  readonly value: number | null;
  readonly ci95: Interval;
}

function estimateOf(metric: MetricResult, statistic: (typeof STATISTICS)[number]): PossibleEstimate {
  return statistic === 'mean'
    ? { value: metric.mean, ci95: metric.ci95 }
    : { value: metric[statistic], ci95: metric.percentileIntervals[statistic] };
}

type Figures = Pick<PairedDifference, 'baseline' | 'value' | 'difference' | 'ci95' | 'signs' | 'verdict'>;

function independentFigures(base: PossibleEstimate, other: PossibleEstimate | undefined): Figures {
  const [baseline, value] = [base.value, other?.value ?? null];
  if (baseline === null || value === null) {
    return { baseline, value, difference: null, ci95: null, verdict: 'unknown' };
  }
  const figures = independentDifference(
    { value: baseline, ci95: base.ci95 },
    { value, ci95: other?.ci95 ?? null },
  );
  return { baseline, value, ...figures };
}

type Values = readonly (number | null)[];

function paired(baseline: Values, other: Values | undefined): Figures {
  const pairs = baseline
    .map((value, replication) => [value, other?.[replication] ?? null] as const)
    .filter((pair): pair is readonly [number, number] => pair[0] !== null && pair[1] !== null);
  if (pairs.length === 0) {
    return { baseline: null, value: null, difference: null, ci95: null, verdict: 'unknown' };
  }
  const before = pairs.map(([value]) => value);
  const after = pairs.map(([, value]) => value);
  const { mean, low, high, signs, verdict } = pairedDifference(before, after);
  const known = pairs.length >= 2;
  return {
    baseline: meanOf(before),
    value: meanOf(after),
    difference: mean,
    ci95: known ? [low, high] : null,
    signs,
    verdict: known ? verdict : 'unknown',
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
