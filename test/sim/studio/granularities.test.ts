import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../models/histogram.ts';
import type { Fidelity } from '../../../models/studio.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { byPatience } from '../../patience.ts';
import { CHURN, INGEST, RENDER, SCRUB, smallStudio } from './small-studio.ts';

/** Mean of each metric over two replications. */
function means(fidelity: Fidelity, operationsPerSecond: number): ReadonlyMap<string, number> {
  const churn = {
    ...CHURN,
    rate: { ...CHURN.rate, level: { kind: 'constant', value: operationsPerSecond } as const },
  };
  const studio = smallStudio([INGEST, RENDER, churn, SCRUB], { fidelity, durationSeconds: 20 });
  const merged = new Map<string, Histogram>();
  for (let replication = 0; replication < 2; replication++) {
    for (const { name, observations } of simulateReplication(studio, replication).stages) {
      for (const [metric, slices] of Object.entries(observations)) {
        const key = `${name}.${metric}`;
        const histogram = merged.get(key) ?? new Histogram();
        for (const slice of slices) if (slice !== null) histogram.merge(slice);
        merged.set(key, histogram);
      }
    }
  }
  return new Map([...merged].map(([metric, histogram]) => [metric, histogram.mean]));
}

/**
 * How far the two granularities may part, as a fraction of the operations' figure. Times of whole jobs agree closely;
 * response times of closed loops differ by the queueing of a client behind itself, which a flow does not see.
 */
const TOLERANCE: Readonly<Record<string, number>> = {
  'overnight.turnaround': 0.05,
  'overnight.makespan': 0.05,
  'overnight.startLatency': 0.05,
  'dailies.completion': 0.25,
  'pipeline.latency': 0.1,
  'pipeline.read': 0.4,
  'overnight.locate': 0.35,
  'overnight.read': 0.4,
  'overnight.write': 0.4,
  'review.scrub': 0.35,
};

describe.each(byPatience({ fast: [2_000], slow: [2_000, 20_000] }))(
  'with %i operations a second of churn, flows and operations agree on',
  (rate) => {
    const flows = means('flows', rate);
    const operations = means('operations', rate);
    it.each(Object.entries(TOLERANCE))('%s within a fraction of %f', (metric, tolerance) => {
      const ratio = flows.get(metric)! / operations.get(metric)!;
      expect(ratio).toBeGreaterThan(1 - tolerance);
      expect(ratio).toBeLessThan(1 + tolerance);
    });
  },
);
