import { describe, expect, it } from 'vitest';
import type { Objective } from '../../../models/objective.ts';
import type { ObjectiveResult, TimeCause } from '../../../models/result.ts';
import type { Fidelity, Studio } from '../../../models/studio.ts';
import type { ShippedStage } from '../../shipped-stage.ts';
import { CHURN, INGEST, RENDER, SCRUB, SMALL_ARRAY, smallStudio } from '../studio/small-studio.ts';
import { judged, timeCauseOf } from './cause-laws.ts';
import { relieved } from './relieved-studio.ts';

/** Work that is over in seconds, so that every operation can be an event. */
const WAVE = {
  ...RENDER,
  release: { kind: 'scheduled', timesSeconds: [1] },
  framesPerWave: 24,
  computeSeconds: { kind: 'constant', value: 2 },
  reads: { storage: 'hot', bytes: { kind: 'constant', value: 20e6 }, files: 10 },
  writes: { storage: 'hot', bytes: { kind: 'constant', value: 2e6 }, files: 1 },
  metadata: { getattr: 20 },
} as const;
const CARDS = {
  ...INGEST,
  arrivals: { kind: 'scheduled', timesSeconds: [1] },
  bytesPerCard: { kind: 'constant', value: 100e6 },
} as const;

function studioOf(
  stages: readonly ShippedStage[],
  metric: string,
  limit: number,
  fidelity: Fidelity,
  statistic: Objective['statistic'] = { kind: 'mean' },
): Studio {
  const objective = { text: metric, metric, statistic, comparison: '<=' as const, limit, file: 'f', line: 1 };
  return { ...smallStudio(stages, { fidelity, durationSeconds: 6 }), objectives: [objective] };
}

const withStorage = (studio: Studio, changes: Partial<typeof SMALL_ARRAY>): Studio => ({
  ...studio,
  storage: [{ name: 'hot', device: 'custom', envelope: { ...SMALL_ARRAY, ...changes } }],
});

const withNetwork = (studio: Studio, changes: Partial<Studio['network']>): Studio => ({
  ...studio,
  network: { ...studio.network, ...changes },
});

function causeOf(objective: ObjectiveResult): TimeCause {
  expect(objective.met).toBe(false);
  return timeCauseOf(objective)!;
}

