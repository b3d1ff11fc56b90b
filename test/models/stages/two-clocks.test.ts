import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../models/operations.ts';
import { performStage } from '../../../models/stages/perform-stage.ts';
import type { StageDefinition } from '../../../models/studio.ts';
import { StreamSource } from '../../../sim/kernel/stream.ts';
import { EffectRuntime } from '../../../sim/studio/effect-runtime.ts';
import { OperationPerformer } from '../../../sim/studio/operation-performer.ts';
import { StudioModel } from '../../../sim/studio/studio-model.ts';
import { CHURN, INGEST, RENDER, SCRUB, smallStudio } from '../../sim/studio/small-studio.ts';
import { RealTimeRuntime } from './real-time-runtime.ts';

const HORIZON_SECONDS = 20;

/** Operations of a run in the order in which each step of each task issued them. */
type OperationStreams = ReadonlyMap<string, readonly Operation[]>;

function inVirtualTime(stage: StageDefinition): OperationStreams {
  const studio = smallStudio([stage], { durationSeconds: HORIZON_SECONDS });
  const streams = new StreamSource('two clocks', 0);
  const model = new StudioModel(studio, streams);
  const issued = new Map<string, Operation[]>();
  const performer = new OperationPerformer(model, studio.storage, streams, (task, step, operation) =>
    note(issued, task, step, operation),
  );
  const runtime = new EffectRuntime(model, performer);
  const recorder = model.recorders.get(stage.name)!;
  const body = performStage(stage, { streams, horizonSeconds: HORIZON_SECONDS });
  model.simulation.spawn(runtime.run(body, stage.name, recorder));
  model.simulation.run();
  return issued;
}

async function inRealTime(stage: StageDefinition): Promise<OperationStreams> {
  const streams = new StreamSource('two clocks', 0);
  const runtime = new RealTimeRuntime(streams, 8, 100);
  await runtime.run(performStage(stage, { streams, horizonSeconds: HORIZON_SECONDS }), stage.name);
  const issued = new Map<string, Operation[]>();
  for (const { task, step, operation } of runtime.operations) note(issued, task, step, operation);
  return issued;
}

function note(issued: Map<string, Operation[]>, task: string, step: string, operation: Operation): void {
  const key = `${task} ${step}`;
  const operations = issued.get(key);
  if (operations === undefined) issued.set(key, [operation]);
  else operations.push(operation);
}

describe('a stage is written once and runs under two clocks', () => {
  it.each([INGEST, RENDER, CHURN, SCRUB])('$kind issues the same operations in both', async (stage) => {
    const virtual = inVirtualTime(stage);
    const real = await inRealTime(stage);
    expect(virtual.size).toBeGreaterThan(0);
    expect([...real.keys()].toSorted()).toEqual([...virtual.keys()].toSorted());
    for (const [key, operations] of virtual) expect(real.get(key), key).toEqual(operations);
  });

  it('another seed issues other operations', () => {
    const operations = [...inVirtualTime(SCRUB).values()].flat();
    const streams = new StreamSource('another seed', 0);
    const runtime = new RealTimeRuntime(streams, 8, 1000);
    return runtime
      .run(performStage(SCRUB, { streams, horizonSeconds: HORIZON_SECONDS }), SCRUB.name)
      .then(() => expect(runtime.operations.map(({ operation }) => operation)).not.toEqual(operations));
  });
});
