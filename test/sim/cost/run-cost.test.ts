import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../../models/scenario/load.ts';
import type { StageDefinition, Studio } from '../../../models/studio.ts';
import { replicationCost, runCost } from '../../../sim/cost/run-cost.ts';
import { randomScenario } from '../../determinism/random-scenario.ts';
import { byPatience } from '../../patience.ts';
import { CHURN, INGEST, RENDER, SCRUB, smallStudio } from '../studio/small-studio.ts';
import { estimatedOverReal } from './estimated-events.ts';

const ROOT = path.join(import.meta.dirname, '../../..');

function shipped(file: string, ...sets: readonly string[]): Studio {
  return studioOf(readFileSync(path.join(ROOT, file), 'utf8'), sets);
}

function studioOf(text: string, sets: readonly string[]): Studio {
  const loaded = loadScenario('scenario.yaml', (name) => ({ kind: 'text', path: name, text }), { sets });
  if (loaded.kind === 'invalid') throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  return loaded.studio;
}

const OPERATIONS = 'run.fidelity=operations';

describe('the estimated events are those of real replications, within a factor of two', () => {
  type Case = readonly [scenario: string, replications: number, sets: readonly string[]];
  const long: readonly Case[] = [
    ['scenarios/small-studio.yaml', 2, []],
    ['scenarios/feature-crunch.yaml', 1, ['run.duration=13h']],
    // Two seats of gestures that take minutes each get through a part of them only.
    ['scenarios/load-check.yaml', 3, [OPERATIONS, 'stages.edit.readsPerGesture=20k']],
  ];
  test.each<Case>([
    ...byPatience({ fast: long.slice(0, 1), slow: long }),
    ['scenarios/load-check.yaml', 5, []],
    ['scenarios/load-check.yaml', 5, [OPERATIONS]],
    ['test/cli/tiny.yaml', 3, []],
    ['test/cli/tiny.yaml', 2, [OPERATIONS, 'run.duration=1min']],
    // A farm of one node gets through a part of the frames only.
    ['scenarios/load-check.yaml', 3, [OPERATIONS, 'stages.wave.release.frames=300', 'compute.farm.nodes=1']],
  ])('%s, %i replications %s', (file, replications, sets) => {
    const ratio = estimatedOverReal(shipped(file, ...sets), replications);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test('random scenarios as flows', () => {
    const ratios = Array.from({ length: byPatience({ fast: 6, slow: 20 }) }, (_, number) =>
      estimatedOverReal(studioOf(randomScenario(number + 1), ['run.fidelity=flows']), 3),
    );
    expect(ratios.filter((ratio) => !(ratio > 0.5 && ratio < 2))).toEqual([]);
  });
});

const KINDS: readonly StageDefinition[] = [INGEST, RENDER, CHURN, SCRUB];
const studios = fc
  .tuple(fc.constantFrom(...KINDS), fc.constantFrom('flows', 'operations'))
  .map(([stage, fidelity]) => smallStudio([stage], { fidelity, durationSeconds: 600 }));

describe('the cost', () => {
  test('of two stages is that of both', () => {
    for (const fidelity of ['flows', 'operations'] as const) {
      const [first, second, both] = [[INGEST], [SCRUB], [INGEST, SCRUB]].map((stages) =>
        replicationCost(smallStudio(stages, { fidelity })).parts.filter(
          ({ path: [part] }) => part === 'stages',
        ),
      );
      expect(both).toEqual([...first!, ...second!]);
    }
  });

  test('grows with the number of replications', () => {
    fc.assert(
      fc.property(studios, fc.integer({ min: 1, max: 1000 }), (studio, replications) => {
        const once = runCost([{ ...studio, run: { ...studio.run, replications: 1 } }]);
        const often = runCost([{ ...studio, run: { ...studio.run, replications } }]);
        expect(often.events / once.events).toBeCloseTo(replications);
        expect(often.seconds / once.seconds).toBeCloseTo(replications);
        expect(often.threadBytes).toBe(once.threadBytes);
        expect(often.programBytes).toBeGreaterThanOrEqual(once.programBytes);
      }),
    );
  });

  test('of closed loops is bounded by what the storage answers in the time that is simulated', () => {
    const { events } = replicationCost(
      shipped('scenarios/load-check.yaml', OPERATIONS, 'stages.wave.frame.metadata.getattr=1e9'),
    );
    // At most 20,000 operations/s for four times ten seconds, a few events each; the six frames ask for 6e9.
    expect(events).toBeLessThan(1e7);
  });

  test('of operations does not grow with the files that they choose from, once there are more of these', () => {
    const among = (files: number) =>
      replicationCost(smallStudio([{ ...CHURN, files }], { fidelity: 'operations' })).bytes;
    expect(among(1e9)).toBe(among(1e6));
    expect(among(1)).toBeLessThan(among(1e6));
  });

  test('of operations that nothing answers in time is what they wait in', () => {
    const rate = (perSecond: string) =>
      replicationCost(shipped('test/cli/tiny.yaml', OPERATIONS, `stages.pipeline.rate.level=${perSecond}/s`));
    // 300,000 operations a second on a storage of 20,000: most of 180 million are there at the end, a kilobyte or two each.
    expect(rate('300000').bytes).toBeGreaterThan(1e11);
    expect(rate('10000').bytes).toBeLessThan(1e9);
  });

  test('is a finite number for the largest numbers that a scenario can hold', () => {
    const huge = shipped(
      'scenarios/load-check.yaml',
      OPERATIONS,
      'stages.wave.frame.metadata.getattr=1e9',
      'stages.wave.frame.reads={ bytes: 1e24B, files: 1e9 }',
      'stages.wave.frame.writes={ bytes: 1e24B, files: 1e9 }',
      'stages.wave.frame.time=1e24s',
      'stages.wave.release.frames=10M',
      'stages.edit.seats=100k',
      'stages.edit.readsPerGesture={ lognormal: { median: "1e24", sigma: 10 } }',
      'stages.edit.bytesPerRead={ exponential: { mean: 1e24B } }',
      'stages.artists.rate.level=1e15/s',
      'stages.card.footage=1e24s',
      'storage.nas={ device: custom, read: 1e-18B/s, write: 1e24B/s, readRate: 1e24/s, writeRate: 1e-18/s, metadataRate: 1e-18/s, idleResponse: 1e24s }',
      'network.core=1e-18B/s',
      'compute.farm.nodes=1M',
      'compute.farm.gpus=64',
      'network.racks=10k',
      'run.replications=1000',
      'objectives=[]',
    );
    for (const value of Object.values(runCost([huge]))) expect(value).toBeLessThan(Number.POSITIVE_INFINITY);
  });
});
