import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Fidelity } from '../../../../models/studio.ts';
import { ARRAY, metric, NETWORK, simulated } from '../../../capabilities/simulated.ts';

const FIDELITIES = ['flows', 'operations'] as const;

/** A farm, and a wave whose frames compute for 20 s; reads and writes take a few milliseconds. */
function wave({ nodes, frames }: { nodes: number; frames: number }, faults: string, more = ''): string {
  return `
headroom: 1
name: A studio in which something fails
run: { start: "12:00", duration: 10min, warmup: 0s, replications: 1, seed: faults }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: ${nodes}, gpuMemory: 8GiB } }
stages:
  wave:
    kind: render
    release: { at: "12:00", frames: ${frames} }
    frame: { time: 20s, gpuMemory: 1GiB, reads: { bytes: 10kB, files: 1 }, writes: { bytes: 10kB, files: 1 }, verify: false }
${faults === '' ? '' : `faults: { ${faults} }`}
${more}
objectives:
  - wave.makespan max <= 1h
`;
}

const run = (yaml: string, fidelity: Fidelity, sets: readonly string[] = []) =>
  simulated(yaml, [`run.fidelity=${fidelity}`, ...sets]);

/** Returns the makespan of the wave, in seconds; storage takes some milliseconds of it. */
function makespan(yaml: string, fidelity: Fidelity, sets: readonly string[] = []): number {
  return metric(run(yaml, fidelity, sets), 'wave.makespan').mean!;
}

describe.each(FIDELITIES)('a node that dies, simulated as %s', (fidelity) => {
  const one = { nodes: 1, frames: 1 };

  it('costs its frame the time so far, and the time until it is repaired', () => {
    expect(makespan(wave(one, ''), fidelity)).toBeCloseTo(20, 1);
    expect(
      makespan(wave(one, 'node: { at: 15s, fail: "compute.farm.node[0]", repair: 30s }'), fidelity),
    ).toBeCloseTo(15 + 30 + 20, 1);
    expect(
      makespan(wave(one, 'node: { at: "12:00:15", fail: "compute.farm.node[0]", repair: 30s }'), fidelity),
    ).toBeCloseTo(65, 1);
  });

  it('is there from the start of the run where it began before', () => {
    expect(
      makespan(wave(one, 'node: { at: "day 1 11:59", fail: "compute.farm.node[0]", repair: 90s }'), fidelity),
    ).toBeCloseTo(30 + 20, 1);
  });

  it('leaves its frames to the others', () => {
    const farm = { nodes: 4, frames: 12 };
    expect(makespan(wave(farm, ''), fidelity)).toBeCloseTo(60, 1);
    // After a round of 3, 9 frames are left for 3 nodes.
    const never = wave(farm, 'node: { at: 10s, fail: "compute.farm.node[1]", repair: never }');
    expect(makespan(never, fidelity)).toBeCloseTo(80, 1);
    // Repaired at 30 s it does two more: the rest are done in rounds of 20 s that begin at 20 and 40 s on the others.
    expect(makespan(never, fidelity, ['faults.node.repair=20s'])).toBeCloseTo(80, 1);
    expect(
      makespan(never, fidelity, ['faults.node.repair=20s', 'stages.wave.release.frames=11']),
    ).toBeCloseTo(70, 1);
  });

  it('starts a frame once, and publishes it once', () => {
    const yaml = wave({ nodes: 2, frames: 4 }, 'node: { at: 10s, fail: "compute.farm.node[1]", repair: 5s }');
    const result = run(yaml, fidelity);
    for (const name of ['wave.startLatency', 'wave.turnaround', 'wave.storageWait'])
      expect(metric(result, name).count).toBe(4);
    expect(result.stages[0]).toMatchObject({ arrived: 4, finished: 4, bytesWritten: 4 * 10_000 });
  });

  it('costs a frame its last attempt: the wave has no makespan', () => {
    const yaml = wave(
      { nodes: 2, frames: 4 },
      'node: { at: 10s, fail: "compute.farm.node[1]", repair: 5s }',
      'scheduling: { attempts: 1 }',
    );
    const result = run(yaml, fidelity);
    expect(metric(result, 'wave.makespan').count).toBe(0);
    expect(result.stages[0]).toMatchObject({ arrived: 4, finished: 3 });
  });
});

