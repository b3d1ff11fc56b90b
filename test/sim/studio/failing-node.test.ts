import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../../models/scenario/load.ts';
import type { Fidelity } from '../../../models/studio.ts';
import { StreamSource } from '../../../sim/kernel/stream.ts';
import { FlowPerformer } from '../../../sim/studio/flow-performer.ts';
import { OperationPerformer } from '../../../sim/studio/operation-performer.ts';
import { startSimulatedStages } from '../../../sim/studio/simulated-stages.ts';
import { StudioModel } from '../../../sim/studio/studio-model.ts';
import { ARRAY, NETWORK } from '../../capabilities/simulated.ts';

const FRAMES = 12;
const WRITTEN_BYTES = 40e6;

const YAML = `
headroom: 1
name: A farm of which a node fails
run: { start: "12:00", duration: 10min, warmup: 0s, replications: 1, seed: node }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: 4, gpuMemory: 8GiB } }
stages:
  wave:
    kind: render
    release: { at: "12:00", frames: ${FRAMES} }
    frame: { time: 20s, gpuMemory: 1GiB, reads: { bytes: 100MB, files: 4 }, writes: { bytes: 40MB, files: 4 } }
objectives:
  - wave.makespan max <= 1h
`;

/** Simulates the wave; node 1 fails at each of the times, and is repaired after a minute. */
function run(fidelity: Fidelity, failures: readonly number[]) {
  const loaded = loadScenario('node.yaml', (path) => ({ kind: 'text', path, text: YAML }), {});
  if (loaded.kind === 'invalid') throw new Error(loaded.diagnostics.map(({ message }) => message).join());
  const { studio } = loaded;
  const streams = new StreamSource(studio.run.seed, 0);
  const model = new StudioModel(studio, streams);
  const performer =
    fidelity === 'flows'
      ? new FlowPerformer(model, studio.storage, streams)
      : new OperationPerformer(model, studio.storage, streams);
  startSimulatedStages(studio, model, performer, { streams, horizonSeconds: studio.run.durationSeconds });
  const farm = model.farms.get('farm')!;
  for (const atSeconds of failures) {
    model.simulation.at(atSeconds, () => farm.failNode(1));
    model.simulation.at(atSeconds + 60, () => farm.repairNode(1));
  }
  model.simulation.run();
  const { totals, lastEndSeconds } = model.recorders.get('wave')!;
  return { totals, lastEndSeconds, farm };
}

describe.each<Fidelity>(['flows', 'operations'])(
  'a node that fails in a studio simulated as %s',
  (fidelity) => {
    // While the frame reads, computes, and in its second round.
    test.each([[0.005], [10], [30]])(
      'at %d s costs one attempt, and every frame is delivered once',
      (atSeconds) => {
        const { totals, farm } = run(fidelity, [atSeconds]);
        expect(farm.attemptsKilled).toBe(1);
        expect(totals).toMatchObject({
          arrived: FRAMES,
          finished: FRAMES,
          writtenBytes: FRAMES * WRITTEN_BYTES,
        });
      },
    );

    test('makes the wave longer: three nodes do the rest in rounds of 20 s', () => {
      // Rounds of 4 frames end at about 20, 40 and 60 s; without one node from 10 s on, after 3 of them 9 are left, for 3 nodes.
      expect(run(fidelity, []).lastEndSeconds).toBeCloseTo(60, -1);
      expect(run(fidelity, [10]).lastEndSeconds).toBeCloseTo(80, -1);
    });
  },
);
