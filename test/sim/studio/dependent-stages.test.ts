import { describe, expect, test } from 'vitest';
import { loadScenario, renderDiagnostics } from '../../../models/scenario/load.ts';
import type { Fidelity } from '../../../models/studio.ts';
import { StreamSource } from '../../../sim/kernel/stream.ts';
import { FlowPerformer } from '../../../sim/studio/flow-performer.ts';
import { OperationPerformer } from '../../../sim/studio/operation-performer.ts';
import { startSimulatedStages } from '../../../sim/studio/simulated-stages.ts';
import { StudioModel } from '../../../sim/studio/studio-model.ts';
import { ARRAY, NETWORK } from '../../capabilities/simulated.ts';

const NODES = 4;

/** A stage of frames that only compute, but for opening and renaming an empty file: some milliseconds in all. */
function wave(when: string, frames: number, seconds: number): string {
  const frame = `time: ${seconds}s, gpuMemory: 1GiB, reads: { bytes: 0B, files: 1 }, writes: { bytes: 0B, files: 1 }, verify: false`;
  const [, after = '', at = ''] = /^(?:after: (\S.*?))?;?(?:at: (\S.*))?$/.exec(when)!;
  return [
    '{ kind: render',
    ...(after === '' ? [] : [`after: ${after}`]),
    `release: { ${at === '' ? '' : `at: ${at}, `}frames: ${frames} }`,
    `frame: { ${frame} } }`,
  ].join(', ');
}

/** Returns when the last work of each stage ended and how much was finished, in seconds after the start at midnight. */
function ends(fidelity: Fidelity, stages: Readonly<Record<string, string>>, run = 'duration: 1h') {
  const yaml = `
headroom: 1
name: Dependencies
run: { ${run}, warmup: 0s, replications: 1, seed: after }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: ${NODES}, gpus: 1, gpuMemory: 8GiB } }
stages:
${Object.entries(stages)
  .map(([name, stage]) => `  ${name}: ${stage}`)
  .join('\n')}
`;
  const loaded = loadScenario('after.yaml', (path) => ({ kind: 'text', path, text: yaml }), {});
  if (loaded.kind === 'invalid') {
    throw new Error(renderDiagnostics(loaded.diagnostics, loaded.sources, { color: false }));
  }
  const { studio } = loaded;
  const streams = new StreamSource(studio.run.seed, 0);
  const model = new StudioModel(studio, streams);
  const performer =
    fidelity === 'flows'
      ? new FlowPerformer(model, studio.storage, streams)
      : new OperationPerformer(model, studio.storage, streams);
  startSimulatedStages(studio, model, performer, { streams, horizonSeconds: studio.run.durationSeconds });
  model.simulation.run();
  return Object.fromEntries(
    [...model.recorders].map(([name, { lastEndSeconds, firstArrivalSeconds, totals }]) => [
      name,
      { startSeconds: firstArrivalSeconds!, endSeconds: lastEndSeconds, finished: totals.finished },
    ]),
  );
}

/** Storage takes less than this of a wave. */
const STORAGE_SECONDS = 0.2;

function expectWithin(actual: number, expected: number): void {
  expect(actual).toBeGreaterThanOrEqual(expected);
  expect(actual).toBeLessThan(expected + STORAGE_SECONDS);
}

describe.each<Fidelity>(['flows', 'operations'])('stages that wait for each other, in %s', (fidelity) => {
  test('two waves one after another take the sum of both, and the second starts as the first ends', () => {
    const { first, second } = ends(fidelity, {
      second: wave('after: first', NODES, 90),
      first: wave('at: "00:05"', 2 * NODES, 60),
    });
    expectWithin(first!.endSeconds, 300 + 2 * 60);
    expect(second!.startSeconds).toBe(first!.endSeconds);
    expectWithin(second!.endSeconds, 300 + 2 * 60 + 90);
  });

  test('in a diamond the last waits for the longer of two that share the farm', () => {
    const { top, short, long, bottom } = ends(fidelity, {
      top: wave('at: "00:00"', 1, 60),
      short: wave('after: top', 2, 30),
      long: wave('after: [top]', 2, 200),
      bottom: wave('after: [short, long]', 1, 10),
    });
    expect(short!.startSeconds).toBe(top!.endSeconds);
    expect(long!.startSeconds).toBe(top!.endSeconds);
    expectWithin(short!.endSeconds, 60 + 30);
    expectWithin(long!.endSeconds, 60 + 200);
    expect(bottom!.startSeconds).toBe(Math.max(short!.endSeconds, long!.endSeconds));
    expectWithin(bottom!.endSeconds, 60 + 200 + 10);
  });

  test('"at" beside "after" is a time before which nothing is released', () => {
    const { late, early } = ends(fidelity, {
      first: wave('at: "00:10"', 1, 60),
      late: wave('after: first;at: "00:20"', 1, 60),
      early: wave('after: first;at: "00:05"', 1, 60),
    });
    expect(late!.startSeconds).toBe(20 * 60);
    expectWithin(early!.startSeconds, 11 * 60);
  });

  test('each release waits for one of the other stage, day after day', () => {
    const { first, second } = ends(
      fidelity,
      { first: wave('at: "00:10"', 1, 60), second: wave('after: first', 3, 30) },
      'duration: 3d',
    );
    expect(first!.finished).toBe(3);
    expect(second!.finished).toBe(9);
    expectWithin(second!.startSeconds, 11 * 60);
    expectWithin(second!.endSeconds, 2 * 86_400 + 11 * 60 + 30);
  });

  test('after a stage that works at hours of the day, all comes after its end', () => {
    const { cards, night } = ends(
      fidelity,
      {
        cards:
          '{ kind: ingest, arrivals: { profile: [["00:00", 30/h], ["00:30", 0/h]] }, bytesPerCard: 1GB, bytesPerFile: 10MB, reader: 1GB/s }',
        night: wave('after: cards', NODES, 60),
      },
      'duration: 24h',
    );
    expect(cards!.finished).toBeGreaterThan(5);
    expect(night!.startSeconds).toBeGreaterThanOrEqual(cards!.endSeconds);
    expectWithin(night!.startSeconds, cards!.endSeconds);
    expect(night!.finished).toBe(NODES);
  });
});
