/** What holds in every simulation, whatever the scenario: checked on a random one, as it is written and as planned work. */

import { createHash } from 'node:crypto';
import { Histogram, type HistogramSnapshot } from '../../models/histogram.ts';
import { loadScenario, renderDiagnostics } from '../../models/scenario/load.ts';
import type { IngestStage } from '../../models/stages/ingest/definition.ts';
import type { RenderStage } from '../../models/stages/render/definition.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';
import {
  type ReplicationOutcome,
  type StageOutcome,
  simulateReplication,
} from '../../sim/studio/replication.ts';
import { randomScenario } from './random-scenario.ts';

/** The command that checks one scenario again. */
export const replayCommand = (scenario: number) =>
  `npx --no-install node test/determinism/check-invariants.ts ${scenario}`;

/** Returns what does not hold in the simulation of random scenario number `scenario`, each with its figures. */
export function brokenInvariants(scenario: number): string[] {
  const studio = studioOfText(randomScenario(scenario));
  const outcome = simulateReplication(studio, 0);
  const again = simulateReplication(studio, 0);
  const planned = plannedWork(studio);
  return [
    ...(digest(outcome) === digest(again) ? [] : ['the same seed gave another outcome']),
    ...broken(studio, outcome),
    ...(planned.stages.length === 0 ? [] : brokenConservation(planned, simulateReplication(planned, 0))),
  ];
}

function studioOfText(text: string): Studio {
  const loaded = loadScenario('scenario.yaml', (path) => ({ kind: 'text', path, text }));
  if (loaded.kind === 'studio') return loaded.studio;
  throw new Error(`${text}\n${renderDiagnostics(loaded.diagnostics, loaded.sources, { color: false })}`);
}

function digest(outcome: ReplicationOutcome): string {
  return createHash('sha256').update(JSON.stringify(outcome)).digest('hex');
}

/** Checks the figures of an outcome by themselves. */
function broken(studio: Studio, outcome: ReplicationOutcome): string[] {
  const longest = Math.max(outcome.endSeconds, studio.run.durationSeconds);
  return [
    ...impossibleNumbers(outcome, ''),
    ...outcome.stages.flatMap(({ name, totals: { arrived, finished } }) =>
      finished <= arrived ? [] : [`${name}: ${finished} finished of ${arrived}`],
    ),
    ...observationsOf(outcome.stages).flatMap(([name, histogram]) => {
      const quantiles = [0, 0.5, 0.9, 0.95, 0.99, 0.999, 1].map((q) =>
        Histogram.fromSnapshot(histogram).quantile(q),
      );
      const inOrder = [histogram.minimum, ...quantiles, histogram.maximum];
      const isSorted = inOrder.every((value, index) => index === 0 || inOrder[index - 1]! <= value);
      return [
        ...(isSorted ? [] : [`${name}: percentiles out of order: ${inOrder.join(', ')}`]),
        ...(histogram.maximum <= longest * (1 + 1e-9)
          ? []
          : [`${name}: ${histogram.maximum} s of ${longest} s`]),
      ];
    }),
  ];
}

/** Names the numbers of plain data that are negative or no finite number. */
function impossibleNumbers(data: unknown, name: string): string[] {
  if (typeof data === 'number') return data >= 0 && data < Infinity ? [] : [`${name} is ${data}`];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => impossibleNumbers(value, `${name}.${key}`));
}

function observationsOf(stages: readonly StageOutcome[]): [string, HistogramSnapshot][] {
  return stages.flatMap((stage) =>
    Object.entries(stage.observations).flatMap(([metric, slices]) =>
      slices.flatMap((slice): [string, HistogramSnapshot][] =>
        slice === null ? [] : [[`${stage.name}.${metric}`, slice]],
      ),
    ),
  );
}

type PlannedStage = IngestStage | RenderStage;

const isPlanned = (stage: StageDefinition): stage is PlannedStage =>
  stage.kind === 'ingest' || stage.kind === 'render';

/** The deliveries and waves of a studio, at given times and with enough time to end within the run, on a farm of one GPU. */
function plannedWork(studio: Studio): Studio {
  const times = { kind: 'scheduled', timesSeconds: [0, 5, 20] } as const;
  const stages = studio.stages
    .filter(isPlanned)
    .map(
      (stage): PlannedStage =>
        stage.kind === 'render' ? { ...stage, release: times } : { ...stage, arrivals: times },
    );
  const farms = studio.farms.map((farm) => ({ ...farm, nodes: 1, gpusPerNode: 1 }));
  return { ...studio, stages, farms, run: { ...studio.run, durationSeconds: 7200 } };
}

/** Checks that what the hardware did over time is what the stages say they did. */
function brokenConservation(studio: Studio, outcome: ReplicationOutcome): string[] {
  const { stages, series, binSeconds, endSeconds } = outcome;
  if (endSeconds > studio.run.durationSeconds) return [`planned work ends at ${endSeconds} s`];
  const integral = (ending: string) =>
    series
      .filter(({ name }) => name.endsWith(ending))
      .reduce((sum, { values }) => sum + values.reduce((a, b) => a + b * binSeconds, 0), 0);
  const total = (of: 'readBytes' | 'writtenBytes' | 'arrived' | 'finished') =>
    stages.reduce((sum, { totals }) => sum + totals[of], 0);
  const observed = (metric: string) =>
    stages.reduce(
      (sum, stage) => sum + (stage.observations[metric] ?? []).reduce((a, slice) => a + (slice?.sum ?? 0), 0),
      0,
    );
  const equal = (what: string, one: number, other: number) =>
    Math.abs(one - other) <= 1e-9 * Math.max(1, one) ? [] : [`${what}: ${one} and ${other}`];
  const bytes = total('readBytes') + total('writtenBytes');
  return [
    ...equal('work that arrived and was finished', total('arrived'), total('finished')),
    ...equal('bytes read from storage and by stages', integral('.readThroughput'), total('readBytes')),
    ...equal('bytes written to storage and by stages', integral('.writeThroughput'), total('writtenBytes')),
    ...equal(
      'bytes over the core and of all stages',
      integral('network.core utilization') * studio.network.coreBytesPerSecond,
      bytes,
    ),
    ...equal(
      'GPU-seconds held, of the farm and of its frames',
      integral('.gpusInUse'),
      observed('turnaround') - observed('startLatency'),
    ),
    ...equal('GPU-seconds held without computing', integral('.gpusIdleOnStorage'), observed('storageWait')),
    ...equal(
      "Little's law: frame-seconds in the queue, of the farm and of its frames",
      integral('.queue'),
      observed('startLatency'),
    ),
  ];
}
