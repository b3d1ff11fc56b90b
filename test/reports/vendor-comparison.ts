/** A hand-made comparison: the feature-animation day on four storage systems, the first being the baseline. */

import type { ComparisonDocument, PairedDifference } from '../../models/comparison.ts';
import type { Interval, MetricResult, ObjectiveResult, ResultDocument } from '../../models/result.ts';
import { featureDay, METRICS, missesOf, OBJECTIVES, RESOURCES } from './feature-day.ts';

interface Vendor {
  readonly name: string;
  /** How response times, render times and utilizations compare with the baseline's. */
  readonly latency: number;
  readonly turnaround: number;
  readonly metadata: number;
  readonly bottleneck: string;
}

const VENDORS: readonly Vendor[] = [
  { name: 'weka-8n', latency: 1, turnaround: 1, metadata: 1, bottleneck: 'metadata.hot' },
  { name: 'netapp-aff-a90', latency: 0.62, turnaround: 0.985, metadata: 0.71, bottleneck: 'metadata.hot' },
  {
    name: 'azure-netapp-files large volume',
    latency: 2.4,
    turnaround: 1.21,
    metadata: 1.05,
    bottleneck: 'storage.hot',
  },
  { name: 'qumulo-eikon', latency: 1.004, turnaround: 1.0003, metadata: 0.99, bottleneck: 'metadata.hot' },
];

function scaleOf(vendor: Vendor, objective: ObjectiveResult): number {
  if (objective.unit === 'fraction') return objective.metric.startsWith('metadata') ? vendor.metadata : 1;
  return objective.limit < 1 ? vendor.latency : vendor.turnaround;
}

function scaled(interval: Interval, factor: number): Interval {
  return interval === null ? null : [interval[0] * factor, interval[1] * factor];
}

function judged(vendor: Vendor, objective: ObjectiveResult): ObjectiveResult {
  const factor = scaleOf(vendor, objective);
  const value = (objective.value ?? 0) * factor;
  const ci95 = scaled(objective.ci95, factor);
  const close = ci95 !== null && ci95[0] <= objective.limit && objective.limit <= ci95[1];
  const replicationValues = objective.replicationValues.map((one) => (one ?? 0) * factor);
  const missedIn = missesOf(replicationValues, objective.comparison, objective.limit);
  return {
    ...objective,
    value,
    ci95,
    replicationValues,
    missedIn,
    met: value <= objective.limit && 2 * missedIn.replications < missedIn.of,
    margin: (objective.limit - value) / objective.limit,
    certainty: close ? 'too close to call' : 'certain',
  };
}

function resultOf(vendor: Vendor): ResultDocument {
  const base = featureDay();
  return featureDay({
    scenario: { ...base.scenario, variant: vendor.name, overrides: [`storage.hot.device=${vendor.name}`] },
    objectives: OBJECTIVES.map((objective) => judged(vendor, objective)),
    metrics: METRICS.map(
      (metric): MetricResult => ({
        ...metric,
        mean: (metric.mean ?? 0) * vendor.latency,
        ci95: scaled(metric.ci95, vendor.latency),
      }),
    ),
    resources: RESOURCES.map((resource) => ({
      ...resource,
      utilization: {
        ...resource.utilization,
        mean: resource.utilization.mean * vendor.metadata,
        peak: Math.min(1, resource.utilization.peak * vendor.metadata),
      },
    })),
    bottleneck: {
      resource: vendor.bottleneck,
      why: `of the time that review waits for busy resources (2h 31min in all per run), 87% is spent on ${vendor.bottleneck}`,
      objective: 'review.scrub p99 <= 40ms',
    },
    storage: base.storage.map((system) => ({ ...system, device: vendor.name })),
    warnings: [],
  });
}

function difference(
  vendor: Vendor,
  subject: string,
  kind: PairedDifference['kind'],
  unit: PairedDifference['unit'],
  baseline: number,
  value: number,
): PairedDifference {
  const change = value - baseline;
  const half = Math.abs(baseline) * 0.006;
  const verdict = Math.abs(change) <= half ? 'within noise' : change > 0 ? 'higher' : 'lower';
  const ci95 = [change - half, change + half] as const;
  const higher = verdict === 'within noise' ? 6 : change > 0 ? 10 : 0;
  return {
    candidate: vendor.name,
    subject,
    kind,
    basis: 'paired',
    unit,
    baseline,
    value,
    difference: change,
    ci95,
    signs: { higher, lower: 10 - higher, of: 10 },
    verdict,
  };
}

function differencesOf(vendor: Vendor): PairedDifference[] {
  const objectives = OBJECTIVES.map((objective) => {
    const value = objective.value ?? 0;
    return difference(
      vendor,
      `${objective.metric} ${objective.statistic}`,
      objective.kind,
      objective.unit,
      value,
      value * scaleOf(vendor, objective),
    );
  });
  const metrics = METRICS.map((metric) => {
    const mean = metric.mean ?? 0;
    return difference(vendor, `${metric.name} mean`, 'metric', metric.unit, mean, mean * vendor.latency);
  });
  return [...objectives, ...metrics];
}

export function vendorComparison(overrides: Partial<ComparisonDocument> = {}): ComparisonDocument {
  const candidates = VENDORS.map((vendor) => {
    const result = resultOf(vendor);
    const least = result.objectives.toSorted((one, other) => (one.margin ?? 0) - (other.margin ?? 0))[0];
    return {
      name: vendor.name,
      result,
      meetsAll: result.objectives.every((objective) => objective.met),
      leastMargin: least === undefined ? null : { text: least.text, margin: least.margin },
    };
  });
  return {
    schemaVersion: 1,
    tool: candidates[0]!.result.tool,
    candidates,
    differences: VENDORS.slice(1).flatMap(differencesOf),
    ...overrides,
  };
}
