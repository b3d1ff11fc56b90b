/** Runs a studio some of whose resources change their capacity in the middle of its work. */

import { Histogram } from '../../../models/histogram.ts';
import type { Studio } from '../../../models/studio.ts';
import { StreamSource } from '../../../sim/kernel/stream.ts';
import { FlowPerformer } from '../../../sim/studio/flow-performer.ts';
import { OperationPerformer } from '../../../sim/studio/operation-performer.ts';
import { startSimulatedStages } from '../../../sim/studio/simulated-stages.ts';
import { StudioModel } from '../../../sim/studio/studio-model.ts';
import type { Resource } from '../../../sim/world/resources/resource.ts';

/** A resource gets a share of its capacity at a time. */
export type Change = readonly [atSeconds: number, resource: string, share: number];

/** What was observed until all work had come to its end. */
export interface ChangedRun {
  readonly model: StudioModel;
  readonly endSeconds: number;
  readonly resource: (name: string) => Resource;
  readonly observed: (stage: string, metric: string) => Histogram;
}

export function runChanged(studio: Studio, changes: readonly Change[], replication = 0): ChangedRun {
  const streams = new StreamSource(studio.run.seed, replication);
  const model = new StudioModel(studio, streams);
  const performer =
    studio.run.fidelity === 'flows'
      ? new FlowPerformer(model, studio.storage, streams)
      : new OperationPerformer(model, studio.storage, streams);
  const horizonSeconds = studio.run.durationSeconds;
  startSimulatedStages(studio, model, performer, { streams, horizonSeconds });
  for (const [atSeconds, name, share] of changes) {
    const resources = model.resources.named(name);
    if (resources.length === 0) throw new Error(`no resource ${name}`);
    model.simulation.at(atSeconds, () => {
      for (const resource of resources) resource.degrade(share);
    });
  }
  model.simulation.run();
  return {
    model,
    endSeconds: model.simulation.now,
    resource: (name) => model.resources.named(name)[0]!,
    observed: (stage, metric) => {
      const merged = new Histogram();
      for (const slice of model.recorders.get(stage)!.observations[metric]!) {
        if (slice !== null) merged.merge(slice);
      }
      return merged;
    },
  };
}
