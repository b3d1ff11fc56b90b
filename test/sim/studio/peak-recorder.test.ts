import { describe, expect, it } from 'vitest';
import type { Studio } from '../../../models/studio.ts';
import { Utilization } from '../../../sim/experiment/utilization.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { PeakRecorder } from '../../../sim/studio/peak-recorder.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { runSampled } from '../../../sim/studio/sampler.ts';
import type { Gauge } from '../../../sim/studio/timeline-recorder.ts';
import { INGEST, smallStudio } from './small-studio.ts';

/** A utilization that is changed at given times, read over a window of `durationSeconds`. */
function recorded(
  changes: readonly (readonly [atSeconds: number, utilization: number])[],
  windowSeconds: number,
  durationSeconds: number,
  partsSeconds: readonly number[] = [0],
) {
  const simulation = new Simulation();
  let [level, integral, since] = [0, 0, 0];
  const gauge: Gauge = {
    name: 'link utilization',
    title: 'link',
    unit: 'fraction',
    group: 'utilization',
    resource: null,
    integral: (now) => integral + level * (now - since),
  };
  for (const [atSeconds, utilization] of changes) {
    simulation.at(atSeconds, () => {
      integral = gauge.integral(atSeconds);
      [level, since] = [utilization, atSeconds];
    });
  }
  const recorder = new PeakRecorder([gauge], windowSeconds, 0, durationSeconds, partsSeconds);
  runSampled(simulation, durationSeconds, [recorder]);
  return recorder.recorded[0]!;
}

describe('the peak over a window', () => {
  it('is the highest mean over any span of that length, wherever it lies', () => {
    // Between two whole minutes, and not at whole seconds.
    const burst = [
      [0, 0.1],
      [40.3, 1],
      [81.3, 0.1],
    ] as const;
    expect(recorded(burst, 10, 600).peaks[0]).toBeCloseTo(1, 12);
    expect(recorded(burst, 60, 600).peaks[0]).toBeCloseTo((41 + 19 * 0.1) / 60, 12);
  });

  it('is that of the run where the window is longer', () => {
    const { peaks } = recorded([[1, 0.5]], 3600, 4);
    expect(peaks[0]).toBeCloseTo(0.375, 12);
  });

  it('does not depend on how often anything happens', () => {
    const quiet = [
      [1000.25, 0.7],
      [1030.25, 0.2],
      [90_000.5, 0],
    ] as const;
    const busy = [...quiet, ...Array.from({ length: 2000 }, (_, i) => [i * 40 + 1100.01, 0.2] as const)];
    const ordered = busy.toSorted(([a], [b]) => a - b);
    for (const window of [1, 10, 60]) {
      const [one, other] = [recorded(quiet, window, 100_000), recorded(ordered, window, 100_000)];
      expect(one.peaks[0]).toBeCloseTo(other.peaks[0]!, 9);
    }
  });

  it('counts for the part of the run in which its window begins', () => {
    const { peaks } = recorded(
      [
        [5, 1],
        [30, 0.25],
      ],
      10,
      100,
      [0, 50],
    );
    expect(peaks[0]).toBeCloseTo(1, 12);
    expect(peaks[1]).toBeCloseTo(0.25, 12);
  });
});

describe('time at saturation', () => {
  it('is how long the resource is full, to its first and last moment', () => {
    const { saturatedSeconds } = recorded(
      [
        [0, 0.3],
        [40.3, 1],
        [81.3, 0.1],
        [300, 1],
        [307.5, 0.2],
      ],
      10,
      600,
    );
    expect(saturatedSeconds[0]).toBeCloseTo(41 + 7.5, 9);
  });

  it('goes on through a quiet stretch of any length', () => {
    const { saturatedSeconds } = recorded(
      [
        [100, 1],
        [50_100, 0],
      ],
      10,
      100_000,
      [0, 25_100, 60_000],
    );
    expect(saturatedSeconds.map((seconds) => Math.round(seconds))).toEqual([25_000, 25_000, 0]);
  });

  it('is none while something is left, however little, and for a resource that is full to the end it is to the end', () => {
    expect(recorded([[0, 0.99]], 10, 600).saturatedSeconds[0]).toBe(0);
    expect(recorded([[500.5, 1]], 10, 600).saturatedSeconds[0]).toBeCloseTo(99.5, 9);
  });
});

describe.each(['flows', 'operations'] as const)('a core that is full for 41 s, by %s', (fidelity) => {
  // 1 GB/s, filled by a card that is read as fast as it can be; later another takes a tenth of it.
  const full = 41;
  const fast = {
    ...INGEST,
    name: 'fast',
    cards: 1,
    verify: false,
    outstanding: 64,
    bytesPerFile: 1e9,
    readerBytesPerSecond: Infinity,
    arrivals: { kind: 'scheduled', timesSeconds: [40] } as const,
    bytesPerCard: { kind: 'constant', value: 1e9 * full } as const,
  };
  const slow = {
    ...fast,
    name: 'slow',
    readerBytesPerSecond: 0.1e9,
    arrivals: { kind: 'scheduled', timesSeconds: [90] } as const,
    bytesPerCard: { kind: 'constant', value: 0.1e9 * 60 } as const,
  };
  const base = smallStudio([fast, slow], { durationSeconds: 200, fidelity });
  const peakOf = (windowSeconds: number) =>
    ({
      text: '',
      metric: 'network.core utilization',
      statistic: { kind: 'peak', windowSeconds },
      comparison: '<=',
      limit: 1,
      line: 1,
      file: '',
    }) as const;
  const [system] = base.storage;
  const quick = { idleResponseSeconds: 0.2e-3, variability: 0, lanes: 400, serversPerLane: 1 };
  const studio: Studio = {
    ...base,
    network: { ...base.network, hostBytesPerSecond: 5e9, coreBytesPerSecond: 1e9 },
    storage: [
      {
        ...system!,
        envelope: { ...system!.envelope, writeBytesPerSecond: 1e11, readBytesPerSecond: 1e11, data: quick },
      },
    ],
    policies: [peakOf(60)],
  };
  const outcome = simulateReplication(studio, 0);
  const series = outcome.series.find(({ name }) => name === 'network.core utilization')!;
  const peaks = outcome.peaks.filter(({ name }) => name === series.name);
  const core = new Utilization([{ series, peaks }], { fromBin: 0, toBin: 200, fromPart: 0 });
  // By operations the first payload comes after its round trip and its service, and payloads are of 1 MiB.
  const digits = fidelity === 'flows' ? 6 : 2;

  it('has a peak of all of it over 10 s', () => {
    expect(core.statistic({ kind: 'peak', windowSeconds: 10 })).toBeCloseTo(1, digits);
  });

  it('has the rest of a minute in its peak over a minute', () => {
    const expected = (full + 10 * 0.1) / 60;
    expect(core.statistic({ kind: 'peak', windowSeconds: 60 })).toBeCloseTo(expected, digits);
  });

  it('is at saturation for 41 s', () => {
    expect(core.saturatedSeconds).toBeGreaterThan(full - 0.1);
    expect(core.saturatedSeconds).toBeLessThan(full + 0.1);
  });
});
