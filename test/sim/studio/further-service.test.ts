/** A third service in one storage system, from a scenario: exact in both fidelities where nothing varies. */
import { describe, expect, it } from 'vitest';
import { Histogram } from '../../../models/histogram.ts';
import type { Fidelity, Studio } from '../../../models/studio.ts';
import { summarize } from '../../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { studioOf } from '../../models/scenario/studio-text.ts';

const PROVENANCE = {
  tool: { name: 'headroom', version: '0.0.0', node: 'v24' },
  scenario: { file: 'journal.yaml', sha256: '0'.repeat(64), variant: null, overrides: [] },
} as const;

const FRAMES = 5;
const FILES = 20;
const COMPUTE_SECONDS = 3;
/** Of a read, a write, a lookup; of all of these there is one of the system's own. */
const OWN_SECONDS = 2e-3;
/** A create costs as much as the median of published results says: it runs at 0.3 of the rate of getattr. */
const CREATE_SECONDS = OWN_SECONDS / 0.3;
const JOURNAL_SECONDS = 4e-3;
/** By Little's law at 500 operations a second of 4 ms each. */
const JOURNAL_SERVERS = 2;

const scenario = (fidelity: Fidelity) => `headroom: 1
name: A journal
run: { start: "00:00", duration: 100s, replications: 1, seed: journal, fidelity: ${fidelity} }
storage:
  hot:
    device: custom
    read: 1TB/s
    write: 1TB/s
    readRate: 1k IOPS
    writeRate: 1k IOPS
    metadataRate: 1k ops/s
    metadataIsolated: true
    idleResponse: 2ms
    beyondPeak: 0%
    services:
      journal: { operations: [commit, rename], rate: 500 ops/s, idleResponse: 4ms }
network: { racks: 1, host: 400GbE, uplink: 400GbE, core: 400GbE, roundTrip: 0s }
compute:
  farm: { nodes: 1, gpus: 1, gpu: l40s }
stages:
  beauty:
    kind: render
    release: { at: "00:00", frames: ${FRAMES} }
    frame:
      time: ${COMPUTE_SECONDS}s
      gpuMemory: 1GiB
      reads: { bytes: 0B, files: 50 }
      writes: { bytes: 0B, files: ${FILES} }
      outstanding: 1
objectives:
  - journal.hot utilization mean <= 0.1%
`;

/** Every operation takes as long as the mean. */
function withoutVariation(studio: Studio): Studio {
  return {
    ...studio,
    storage: studio.storage.map((system) => {
      const { envelope } = system;
      const constant = <Law extends object>(law: Law) => ({ ...law, variability: 0.5 });
      const further = envelope.further!.map((service) => ({ ...service, law: constant(service.law) }));
      const [data, metadata] = [constant(envelope.data), constant(envelope.metadata)];
      return { ...system, envelope: { ...envelope, data, metadata, further } };
    }),
  };
}

describe.each(['flows', 'operations'] as const)('%s', (fidelity) => {
  const studio = withoutVariation(studioOf(scenario(fidelity)));
  const outcome = simulateReplication(studio, 0);
  const busySeconds = (resource: string) => {
    const { values } = outcome.series.find(({ name }) => name === `${resource} utilization`)!;
    return values.reduce((sum, value) => sum + value * outcome.binSeconds, 0);
  };
  const reads = 50 + FILES;
  const lookups = 50 + FILES;

  it('a frame takes the time of all its services', () => {
    const ownSeconds = (reads + lookups + FILES) * OWN_SECONDS + FILES * CREATE_SECONDS;
    const waits = new Histogram();
    for (const slice of outcome.stages[0]!.observations['storageWait']!)
      if (slice !== null) waits.merge(slice);
    expect(waits.count).toBe(FRAMES);
    expect(waits.mean).toBeCloseTo(ownSeconds + 2 * FILES * JOURNAL_SECONDS, 8);
  });

  it('each service is busy with the operations that it answers', () => {
    expect(busySeconds('journal.hot')).toBeCloseTo(
      (FRAMES * 2 * FILES * JOURNAL_SECONDS) / JOURNAL_SERVERS,
      8,
    );
    expect(busySeconds('storage.hot')).toBeCloseTo((FRAMES * (reads + FILES)) / 1000, 8);
    expect(busySeconds('metadata.hot')).toBeCloseTo((FRAMES * (lookups + FILES / 0.3)) / 1000, 8);
  });

  it('has a policy, a verdict, and figures with their evidence', () => {
    const result = summarize(studio, [outcome], PROVENANCE);
    expect(result.objectives[0]).toMatchObject({
      met: false,
      cause: { kind: 'load', resource: 'journal.hot' },
    });
    const journal = result.resources.find(({ name }) => name === 'journal.hot');
    expect(journal).toMatchObject({ capacity: 500, capacityUnit: 'operations/s' });
    expect(result.storage[0]!.figures).toContainEqual({
      name: 'journal.operationsPerSecond',
      value: 500,
      unit: 'operations/s',
      grade: 'stated',
      source: 'stated in the scenario',
    });
  });
});
