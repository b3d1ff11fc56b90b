/** An idle system answers as the scenario states, in both fidelities, whatever its rate limits make of its servers. */
import { describe, expect, it } from 'vitest';
import { serviceSeconds } from '../../../models/hardware/storage-law.ts';
import { arrayOf, observed, studioOn } from './queueing-studio.ts';
import { CHURN, RENDER } from './small-studio.ts';

describe.each(['flows', 'operations'] as const)('%s', (fidelity) => {
  describe.each([1, 2, 7, 64])('%i lanes', (lanes) => {
    it.each([0, 4096, 16_384, 1_048_576, 4_194_304])('a read of %i bytes', (bytes) => {
      // An operation occupies a server for five times as long as it takes to be answered: a server that answers early.
      const envelope = arrayOf(
        { lanes, servers: 1, seconds: 1e-3, variability: 0.5 },
        {
          readOperationsPerSecond: lanes * 200,
          readBytesPerSecond: 4e9,
          streamBytesPerSecond: 500e6,
        },
      );
      const reads = {
        ...CHURN,
        mix: { read: 1 },
        readBytes: { kind: 'constant', value: bytes } as const,
        rate: {
          level: { kind: 'constant', value: 1 } as const,
          levelSeconds: 60,
          burst: { kind: 'constant', value: 1 } as const,
          burstSeconds: 1,
        },
      };
      const studio = studioOn(envelope, [reads], { durationSeconds: 60, fidelity });
      const stated = 1e-3 + bytes / 500e6;
      expect(serviceSeconds(envelope, 'read', bytes)).toBeCloseTo(stated, 12);
      expect(observed(studio, 'pipeline', 'read', 1).mean / stated).toBeCloseTo(1, 2);
    });
  });
});

describe.each(['flows', 'operations'] as const)('%s, behind links of unlike speed', (fidelity) => {
  const SPEEDS = [
    ['hosts', 1e8, 1e9, 1e10],
    ['an uplink', 1e9, 1e8, 1e10],
    ['the core', 1e9, 1e9, 1e8],
  ] as const;

  it.each(SPEEDS)('a payload goes at the speed of the slowest: %s', (_, host, uplink, core) => {
    const bytes = 1_000_000;
    const studio = studioOn(arrayOf({ lanes: 100, servers: 1, seconds: 1e-3, variability: 0.5 }), [], {
      durationSeconds: 60,
      fidelity,
    });
    const network = {
      ...studio.network,
      hostBytesPerSecond: host,
      uplinkBytesPerSecond: uplink,
      coreBytesPerSecond: core,
    };
    // One frame at a time, with one request in flight: nothing else is on its way.
    const frames = {
      ...RENDER,
      framesPerWave: 1,
      metadata: {},
      reads: { storage: 'hot', bytes: { kind: 'constant', value: 50 * bytes } as const, files: 50 },
      writes: { storage: 'hot', bytes: { kind: 'constant', value: bytes } as const, files: 1 },
      outstanding: 1,
      verify: false,
    };
    const { mean } = observed({ ...studio, network, stages: [frames] }, 'overnight', 'read', 1);
    expect(mean / (1e-3 + bytes / 1e8)).toBeCloseTo(1, 2);
  });
});
