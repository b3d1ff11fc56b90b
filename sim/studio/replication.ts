import { performStage } from '../../models/stages/perform-stage.ts';
import type { StageContext } from '../../models/stages/stage-context.ts';
import type { Studio } from '../../models/studio.ts';
import { StreamSource } from '../kernel/stream.ts';
import { EffectRuntime } from './effect-runtime.ts';
import { FlowPerformer } from './flow-performer.ts';
import { OperationPerformer } from './operation-performer.ts';
import type { Performer } from './performer.ts';
import type { SlicedObservations, StageTotals } from './recorder.ts';
import { StudioModel } from './studio-model.ts';
import { type RecordedSeries, TimelineRecorder } from './timeline-recorder.ts';

/**
 * Work that has arrived is finished after the end of the run, for at most this many times its duration: a studio that
 * needs longer does not hold, and what is unfinished then is reported as such.
 */
const DRAIN_DURATIONS = 3;

/** One stage in one replication. */
export interface StageOutcome {
  readonly name: string;
  readonly totals: StageTotals;
  readonly observations: Readonly<Record<string, SlicedObservations>>;
  /** Time lost to busy resources, by resource. */
  readonly lostSeconds: Readonly<Record<string, number>>;
}

/** Everything that one replication yields; plain data, so that it crosses threads. */
export interface ReplicationOutcome {
  readonly replication: number;
  readonly stages: readonly StageOutcome[];
  readonly binSeconds: number;
  readonly series: readonly RecordedSeries[];
  readonly events: number;
  readonly flows: number;
  /** When the last work that was finished was finished. */
  readonly endSeconds: number;
}

/**
 * Simulates one replication of the studio. A pure function of its arguments: all randomness comes from streams named by
 * (seed, replication, component, purpose).
 */
export function simulateReplication(studio: Studio, replication: number): ReplicationOutcome {
  const { durationSeconds, seed } = studio.run;
  const streams = new StreamSource(seed, replication);
  const model = new StudioModel(studio, streams);
  const { simulation } = model;
  const performer = performerOf(studio, model, streams);
  const runtime = new EffectRuntime(model, performer);
  const timeline = new TimelineRecorder(simulation, durationSeconds);
  for (const gauge of model.gauges(performer.services)) timeline.add(gauge);
  timeline.start();

  const context: StageContext = { streams, horizonSeconds: durationSeconds };
  for (const stage of studio.stages) {
    const recorder = model.recorders.get(stage.name)!;
    simulation.spawn(runtime.run(performStage(stage, context), stage.name, recorder), { name: stage.name });
  }
  simulation.run(durationSeconds);
  simulation.run(durationSeconds * (1 + DRAIN_DURATIONS));

  return {
    replication,
    stages: [...model.recorders.values()].map((recorder) => ({
      name: recorder.stage.name,
      totals: recorder.totals,
      observations: recorder.observations,
      lostSeconds: recorder.lostSeconds,
    })),
    binSeconds: timeline.binSeconds,
    series: timeline.series,
    events: simulation.events,
    flows: performer.flows,
    endSeconds: runtime.lastEndSeconds,
  };
}

function performerOf(studio: Studio, model: StudioModel, streams: StreamSource): Performer {
  switch (studio.run.fidelity) {
    case 'flows':
      return new FlowPerformer(model, studio.storage, streams);
    case 'operations':
      return new OperationPerformer(model, studio.storage, streams);
  }
}