describe.each<Fidelity>(['flows', 'operations'])('by %s, the cause is', (fidelity) => {
  it('the queue of the farm where frames wait for GPUs, with the nodes that would meet the limit', () => {
    const studio = studioOf([WAVE], 'overnight.startLatency', 1, fidelity);
    const cause = causeOf(judged(studio));
    expect(cause).toMatchObject({ kind: 'queue', resource: 'compute.farm', share: 1 });
    expect(cause.why).toMatch(
      /^2\.\d+ s of 2\.\d+ s \(100%\) is spent in the queue of compute\.farm, which has 8 GPUs\./,
    );
    const nodes = cause.remedy!.needed;
    expect(cause.remedy).toMatchObject({ unit: 'count', now: 8 });
    expect(judged({ ...studio, farms: [{ ...studio.farms[0]!, nodes }] }).met).toBe(true);
  });

  it('computing where a frame has a node at once', () => {
    const studio = studioOf([{ ...WAVE, framesPerWave: 4 }], 'overnight.turnaround', 1, fidelity);
    expect(causeOf(judged(studio))).toMatchObject({ kind: 'compute', resource: 'compute.farm' });
  });

  it('distance, of the response times of clients that are far away', () => {
    const far = withNetwork(studioOf([SCRUB], 'review.scrub', 0.01, fidelity), { roundTripSeconds: 0.03 });
    const cause = causeOf(judged(far));
    expect(cause).toMatchObject({ kind: 'distance', resource: 'network.roundTrip' });
    expect(cause.seconds).toBeCloseTo(0.03, 9);
    expect(cause.why).toContain('is distance: a round trip to the storage takes 30 ms');
    const nearer = withNetwork(far, { roundTripSeconds: cause.remedy!.needed });
    expect(judged(nearer).value).toBeCloseTo(0.01, 3);
  });

  it("the client's own limit of requests in flight where few go a long way", () => {
    const few = withNetwork(
      studioOf([{ ...CARDS, outstanding: 1, verify: false }], 'dailies.completion', 1.5, fidelity),
      { roundTripSeconds: 0.03 },
    );
    const cause = causeOf(judged(few));
    expect(cause).toMatchObject({ kind: 'outstanding', resource: 'dailies.outstanding' });
    expect(cause.why).toContain("is added by the client's own limit of 1 request in flight");
    const more = few.stages.map((stage) => ({ ...stage, outstanding: cause.remedy!.needed }));
    expect(judged({ ...few, stages: more }).value).toBeLessThan(1.65);
  });

  it("the client's own device where that is slow", () => {
    const slow = { ...CARDS, readerBytesPerSecond: 20e6, verify: false };
    const cause = causeOf(judged(studioOf([slow], 'dailies.completion', 1, fidelity)));
    expect(cause).toMatchObject({ kind: 'device', resource: 'dailies.reader' });
    expect(cause.why).toContain('20 MB/s');
  });

  it('the network where a payload goes over a slow line, with its size and speed', () => {
    const one = { ...SCRUB, readsPerGesture: { kind: 'constant', value: 1 }, outstanding: 1 } as const;
    const slow = withNetwork(studioOf([one], 'review.scrub', 0.03, fidelity), { hostBytesPerSecond: 25e6 });
    const cause = causeOf(judged(slow));
    expect(cause).toMatchObject({ kind: 'transmission', resource: 'network.hosts' });
    expect(cause.why).toMatch(
      /ms of 4\d(\.\d)? ms \(9\d(\.\d)?%\) is the time to send 1\.05 MB on average over network\.hosts at 25 MB\/s/,
    );
    const faster = withNetwork(slow, { hostBytesPerSecond: cause.remedy!.needed });
    expect(judged(faster).value).toBeCloseTo(0.03, 3);
  });

  it('service where an idle storage system is slow by itself', () => {
    const slow = withStorage(studioOf([SCRUB], 'review.scrub', 0.01, fidelity), {
      data: { ...SMALL_ARRAY.data, lanes: 4000, idleResponseSeconds: 0.02 },
    });
    const cause = causeOf(judged(slow));
    expect(cause).toMatchObject({ kind: 'service', resource: 'storage.hot' });
    expect(cause.why).toContain(
      'is the service itself: storage.hot takes 21 ms on average for a read of 1.05 MB',
    );
  });

  it('a storage system that is asked for more than it can do', () => {
    const hot = { ...CHURN, rate: { ...CHURN.rate, level: { kind: 'constant', value: 240 } } } as const;
    const short = withStorage(studioOf([hot], 'pipeline.latency', 0.01, fidelity), {
      metadataOperationsPerSecond: 200,
      metadata: { ...SMALL_ARRAY.metadata, lanes: 1, idleResponseSeconds: 0.005 },
    });
    const cause = causeOf(judged(short));
    expect(cause).toMatchObject({ kind: 'queue', resource: 'metadata.hot' });
    const before = judged(short).value!;
    expect(judged(relieved(short, 'pipeline', cause)).value).toBeLessThan(before / 5);
  });

  it('the storage system, not the farm, where frames hold their nodes for it and it is saturated', () => {
    const light = { ...WAVE, computeSeconds: { kind: 'constant', value: 0.01 }, outstanding: 8 } as const;
    const short = withStorage(studioOf([light], 'overnight.turnaround', 0.1, fidelity), {
      readOperationsPerSecond: 400,
      data: { ...SMALL_ARRAY.data, lanes: 1, idleResponseSeconds: 0.0025 },
    });
    const cause = causeOf(judged(short));
    expect(['queue', 'saturation']).toContain(cause.kind);
    expect(cause.resource).toBe('storage.hot');
    const more = judged({ ...short, farms: [{ ...short.farms[0]!, nodes: 24 }] }).value!;
    const faster = judged(relieved(short, 'overnight', cause)).value!;
    const before = judged(short).value!;
    expect(faster / before).toBeLessThan(0.7);
    expect(faster).toBeLessThan(more);
  });

  it('never the queue of a farm, of a response time', () => {
    const studio = studioOf([WAVE], 'overnight.locate', 1e-6, fidelity, {
      kind: 'percentile',
      fraction: 0.99,
    });
    const cause = causeOf(judged(studio));
    expect(cause.parts.filter(({ resource }) => resource.startsWith('compute.'))).toEqual([]);
  });
});

describe('the parts of a cause', () => {
  it('add up to the value of the objective, whatever its statistic', () => {
    for (const statistic of [
      { kind: 'mean' },
      { kind: 'percentile', fraction: 0.95 },
      { kind: 'max' },
    ] as const) {
      const objective = judged(studioOf([WAVE, CHURN], 'overnight.turnaround', 1, 'flows', statistic));
      const { parts, ...largest } = causeOf(objective);
      const seconds = parts.reduce((sum, part) => sum + part.seconds, 0);
      expect(Math.abs(seconds / objective.value! - 1)).toBeLessThan(1e-6);
      expect(parts.toSorted((one, other) => other.seconds - one.seconds)).toEqual(parts);
      expect(parts[0]).toEqual({
        kind: largest.kind,
        resource: largest.resource,
        seconds: largest.seconds,
        share: largest.share,
      });
    }
  });

  it('of a frame that holds its node leave out its farm', () => {
    const cause = causeOf(judged(studioOf([WAVE], 'overnight.storageWait', 1e-6, 'flows')));
    expect(cause.parts.filter(({ resource }) => resource.startsWith('compute.'))).toEqual([]);
  });
});

