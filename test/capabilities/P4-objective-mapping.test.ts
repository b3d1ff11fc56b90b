/** Law: each event of a stage that is observed is a metric; a target on any statistic of it gives a verdict and its margin. */

import { describe, expect, it } from 'vitest';
import { stageKinds } from '../../models/stages/stage-kinds.ts';
import { ARRAY, metric, NETWORK, simulated } from './simulated.ts';

const NAMES = { ingest: 'cards', render: 'wave', metadata: 'artists', editorial: 'edit' } as const;
const METRICS = stageKinds().flatMap(({ name, metrics }) =>
  Object.keys(metrics).map((each) => `${NAMES[name as keyof typeof NAMES]}.${each}`),
);
const STATISTICS = ['mean', 'p50', 'p95', 'p99', 'max'] as const;

const studio = (objectives: readonly string[]) => `
headroom: 1
name: Every kind of stage
run: { duration: 20min, warmup: 0s, replications: 2, seed: every kind }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: 4, gpus: 1, gpuMemory: 48GiB } }
stages:
  cards: { kind: ingest, arrivals: { at: "00:02" }, bytesPerCard: 10GB, bytesPerFile: 100MB, reader: 500MB/s }
  wave:
    kind: render
    release: { at: "00:05", frames: 12 }
    frame:
      time: 60s
      gpuMemory: 8GiB
      metadata: { getattr: 100 }
      reads: { bytes: 100MB, files: 10 }
      writes: { bytes: 10MB, files: 1 }
  artists:
    kind: metadata
    rate: { level: 200/s, burst: { erlang: { mean: 1, stages: 7 } }, burstEvery: 10s }
    mix: { getattr: 70%, read: 30% }
    readBytes: 16KiB
    writeBytes: 16KiB
    files: 10k
    clients: 10
  edit: { kind: editorial, seats: 2, gestures: 3/min, readsPerGesture: 20, bytesPerRead: 700kB, files: 100 }
objectives:
${objectives.map((text) => `  - ${text}\n`).join('')}`;

/** All of them, each with its limit in seconds. */
function objectivesOf(limitOf: (name: string, statistic: (typeof STATISTICS)[number]) => number): string[] {
  return METRICS.flatMap((name) =>
    STATISTICS.map((statistic) => `${name} ${statistic} <= ${limitOf(name, statistic)}s`),
  );
}

describe('P4: from the event of a stage to its metric, target, verdict and margin', () => {
  const first = simulated(studio(objectivesOf(() => 3600)));

  it('every metric that stages are said to have is observed, and can be held to a target', () => {
    expect(METRICS.length).toBeGreaterThanOrEqual(12);
    expect(first.metrics.map(({ name }) => name).toSorted()).toEqual(METRICS.toSorted());
    expect(first.objectives).toHaveLength(METRICS.length * STATISTICS.length);
  });

  it.each([
    ['twice', 2, true, 0.5],
    ['a little less than', 0.999, false, 1 - 1 / 0.999],
  ])('a target of %s the value is met or missed, with that margin', (_, multiple, met, margin) => {
    const limitOf = (name: string, statistic: (typeof STATISTICS)[number]) =>
      Math.max(1e-9, multiple * metric(first, name)[statistic]!);
    for (const objective of simulated(studio(objectivesOf(limitOf))).objectives) {
      const { value, text } = objective;
      expect(value, text).toBe(metric(first, objective.metric)[objective.statistic as 'p99']);
      if (value === 0) continue;
      expect(objective.met, text).toBe(met);
      expect(objective.margin!, text).toBeCloseTo(margin, 6);
    }
  });
});
