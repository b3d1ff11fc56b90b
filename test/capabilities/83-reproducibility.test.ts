import { describe, expect, it } from 'vitest';
import { toJson } from '../../cli/json.ts';
import { ARRAY, NETWORK, simulated } from './simulated.ts';

const STUDIO = `
headroom: 1
name: Chance everywhere
run: { duration: 20min, warmup: auto, replications: 3, seed: chance }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: 8, gpus: 1, gpuMemory: 48GiB } }
stages:
  frames:
    kind: render
    release: { poisson: 120/h, frames: 2 }
    frame:
      time: { lognormal: { median: 1min, sigma: 0.6 } }
      gpuMemory: 8GiB
      metadata: { getattr: 200 }
      reads: { bytes: { uniform: [1MB, 200MB] }, files: 10 }
      writes: { bytes: 10MB, files: 1 }
  artists:
    kind: metadata
    rate: { level: { lognormal: { median: 500/s, sigma: 0.5 } }, burst: { erlang: { mean: 1, stages: 7 } }, burstEvery: 10s }
    mix: { getattr: 70%, read: 30% }
    readBytes: 16KiB
    writeBytes: 16KiB
    files: 10k
    clients: 10
objectives:
  - frames.turnaround p95 <= 10min
  - artists.latency p99 <= 5ms
`;

describe('83: reproducibility', () => {
  const bytes = toJson(simulated(STUDIO));

  it('the same seed, input and version give the same bytes', () => {
    expect(toJson(simulated(STUDIO))).toBe(bytes);
  });

  it('by operations as well', () => {
    const fine = () => toJson(simulated(STUDIO, ['run.fidelity=operations', 'run.duration=30s']));
    expect(fine()).toBe(fine());
  });

  it('what names the inputs is in them: another seed or input gives other figures', () => {
    expect(JSON.parse(bytes)).toMatchObject({
      seed: 'chance',
      tool: { name: 'headroom' },
      scenario: { file: 'test.yaml', overrides: [] },
    });
    const metricsOf = (sets: readonly string[]) => toJson(simulated(STUDIO, sets).metrics);
    const others = [['run.seed=luck'], ['compute.farm.nodes=7'], ['run.duration=21min']].map(metricsOf);
    expect(new Set([metricsOf([]), ...others]).size).toBe(4);
  });
});