describe('an objective', () => {
  it('that is met has no cause', () => {
    expect(judged(studioOf([SCRUB], 'review.scrub', 60, 'flows'))).not.toHaveProperty('cause');
  });

  it('of which no work came to its end names the busiest resource on its way', () => {
    const endless = { ...WAVE, computeSeconds: { kind: 'constant', value: 1e9 } } as const;
    const objective = judged(studioOf([endless], 'overnight.makespan', 60, 'flows'));
    expect(objective).toMatchObject({ met: false, value: null });
    expect(objective.cause).toMatchObject({ kind: 'load', resource: 'compute.farm' });
    expect(objective.cause!.why).toMatch(
      /^none of its work came to its end\. Of what overnight uses, compute\.farm is the busiest: its mean utilization is 83\.3%\.$/,
    );
  });

  it('that no single figure meets says what would be left', () => {
    const studio = studioOf([WAVE], 'overnight.turnaround', 0.02, 'flows');
    const cause = causeOf(judged(studio));
    expect(cause).not.toHaveProperty('remedy');
    expect(cause.why).toMatch(/Without it .+ would be left, still over the limit\.$/);
  });
});

describe('a limit from below', () => {
  const atLeast = (studio: Studio, metric: string, limit: number): Studio => ({
    ...studio,
    objectives: [{ ...studio.objectives[0]!, metric, limit, comparison: '>=' }],
  });

  it('that is kept has no cause', () => {
    const studio = atLeast(studioOf([SCRUB], 'review.scrub', 1, 'flows'), 'review.scrub', 1e-6);
    expect(judged(studio)).toMatchObject({ met: true });
    expect(judged(studio)).not.toHaveProperty('cause');
  });

  it('on a time that is too short names what it is made of, and the figure that makes it as long', () => {
    const studio = atLeast(
      studioOf([WAVE], 'overnight.startLatency', 1, 'flows'),
      'overnight.startLatency',
      3,
    );
    const cause = causeOf(judged(studio));
    expect(cause).toMatchObject({ kind: 'queue', resource: 'compute.farm' });
    expect(cause.why).toContain('Nothing else makes it as long as the limit asks. It would be met with');
    const nodes = cause.remedy!.needed;
    expect(nodes).toBeLessThan(8);
    expect(judged({ ...studio, farms: [{ ...studio.farms[0]!, nodes }] }).met).toBe(true);
  });

  it('on a farm that has little to do names it, with the nodes that would be busy enough', () => {
    const studio = atLeast(studioOf([WAVE], '', 1, 'flows'), 'compute.farm utilization', 0.95);
    const { cause, met } = judged(studio);
    expect(met).toBe(false);
    expect(cause).toMatchObject({ kind: 'load', resource: 'compute.farm' });
    expect(cause!.why).toContain(
      'Its work asks for no more of it. It would be met with the nodes of compute.farm',
    );
    expect(cause!.remedy!.needed).toBeLessThan(8);
  });

  it('on a resource that its work does not use says so', () => {
    const studio = atLeast(studioOf([CHURN], '', 1, 'flows'), 'compute.farm utilization', 0.5);
    expect(judged(studio).cause!.why).toBe(
      'the mean utilization of compute.farm is 0%, with at least 50% asked for. No work uses it.',
    );
  });

  it('on a resource whose work waits for another one names that one', () => {
    const hot = { ...CHURN, rate: { ...CHURN.rate, level: { kind: 'constant', value: 600 } } } as const;
    const short = withStorage(studioOf([hot], '', 1, 'flows'), {
      metadataIsolated: false,
      metadataOperationsPerSecond: 200,
      data: { ...SMALL_ARRAY.data, lanes: 1, idleResponseSeconds: 0.005 },
    });
    expect(judged(atLeast(short, 'network.core utilization', 0.5)).cause).toMatchObject({
      kind: 'load',
      resource: 'storage.hot',
    });
  });

  it('that no number of nodes keeps has no remedy', () => {
    const light = { ...WAVE, framesPerWave: 1, computeSeconds: { kind: 'constant', value: 0.01 } } as const;
    const { cause } = judged(atLeast(studioOf([light], '', 1, 'flows'), 'compute.farm utilization', 0.9));
    expect(cause).not.toHaveProperty('remedy');
  });
});
