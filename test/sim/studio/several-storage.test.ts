/** A stage reads from one storage system and writes to another: exact in both fidelities where nothing varies. */
import { describe, expect, it } from 'vitest';
import type { StorageEnvelope } from '../../../models/hardware/envelope.ts';
import { Histogram } from '../../../models/histogram.ts';
import type { Fidelity, Studio } from '../../../models/studio.ts';
import { summarize } from '../../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { studioOf } from '../../models/scenario/studio-text.ts';
import { arrayOf } from './queueing-studio.ts';

const PROVENANCE = {
  tool: { name: 'headroom', version: '0.0.0', node: 'v24' },
  scenario: { file: 'two.yaml', sha256: '0'.repeat(64), variant: null, overrides: [] },
} as const;

const ARCHIVE_SECONDS = 20e-3;
const HOT_SECONDS = 2e-3;
const COMPUTE_SECONDS = 3;

function scenario(fidelity: Fidelity, objectives = ''): string {
  return `headroom: 1
name: Two systems
run: { start: "00:00", duration: 100s, replications: 1, seed: two, fidelity: ${fidelity} }
storage:
  archive: { device: custom, read: 1GB/s, write: 1GB/s, readRate: 1k IOPS, writeRate: 1k IOPS, metadataRate: 1k ops/s }
  hot: { device: custom, read: 1GB/s, write: 1GB/s, readRate: 1k IOPS, writeRate: 1k IOPS, metadataRate: 1k ops/s }
network: { racks: 1, host: 400GbE, uplink: 400GbE, core: 400GbE, roundTrip: 0s }
compute:
  farm: { nodes: 1, gpus: 1, gpu: l40s }
stages:
  beauty:
    kind: render
    storage: hot
    release: { at: "00:00", frames: 5 }
    frame:
      time: ${COMPUTE_SECONDS}s
      gpuMemory: 1GiB
      metadata: { getattr: 30, access: 10 }
      reads: { storage: archive, bytes: 0B, files: 50 }
      writes: { bytes: 0B, files: 20 }
      outstanding: 1
${objectives}`;
}

/** Operations that a system works on at once; the one client has one in flight, which never waits. */
const SERVERS = 4;

/** Every operation takes the same time, whatever its kind. */
function constantService(seconds: number): StorageEnvelope {
  return arrayOf(
    { lanes: SERVERS, servers: 1, seconds, variability: 0.5 },
    { metadataCost: { lookup: 1, getattr: 1, access: 1, readdir: 1, create: 1, rename: 1, remove: 1 } },
  );
}

function withConstantServices(studio: Studio): Studio {
  const seconds: Readonly<Record<string, number>> = { archive: ARCHIVE_SECONDS, hot: HOT_SECONDS };
  return {
    ...studio,
    storage: studio.storage.map((system) => ({
      ...system,
      envelope: constantService(seconds[system.name]!),
    })),
  };
}

/** Looks at inputs, then a lookup and a read of each input file. */
const ARCHIVE_OPERATIONS = 30 + 10 + 50 + 50;
/** Create, write and commit each file, look it up and read it back, and rename it. */
const HOT_OPERATIONS = 20 * (3 + 2 + 1);

describe.each(['flows', 'operations'] as const)('%s', (fidelity) => {
  const studio = withConstantServices(studioOf(scenario(fidelity)));
  const outcome = simulateReplication(studio, 0);
  const storageSeconds = ARCHIVE_OPERATIONS * ARCHIVE_SECONDS + HOT_OPERATIONS * HOT_SECONDS;

  const seriesSum = (name: string) => {
    const { values } = outcome.series.find((series) => series.name === name)!;
    return values.reduce((sum, value) => sum + value * outcome.binSeconds, 0);
  };

  it('a frame takes the sum of both', () => {
    const waits = new Histogram();
    for (const slice of outcome.stages[0]!.observations['storageWait']!)
      if (slice !== null) waits.merge(slice);
    expect(waits.count).toBe(5);
    expect(waits.mean).toBeCloseTo(storageSeconds, 9);
    expect(outcome.stages[0]!.endSeconds).toBeCloseTo(5 * (COMPUTE_SECONDS + storageSeconds), 8);
  });

  it('each system is busy for its own share', () => {
    expect(seriesSum('storage.archive utilization')).toBeCloseTo(
      (5 * ARCHIVE_OPERATIONS * ARCHIVE_SECONDS) / SERVERS,
      8,
    );
    expect(seriesSum('storage.hot utilization')).toBeCloseTo((5 * HOT_OPERATIONS * HOT_SECONDS) / SERVERS, 8);
  });

  it('each system counts its own metadata operations', () => {
    expect(seriesSum('archive.metadataRate')).toBeCloseTo(5 * (30 + 10 + 50), 6);
    expect(seriesSum('hot.metadataRate')).toBeCloseTo(5 * 20 * 3, 6);
  });

  it('says which of the two is the cause', () => {
    const judged = withConstantServices(
      studioOf(scenario(fidelity, 'objectives: [beauty.read mean <= 1ms, beauty.write mean <= 1ms]\n')),
    );
    const result = summarize(judged, [simulateReplication(judged, 0)], PROVENANCE);
    expect(result.stages[0]!.storage).toEqual(['archive', 'hot']);
    const [read, write] = result.objectives.map(({ cause }) => cause!);
    expect(read).toMatchObject({ kind: 'service', resource: 'storage.archive', share: expect.closeTo(1, 9) });
    expect(write).toMatchObject({ kind: 'service', resource: 'storage.hot', share: expect.closeTo(1, 9) });
    expect(read!.why).toContain('storage.archive takes 20 ms on average');
    expect(write!.why).toContain('storage.hot takes 2 ms on average');
  });
});
