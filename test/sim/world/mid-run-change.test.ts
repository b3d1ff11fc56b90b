import { describe, expect, it } from 'vitest';
import type { Fidelity, StageDefinition } from '../../../models/studio.ts';
import { arrayOf, churnAt, scrubAt, studioOn } from '../studio/queueing-studio.ts';
import { CHURN, INGEST, RENDER, SCRUB, smallStudio } from '../studio/small-studio.ts';
import { type Change, runChanged } from './changed-studio.ts';

const FIDELITIES = ['flows', 'operations'] as const;

/** Four servers of 4,000 operations a second, and stages on them that ask for 40% or 21% of that. */
const ARRAY = arrayOf({ lanes: 4, servers: 1, seconds: 1e-3 });
const STEADY_CHURN = churnAt(1600, { kind: 'constant', value: 1 });
const SCRUBBING = scrubAt(20, 40, 1000, 2);

function onArray(stage: StageDefinition, fidelity: Fidelity) {
  return studioOn(ARRAY, [stage], { durationSeconds: 60, fidelity });
}

const DOWN: readonly Change[] = [
  [20, 'storage.hot', 0],
  [30, 'storage.hot', 1],
];
const HALF: readonly Change[] = [
  [20, 'storage.hot', 0.5],
  [40, 'storage.hot', 1],
];
const OVERLOADED: readonly Change[] = [
  [20, 'storage.hot', 0.3],
  [40, 'storage.hot', 1],
];

describe('a storage service that changes in the middle of work', () => {
  it.each([
    ['open arrivals', 'down for 10 s', STEADY_CHURN, 'latency', DOWN],
    ['open arrivals', 'at half speed for 20 s', STEADY_CHURN, 'latency', HALF],
    ['open arrivals', 'overloaded for 20 s', STEADY_CHURN, 'latency', OVERLOADED],
    ['closed loops', 'down for 10 s', SCRUBBING, 'scrub', DOWN],
    ['closed loops', 'at half speed for 20 s', SCRUBBING, 'scrub', HALF],
  ] as const)('has equal response times in both fidelities: %s, %s', (_, __, stage, metric, changes) => {
    const [flows, operations] = FIDELITIES.map((fidelity) =>
      runChanged(onArray(stage, fidelity), changes).observed(stage.name, metric),
    );
    expect(flows!.count).toBe(operations!.count);
    expect(Math.abs(flows!.mean / operations!.mean - 1)).toBeLessThan(0.1);
    expect(Math.abs(flows!.quantile(0.95) / operations!.quantile(0.95) - 1)).toBeLessThan(0.1);
  });

  it.each(FIDELITIES)('lets what comes while it is down wait until it is back: %s', (fidelity) => {
    const latency = runChanged(onArray(STEADY_CHURN, fidelity), DOWN).observed('pipeline', 'latency');
    // A sixth of the operations come meanwhile: they wait 5 s on average, and what they queue up for 6.7 s takes a third more.
    const [downSeconds, load] = [10, 0.4];
    const expected = (downSeconds ** 2 / 2 / (1 - load) / 60) * 1;
    expect(Math.abs(latency.mean / expected - 1)).toBeLessThan(0.02);
    expect(latency.maximum).toBeGreaterThan(downSeconds - 0.1);
  });
});

describe.each(FIDELITIES)('resources that go and come back, %s', (fidelity) => {
  const stages = [INGEST, RENDER, CHURN, SCRUB];
  const changes: readonly Change[] = [
    [7, 'network.core', 0],
    [9, 'network.core', 0.1],
    [12, 'network.core', 1],
    [14, 'network.uplinks', 0],
    [17, 'network.uplinks', 1],
    [18, 'storage.hot', 0.25],
    [22, 'storage.hot', 0],
    [25, 'storage.hot', 1],
    [26, 'metadata.hot', 0],
    [28, 'metadata.hot', 1],
    [30, 'compute.farm', 0.25],
    [35, 'compute.farm', 0],
    [45, 'compute.farm', 1],
  ];
  const run = runChanged(smallStudio(stages, { fidelity }), changes);
  const steady = runChanged(smallStudio(stages, { fidelity }), []);

  it('carry and do all that was asked for, and no more', () => {
    let bytes = 0;
    for (const [name, { totals }] of run.model.recorders) {
      expect(totals.finished).toBe(totals.arrived);
      expect(totals.operations).toBe(steady.model.recorders.get(name)!.totals.operations);
      bytes += totals.readBytes + totals.writtenBytes;
    }
    const meter = run.model.meters.get('hot')!;
    expect((meter.readBytes(run.endSeconds) + meter.writtenBytes(run.endSeconds)) / bytes).toBeCloseTo(1, 9);
    expect(run.resource('network.core').usedIntegral(run.endSeconds) / bytes).toBeCloseTo(1, 9);
  });

  it('do the same work, whenever their capacity allows it', () => {
    for (const name of ['network.core', 'storage.hot', 'metadata.hot']) {
      const used = run.resource(name).usedIntegral(run.endSeconds);
      expect(used / steady.resource(name).usedIntegral(steady.endSeconds)).toBeCloseTo(
        1,
        fidelity === 'flows' ? 9 : 1,
      );
    }
  });

  it('use no more than the capacity that there was', () => {
    for (const resource of run.model.resources) {
      const capacity = resource.capacityIntegral(run.endSeconds);
      expect(resource.usedIntegral(run.endSeconds)).toBeLessThanOrEqual(capacity * (1 + 1e-9));
    }
  });

  it('make their work take longer', () => {
    expect(run.observed('dailies', 'completion').mean).toBeGreaterThan(
      steady.observed('dailies', 'completion').mean,
    );
    expect(run.observed('overnight', 'makespan').mean).toBeGreaterThan(
      steady.observed('overnight', 'makespan').mean + 5,
    );
  });
});

describe('a link that is down in the middle of work', () => {
  it('has equal times in both fidelities', () => {
    const changes: readonly Change[] = [
      [8, 'network.core', 0],
      [14, 'network.core', 1],
    ];
    const [flows, operations] = FIDELITIES.map((fidelity) =>
      runChanged(smallStudio([INGEST, RENDER, CHURN, SCRUB], { fidelity }), changes),
    );
    for (const [stage, metric] of [
      ['dailies', 'completion'],
      ['dailies', 'write'],
      ['overnight', 'makespan'],
      ['overnight', 'storageWait'],
      ['overnight', 'read'],
      ['pipeline', 'read'],
      ['review', 'scrub'],
    ] as const) {
      const [one, other] = [flows!.observed(stage, metric), operations!.observed(stage, metric)];
      expect(Math.abs(one.mean / other.mean - 1), `${stage}.${metric}`).toBeLessThan(0.1);
    }
  });
});
