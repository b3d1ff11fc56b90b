import { describe, expect, test } from 'vitest';
import { ARRAY, NETWORK, simulated } from '../../capabilities/simulated.ts';

const FRAME =
  'frame: { time: 60s, gpuMemory: 1GiB, reads: { bytes: 10kB, files: 1 }, writes: { bytes: 10kB, files: 1 } }';

/** Two waves; the only attempt at one frame of the first wave is killed, and two stages come after. */
const STUDIO = `
headroom: 1
name: A frame of the night is lost
run: { start: "12:00", duration: 1h, warmup: 0s, replications: 2, seed: blocked }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: 4, gpuMemory: 8GiB } }
scheduling: { attempts: 1 }
stages:
  sims: { kind: render, release: { at: ["12:00", "12:10"], frames: 4 }, ${FRAME} }
  beauty: { kind: render, after: sims, release: { frames: 3 }, ${FRAME} }
  comp: { kind: render, after: [beauty, sims], release: { frames: 2 }, ${FRAME} }
faults: { node: { at: 30s, fail: "compute.farm.node[1]", repair: 1min } }
objectives:
  - comp.makespan max <= 1h
`;

describe.each(['flows', 'operations'])('a release that failed, in %s', (fidelity) => {
  const result = simulated(STUDIO, [`run.fidelity=${fidelity}`]);

  test('blocks what waits for it and what waits for that, and no other release', () => {
    expect(
      result.stages.map(({ name, arrived, finished, blocked }) => ({ name, arrived, finished, blocked })),
    ).toEqual([
      { name: 'sims', arrived: 8, finished: 7, blocked: undefined },
      { name: 'beauty', arrived: 6, finished: 3, blocked: 3 },
      { name: 'comp', arrived: 4, finished: 2, blocked: 2 },
    ]);
  });

  test('is told, and keeps objectives on what is blocked from being met', () => {
    const blocked = result.warnings.filter(({ code }) => code === 'blocked-work');
    expect(blocked.map(({ message }) => message)).toEqual([
      'beauty: 3 of 6 units of work never started, because work that they depend on failed',
      'comp: 2 of 4 units of work never started, because work that they depend on failed',
    ]);
    expect(result.objectives[0]).toMatchObject({ met: false });
  });
});
