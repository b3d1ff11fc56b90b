import { describe, expect, it } from 'vitest';
import { FluidNetwork } from '../../../../sim/kernel/fluid.ts';
import { Simulation } from '../../../../sim/kernel/simulation.ts';
import { PeakRecorder } from '../../../../sim/studio/peak-recorder.ts';
import { runSampled } from '../../../../sim/studio/sampler.ts';
import { SaturationWatch } from '../../../../sim/studio/saturation-watch.ts';
import { type Gauge, TimelineRecorder } from '../../../../sim/studio/timeline-recorder.ts';
import { Link } from '../../../../sim/world/resources/link.ts';
import { ResourceRegistry } from '../../../../sim/world/resources/resource-registry.ts';

/** A link of 100 bytes/s that carries 6,000 bytes from the start on, at half capacity from 20 s, down from 40 s to 60 s. */
function degradedLink() {
  const simulation = new Simulation();
  const fluid = new FluidNetwork(simulation);
  const resources = new ResourceRegistry();
  const link = resources.addCrossed(new Link(simulation, fluid, { id: 'link[0]', group: 'links' }, 100));
  let endSeconds = 0;
  simulation.spawn(
    (function* carry() {
      yield* fluid.transfer({ amount: 6000, route: [{ resource: link.fluid }] });
      endSeconds = simulation.now;
    })(),
    { name: 'payload' },
  );
  simulation.at(20, () => link.degrade(0.5));
  simulation.at(40, () => link.fail());
  simulation.at(60, () => link.repair());
  return { simulation, fluid, resources, link, ended: () => endSeconds };
}

function gaugeOf(link: Link): Gauge {
  return {
    name: 'links utilization',
    title: 'links',
    unit: 'fraction',
    group: 'utilization',
    resource: link,
    integral: (now) => link.usedSeconds(now),
  };
}

describe('a resource whose capacity changes', () => {
  it('does the work that its capacity allows, and all of it', () => {
    const { simulation, link, ended } = degradedLink();
    simulation.run(1000);
    // 2,000 bytes, 1,000 bytes, nothing, and the rest at 100 bytes/s.
    expect(ended()).toBeCloseTo(60 + 30, 9);
    expect(link.usedIntegral(1000)).toBeCloseTo(6000, 6);
  });

  it('has used what there was of it, and no more', () => {
    const { simulation, link } = degradedLink();
    for (const until of [10, 30, 50, 70, 90]) {
      simulation.run(until);
      expect(link.usedIntegral(until)).toBeCloseTo(link.capacityIntegral(until), 6);
    }
    expect(link.capacityIntegral(90)).toBeCloseTo(6000, 9);
  });

  it('says how it is, who crosses it, and what has changed', () => {
    const { simulation, link } = degradedLink();
    simulation.run(10);
    expect([link.state, link.capacity]).toEqual(['up', 100]);
    expect(link.holders().map(({ name }) => name)).toEqual(['payload']);
    simulation.run(30);
    expect([link.state, link.capacity]).toEqual(['degraded', 50]);
    simulation.run(50);
    expect([link.state, link.capacity]).toEqual(['down', 0]);
    simulation.run(100);
    expect(link.state).toBe('up');
    expect(link.holders()).toEqual([]);
    expect(link.changes).toEqual([
      { atSeconds: 20, share: 0.5 },
      { atSeconds: 40, share: 0 },
      { atSeconds: 60, share: 1 },
    ]);
  });

  it('is found by its own name, by that of its group, and as the bottleneck of a flow', () => {
    const { fluid, simulation, resources, link } = degradedLink();
    const other = resources.addCrossed(new Link(simulation, fluid, { id: 'link[1]', group: 'links' }, 1));
    expect(resources.named('link[1]')).toEqual([other]);
    expect(resources.named('links')).toEqual([link, other]);
    expect(resources.named('lin')).toEqual([]);
    expect(resources.ofFluid(link.fluid)).toBe(link);
    expect(() => resources.add(other)).toThrow('two resources named link[1]');
  });

  it.each([-0.1, Number.NaN, Infinity])('refuses a share of %s', (share) => {
    expect(() => degradedLink().link.degrade(share)).toThrow(RangeError);
  });
});

describe('utilization of a resource whose capacity changes', () => {
  it('is full in every bin in which there was any capacity', () => {
    const { simulation, link } = degradedLink();
    const timeline = new TimelineRecorder([gaugeOf(link)], 0, 100);
    runSampled(simulation, 100, [timeline]);
    const [series] = timeline.series;
    const shares = series!.resource!.capacityShares!;
    expect(timeline.binSeconds).toBe(1);
    expect([shares[10], shares[30], shares[50], shares[70]]).toEqual([1, 0.5, 0, 1]);
    expect(series!.values[10]).toBeCloseTo(1, 9);
    expect(series!.values[30]).toBeCloseTo(1, 9);
    expect(series!.values[50]).toBe(0);
    expect(series!.values[95]).toBeCloseTo(0, 9);
  });

  it('peaks at what was used of what there was, and counts time at half capacity as saturated', () => {
    const { simulation, link } = degradedLink();
    const peaks = new PeakRecorder([gaugeOf(link)], 20, 0, 100, [0]);
    runSampled(simulation, 100, [peaks]);
    const [recorded] = peaks.recorded;
    expect(recorded!.peaks[0]).toBeCloseTo(1, 9);
    // From 0 s to 40 s and from 60 s to 90 s.
    expect(recorded!.saturatedSeconds[0]).toBeCloseTo(70, 6);
  });

  it('says that the resource set the pace while it was full, and while it was down', () => {
    const { simulation, link } = degradedLink();
    simulation.run(25);
    const degraded = new SaturationWatch([link], 25);
    simulation.run(45);
    expect(degraded.saturated(45)).toBe('links');
    const down = new SaturationWatch([link], 45);
    simulation.run(55);
    expect(down.saturated(55)).toBe('links');
    simulation.run(95);
    const idle = new SaturationWatch([link], 95);
    simulation.run(99);
    expect(idle.saturated(99)).toBeNull();
  });
});