describe.each(FIDELITIES)('a resource that fails, simulated as %s', (fidelity) => {
  const one = { nodes: 1, frames: 1 };
  const at = (target: string, more: string) => wave(one, `it: { at: 10s, fail: "${target}", ${more} }`);

  it.each(['network.core', 'network.uplinks', 'network.uplink[0]', 'storage.hot'])(
    'holds up what a frame writes until %s is repaired',
    (target) => {
      // The frame computes until 20 s; what it writes is written when there is a way again.
      expect(makespan(at(target, 'repair: 30s'), fidelity)).toBeCloseTo(40, 1);
      expect(makespan(at(target, 'repair: 5s'), fidelity)).toBeCloseTo(20, 1);
    },
  );

  it('kills the frames of a farm, and starts none until it is repaired', () => {
    expect(makespan(at('compute.farm', 'repair: 30s'), fidelity)).toBeCloseTo(40 + 20, 1);
  });

  it('lets a farm that degrades drain', () => {
    const yaml = wave(
      { nodes: 4, frames: 8 },
      'half: { at: 10s, degrade: compute.farm, to: 50%, repair: never }',
    );
    // Four frames go on to their end at 20 s; four are left for two GPUs.
    expect(makespan(yaml, fidelity)).toBeCloseTo(60, 1);
  });

  it('leaves work unfinished that is never repaired, and says so', () => {
    const result = run(at('network.core', 'repair: never'), fidelity);
    expect(result.stages[0]).toMatchObject({ arrived: 1, finished: 0 });
    expect(result.overrun).toMatchObject({ stages: [{ name: 'wave', unfinished: 1, untilSeconds: null }] });
    expect(result.objectives[0]).toMatchObject({ met: false, unfinished: true });
  });

  it('does not prolong a run that has no work left', () => {
    const late = wave(one, 'late: { at: 9min, fail: network.core, repair: 5d }');
    const [series] = run(late, fidelity).timeline.series;
    expect(series!.values.length).toBe(run(wave(one, ''), fidelity).timeline.series[0]!.values.length);
  });
});

test('one fault begins when the one before it is repaired', () => {
  const faults = `
    first: { at: 10s, fail: network.core, repair: 30s },
    second: { at: 40s, fail: network.core, repair: 30s }`;
  for (const fidelity of FIDELITIES)
    expect(makespan(wave({ nodes: 1, frames: 1 }, faults), fidelity)).toBeCloseTo(70, 1);
});

test('variants change faults', () => {
  const yaml = wave({ nodes: 1, frames: 1 }, 'node: { at: 15s, fail: "compute.farm.node[0]", repair: 30s }');
  const sets = ['faults.node.repair=never'];
  expect(run(yaml, 'flows', sets).stages[0]).toMatchObject({ arrived: 1, finished: 0 });
});

test('whatever fails and when, a frame is delivered once or lost, in both fidelities', () => {
  const target = fc.constantFrom(
    'compute.farm.node[0]',
    'compute.farm.node[1]',
    'compute.farm',
    'network.core',
  );
  const fault = fc.record({
    target,
    at: fc.integer({ min: 0, max: 70 }),
    repair: fc.integer({ min: 1, max: 40 }),
  });
  fc.assert(
    fc.property(
      fc.array(fault, { maxLength: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(...FIDELITIES),
      (faults, attempts, fidelity) => {
        const apart = faults.filter(
          (one, place) => faults.findIndex(({ target: other }) => other === one.target) === place,
        );
        const text = apart.map(
          ({ target: what, at, repair }, place) =>
            `f${place}: { at: ${at}s, fail: "${what}", repair: ${repair}s }`,
        );
        const yaml = wave({ nodes: 2, frames: 5 }, text.join(', '), `scheduling: { attempts: ${attempts} }`);
        const result = run(yaml, fidelity);
        const { arrived, finished } = result.stages[0]!;
        expect(metric(result, 'wave.turnaround').count).toBe(finished);
        expect(arrived).toBe(5);
        expect(metric(result, 'wave.makespan').count).toBe(finished === 5 ? 1 : 0);
        expect(finished).toBeGreaterThanOrEqual(attempts > apart.length ? 5 : 0);
      },
    ),
    { numRuns: 40 },
  );
});
