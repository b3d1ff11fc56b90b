import { describe, expect, it } from 'vitest';
import { ARRAY, metric, NETWORK, simulated } from './simulated.ts';

/** Frames that ask for little metadata. */
const LITTLE_METADATA = ['stages.wave.frame.metadata.getattr=10', 'stages.wave.frame.metadata.lookup=10'];

/** Bulk data that the array moves with ease, and churn near the limit of its metadata service. */
const studio = (churnPerSecond: number) => `
headroom: 1
name: Ample bandwidth
run: { duration: 10min, warmup: 0s, replications: 3, seed: metadata }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: 20, gpus: 1, gpuMemory: 48GiB } }
stages:
  wave:
    kind: render
    release: { at: "00:01", frames: 100 }
    frame:
      time: 30s
      gpuMemory: 8GiB
      metadata: { getattr: 20000, lookup: 10000 }
      reads: { bytes: 500MB, files: 100 }
      writes: { bytes: 50MB, files: 4 }
      outstanding: 32
  pipeline:
    kind: metadata
    rate: { level: ${churnPerSecond}/s, levelEvery: 1min, burst: { erlang: { mean: 1, stages: 7 } }, burstEvery: 1s }
    mix: { getattr: 70%, access: 30% }
    readBytes: 4KiB
    writeBytes: 4KiB
    files: 1M
    clients: 100
objectives:
  - pipeline.latency p99 <= 5ms
policies:
  - metadata.hot utilization peak(1s) <= 70%
  - storage.hot utilization peak(1s) <= 90%
`;

describe('36: metadata limits first', () => {
  const result = simulated(studio(80_000));

  it('names the metadata service as the bottleneck of a studio with ample bandwidth, with its figures', () => {
    expect(result.bottleneck).toMatchObject({ resource: 'metadata.hot' });
    expect(result.bottleneck!.why).toMatch(/%/);
    const data = result.resources.find(({ name }) => name === 'storage.hot')!;
    expect(data.utilization.peak).toBeLessThan(0.5);
  });

  it('does not blame it when it has room', () => {
    const quiet = simulated(studio(100), LITTLE_METADATA);
    expect(quiet.bottleneck!.resource).not.toBe('metadata.hot');
  });
});

describe('37: isolation of metadata from bulk data', () => {
  it('keeps the p99 of metadata low under bulk load, several times lower than on shared controllers', () => {
    const bulk = ['stages.wave.frame.reads.bytes=20GB', 'stages.wave.frame.time=1s', ...LITTLE_METADATA];
    const latency = (isolated: boolean) =>
      metric(
        simulated(studio(20_000), [...bulk, `storage.hot.metadataIsolated=${isolated}`]),
        'pipeline.latency',
      ).p99!;
    expect(latency(false) / latency(true)).toBeGreaterThan(3);
  });
});

describe('39: a headroom policy for metadata, apart from that for data', () => {
  it('fails alone when metadata is short', () => {
    const [metadata, data] = simulated(studio(80_000)).objectives.filter(({ kind }) => kind === 'policy');
    expect(metadata).toMatchObject({ metric: 'metadata.hot utilization', met: false });
    expect(data).toMatchObject({ metric: 'storage.hot utilization', met: true });
  });
});
