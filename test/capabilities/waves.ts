import { ARRAY, NETWORK } from './simulated.ts';

/** Frames of a minute each that are released together, five minutes into the run. */
export const wave = (frames: number, nodes: number) => `
headroom: 1
name: One wave
run: { duration: 30min, warmup: 0s, replications: 2, seed: wave }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: ${nodes}, gpus: 1, gpuMemory: 48GiB } }
stages:
  wave:
    kind: render
    release: { at: "00:05", frames: ${frames} }
    frame: { time: 60s, gpuMemory: 8GiB, reads: { bytes: 100MB, files: 10 }, writes: { bytes: 10MB, files: 1 } }
objectives:
  - wave.makespan max <= 15min
`;
