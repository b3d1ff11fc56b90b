/** A copy from one storage system to another is one flow over both: exact in both fidelities where nothing varies. */
import { describe, expect, it } from 'vitest';
import type { StorageEnvelope } from '../../../models/hardware/envelope.ts';
import type { Fidelity, Studio } from '../../../models/studio.ts';
import { summarize } from '../../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { studioOf } from '../../models/scenario/studio-text.ts';
import { arrayOf } from './queueing-studio.ts';

const PROVENANCE = {
  tool: { name: 'headroom', version: '0.0.0', node: 'v24' },
  scenario: { file: 'copy.yaml', sha256: '0'.repeat(64), variant: null, overrides: [] },
} as const;

const BLOCKS = 600;
const BLOCK_BYTES = 1_048_576;

interface Copy {
  readonly fidelity: Fidelity;
  readonly outstanding: number;
  readonly verify?: boolean;
  readonly cards?: number;
  readonly core?: string;
  readonly objectives?: string;
}

/** Files of one block each, so that each is looked up, read, created, written and committed. */
function scenario({ fidelity, outstanding, verify, cards, core, objectives }: Copy): string {
  return `headroom: 1
name: A copy
run: { start: "00:00", duration: 100s, replications: 1, seed: copy, fidelity: ${fidelity} }
storage:
  archive: { device: custom, read: 1GB/s, write: 1GB/s, readRate: 1k IOPS, writeRate: 1k IOPS, metadataRate: 1k ops/s }
  hot: { device: custom, read: 1GB/s, write: 1GB/s, readRate: 1k IOPS, writeRate: 1k IOPS, metadataRate: 1k ops/s }
network: { racks: 1, host: 400GbE, uplink: 400GbE, core: ${core ?? '400GbE'}, roundTrip: 0s }
stages:
  restore:
    kind: ingest
    from: archive
    storage: hot
    arrivals: { at: "00:00" }
    cards: ${cards ?? 1}
    bytesPerCard: ${BLOCKS}MiB
    bytesPerFile: 1MiB
    outstanding: ${outstanding}
    verify: ${verify ?? false}
${objectives ?? ''}`;
}

/** Operations that a system works on at once, and how long it takes for each, whatever its kind and size. */
interface Service {
  readonly servers: number;
  readonly seconds: number;
}

function constantService({ servers, seconds }: Service): StorageEnvelope {
  return arrayOf(
    { lanes: 1, servers, seconds, variability: 0.5 },
    { metadataCost: { lookup: 1, getattr: 1, access: 1, readdir: 1, create: 1, rename: 1, remove: 1 } },
  );
}

function copyBetween(archive: Service, hot: Service, copy: Copy): Studio {
  const studio = studioOf(scenario(copy));
  const services: Readonly<Record<string, Service>> = { archive, hot };
  const storage = studio.storage.map((system) => ({
    ...system,
    envelope: constantService(services[system.name]!),
  }));
  return { ...studio, storage };
}

function copied(studio: Studio) {
  const outcome = simulateReplication(studio, 0);
  const sum = (name: string) => {
    const { values } = outcome.series.find((series) => series.name === name)!;
    return values.reduce((total, value) => total + value * outcome.binSeconds, 0);
  };
  return { seconds: outcome.stages[0]!.endSeconds, sum, outcome };
}

const BYTES = BLOCKS * BLOCK_BYTES;
/** At the network's speed and at that of a service, in and out. */
const SENT_SECONDS = 2 * BYTES * (1 / 50e9 + 1 / 1e13);

describe.each(['flows', 'operations'] as const)('%s', (fidelity) => {
  const slow = { servers: 64, seconds: 5e-3 };
  const quick = { servers: 64, seconds: 2e-3 };

  it.each([1, 4])('with %i in flight a block takes the time of its read and of its write', (outstanding) => {
    const { seconds } = copied(copyBetween(slow, quick, { fidelity, outstanding }));
    // A file is looked up and read there, and created, written and committed here; one rename publishes all.
    const loop = BLOCKS * (2 * slow.seconds + 3 * quick.seconds) + SENT_SECONDS;
    const expected = loop / outstanding + quick.seconds;
    expect(Math.abs(seconds / expected - 1)).toBeLessThan(outstanding === 1 ? 1e-10 : 0.01);
  });

  it('with many in flight the slower of both sets the rate, whichever it is', () => {
    const perBlock = { read: 2, write: 3 };
    const one = { servers: 1, seconds: 5e-3 };
    const copy = { fidelity, outstanding: 64 };
    const fromSlow = copied(copyBetween(one, quick, copy)).seconds;
    const toSlow = copied(copyBetween(quick, one, copy)).seconds;
    expect(Math.abs(fromSlow / (BLOCKS * perBlock.read * one.seconds) - 1)).toBeLessThan(0.02);
    expect(Math.abs(toSlow / (BLOCKS * perBlock.write * one.seconds) - 1)).toBeLessThan(0.02);
  });

  it('a byte crosses a link twice, in and out', () => {
    const copy = { fidelity, outstanding: 64, core: '10GbE' };
    const atOnce = { servers: 64, seconds: 1e-4 };
    const { seconds } = copied(copyBetween(atOnce, atOnce, copy));
    expect(Math.abs(seconds / ((2 * BYTES) / 1.25e9) - 1)).toBeLessThan(0.02);
  });

  it('what is read there is written here, and read back here where that is asked for', () => {
    for (const verify of [false, true]) {
      const { sum } = copied(copyBetween(slow, quick, { fidelity, outstanding: 4, cards: 2, verify }));
      const cards = (name: string) => sum(name) / (2 * BYTES);
      expect(cards('archive.readThroughput')).toBeCloseTo(1, 9);
      expect(cards('archive.writeThroughput')).toBe(0);
      expect(cards('hot.writeThroughput')).toBeCloseTo(1, 9);
      expect(cards('hot.readThroughput')).toBeCloseTo(verify ? 1 : 0, 9);
    }
  });

  it('says which of the two is the cause', () => {
    const one = { servers: 1, seconds: 5e-3 };
    const objectives = 'objectives: [restore.completion mean <= 1s]\n';
    for (const [archive, hot, cause] of [
      [one, quick, 'storage.archive'],
      [quick, one, 'storage.hot'],
    ] as const) {
      const studio = copyBetween(archive, hot, { fidelity, outstanding: 32, objectives });
      const result = summarize(studio, [simulateReplication(studio, 0)], PROVENANCE);
      expect(result.stages[0]!.storage).toEqual(['archive', 'hot']);
      expect(result.objectives[0]!.cause!.resource).toBe(cause);
    }
  });
});
