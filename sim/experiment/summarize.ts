import { leftUnfinished } from '../../models/left-unfinished.ts';
import { type Objective, PEAK_WINDOW_SECONDS, type Statistic } from '../../models/objective.ts';
import { resourceOfMeasure } from '../../models/resource-names.ts';
import {
  type MetricResult,
  type ObjectiveResult,
  RESULT_SCHEMA_VERSION,
  type ResourceResult,
  type ResultDocument,
  type Series,
  type StageSummary,
  type Warning,
} from '../../models/result.ts';
import { statedStorage } from '../../models/stages/stage-kinds.ts';
import { estimate, statisticOf } from '../../models/statistics/estimate.ts';
import { metricResult } from '../../models/statistics/metric-result.ts';
import type { Studio } from '../../models/studio.ts';
import type { ReplicationOutcome } from '../studio/replication.ts';
import { bindingBottleneck, type ExplainedObjective } from './bottleneck.ts';
import { cacheResults } from './cache-results.ts';
import { causeOf } from './cause.ts';
import { precisionOf } from './estimate-precision.ts';
import { faultResults, lostWarnings } from './fault-results.ts';
import { overrunOf } from './find-overrun.ts';
import { flowWarnings } from './flow-warnings.ts';
import { judge } from './judge-objectives.ts';
import { ReplicatedRun, type StageMetric } from './replicated-run.ts';
import { storageSummary } from './storage-summary.ts';

/** Origin of a result that the simulation itself cannot know. */
export interface Provenance {
  readonly tool: ResultDocument['tool'];
  readonly scenario: Omit<
    ResultDocument['scenario'],
    'name' | 'description' | 'fidelity' | 'durationSeconds'
  >;
}

/** Turns the replications of a studio, in order, into the result document. */
export function summarize(
  studio: Studio,
  outcomes: readonly ReplicationOutcome[],
  { tool, scenario }: Provenance,
): ResultDocument {
  const run = new ReplicatedRun(studio, outcomes);
  const resources = resourceResults(run);
  const explained = [
    ...studio.objectives.map((objective) => explain(objective, 'objective', run)),
    ...studio.policies.map((policy) => explain(policy, 'policy', run)),
  ];
  const metrics = [...run.metrics()].map(([name, where]) => metricOf(run, name, where));
  const stages = stageSummaries(run);
  const overrun = overrunOf(run);
  const precision = precisionOf(run);
  const faults = faultResults(run);
  return {
    schemaVersion: RESULT_SCHEMA_VERSION,
    tool,
    scenario: {
      name: studio.name,
      ...(studio.description === undefined ? {} : { description: studio.description }),
      ...scenario,
      fidelity: studio.run.fidelity,
      durationSeconds: studio.run.durationSeconds,
    },
    seed: studio.run.seed,
    replications: outcomes.length,
    ...(precision === undefined ? {} : { precision }),
    warmupSeconds: run.warmupSeconds,
    metrics,
    resources,
    objectives: explained.map(({ objective, cause }) =>
      cause === null || objective.met ? objective : { ...objective, cause },
    ),
    bottleneck: bindingBottleneck(explained),
    stages,
    ...(faults === undefined ? {} : { faults }),
    storage: studio.storage.map(storageSummary),
    ...(studio.caches === undefined ? {} : { caches: cacheResults(studio, outcomes) }),
    ...(studio.defaults === undefined ? {} : { defaults: studio.defaults }),
    timeline: {
      binSeconds: run.binSeconds,
      startSecondsOfDay: studio.run.startSecondsOfDay,
      windowSeconds: studio.run.durationSeconds,
      series: meanSeries(outcomes),
    },
    warnings: [
      ...unsettledWarning(run),
      ...(run.steadiness === undefined ? unfinishedWarnings(stages) : []),
      ...blockedWarnings(stages),
      ...lostWarnings(run, stages),
      ...flowWarnings(studio, resources),
    ],
    ...(overrun === undefined ? {} : { overrun }),
    ...(run.steadiness === undefined ? {} : { steadiness: run.steadiness }),
    engine: {
      events: sum(outcomes, ({ events }) => events),
      flows: sum(outcomes, ({ flows }) => flows),
      wallSeconds: null,
    },
  };
}

function explain(
  objective: Objective,
  kind: ObjectiveResult['kind'],
  run: ReplicatedRun,
): ExplainedObjective {
  const judged = judge(objective, kind, run);
  return { objective: judged, cause: causeOf(objective, judged, run) };
}

/** Each statistic is the mean over replications of that replication's statistic. */
function metricOf(run: ReplicatedRun, name: string, where: StageMetric): MetricResult {
  const { unit } = where.definition;
  const replications = run.observations(where);
  const perReplication = (statistic: Statistic) =>
    replications.map((observations) => (observations === null ? null : statisticOf(observations, statistic)));
  return metricResult({
    name,
    unit,
    count: sum(replications, (observations) => observations?.count ?? 0),
    replicationMeans: perReplication({ kind: 'mean' }),
    estimate: (statistic) => estimate(perReplication(statistic), unit),
    lowerBounds: run.lowerBounds(where),
  });
}

function resourceResults(run: ReplicatedRun): readonly ResourceResult[] {
  return run.resources.map(({ name, kind, capacity, capacityUnit }) => {
    const utilizations = run.utilizations(name);
    const mean = estimate(
      utilizations.map((each) => each.statistic({ kind: 'mean' })),
      'fraction',
    );
    const p95 = estimate(
      utilizations.map((each) => each.statistic({ kind: 'percentile', fraction: 0.95 })),
      'fraction',
    );
    const peak = estimate(
      utilizations.map((each) => each.statistic(PEAK)),
      'fraction',
    );
    const saturated = estimate(
      utilizations.map(({ saturatedSeconds }) => saturatedSeconds),
      'seconds',
    );
    const limits = run.studio.policies
      .filter(({ statistic, comparison }) => isOnPeak(statistic) && comparison === '<=')
      .filter(({ metric }) => {
        const limited = resourceOfMeasure(metric);
        return limited !== undefined && run.resource(limited).name === name;
      })
      .map(({ limit }) => limit);
    return {
      name,
      kind,
      capacity,
      capacityUnit,
      utilization: {
        mean: mean.value!,
        p95: p95.value!,
        peak: peak.value!,
        ci95: mean.ci95,
        peakWindowSeconds: PEAK.windowSeconds,
        saturatedSeconds: saturated.value!,
      },
      headroomLimit: limits.length === 0 ? null : Math.min(...limits),
      lostSecondsByStage: Object.fromEntries(
        run.studio.stages
          .map((stage) => [stage.name, run.lostSeconds(stage.name).get(name) ?? 0] as const)
          .filter(([, seconds]) => seconds > 0),
      ),
      ...downTime(run, name),
    };
  });
}

/** Returns for how long a resource was down, where it was. */
function downTime({ outcomes }: ReplicatedRun, name: string): Pick<ResourceResult, 'downSeconds'> {
  const downSeconds = sum(outcomes, (outcome) => outcome.downSeconds?.[name] ?? 0) / outcomes.length;
  return downSeconds === 0 ? {} : { downSeconds };
}

/** The peak that a resource is reported with. */
const PEAK = { kind: 'peak', windowSeconds: PEAK_WINDOW_SECONDS } as const;

/** Whether a limit on a statistic is one on the peak that is reported, so that the two can stand side by side. */
function isOnPeak(statistic: Statistic): boolean {
  return (
    statistic.kind === 'max' || (statistic.kind === 'peak' && statistic.windowSeconds === PEAK.windowSeconds)
  );
}

function stageSummaries(run: ReplicatedRun): readonly StageSummary[] {
  return run.studio.stages.map((stage) => {
    const { name, kind } = stage;
    return {
      name,
      kind,
      storage: statedStorage(stage),
      arrived: run.stageMean(name, ({ totals }) => totals.arrived),
      finished: run.stageMean(name, ({ totals }) => totals.finished),
      ...blockedWork(run, name),
      ...lostWork(run, name),
      ...carriedOver(run, name),
      bytesRead: run.stageMean(name, ({ totals }) => totals.readBytes),
      bytesWritten: run.stageMean(name, ({ totals }) => totals.writtenBytes),
      operations: run.stageMean(name, ({ totals }) => totals.operations),
    };
  });
}

/** Returns the work that never starts because work that it depends on has failed. */
function blockedWork(run: ReplicatedRun, stage: string): Pick<StageSummary, 'blocked'> {
  const units = run.stageMean(stage, ({ totals }) => totals.blocked ?? 0);
  return units === 0 ? {} : { blocked: units };
}

/** Returns the units that were killed in their last attempt, where there were any. */
function lostWork(run: ReplicatedRun, stage: string): Pick<StageSummary, 'lost'> {
  const lost = run.stageMean(stage, ({ totals }) => totals.lost ?? 0);
  return lost === 0 ? {} : { lost };
}

/** Returns the work that a day that repeats hands on to the next. */
function carriedOver(run: ReplicatedRun, stage: string): Pick<StageSummary, 'carriedOver'> {
  if (run.steadiness === undefined) return {};
  return { carriedOver: run.stageMean(stage, ({ unfinishedAtEnd }) => unfinishedAtEnd) };
}

/**
 * Series of racks stay out: there may be hundreds, and the resource table has their hottest. Replications in which no
 * work is left have nothing in the bins that others still need.
 */
function meanSeries(outcomes: readonly ReplicationOutcome[]): readonly Series[] {
  const bins = Math.max(...outcomes.map(({ series }) => series[0]!.values.length));
  return outcomes[0]!.series.flatMap(({ name, title, unit, group, resource }, index) => {
    if (resource !== null && resource.id !== resource.group) return [];
    const values = Array.from(
      { length: bins },
      (_, bin) => sum(outcomes, ({ series }) => series[index]!.values[bin] ?? 0) / outcomes.length,
    );
    return [{ name, title, unit, group, values }];
  });
}

function unsettledWarning({ warmup }: ReplicatedRun): readonly Warning[] {
  if (warmup.kind === 'found') return [];
  return [
    {
      code: 'no-steady-state',
      message:
        'no warm-up was left out: over the first quarter of the run the number of jobs at the farms keeps changing too much for a transient to be told from it; set run.warmup to leave a start out',
    },
  ];
}

function unfinishedWarnings(stages: readonly StageSummary[]): readonly Warning[] {
  return stages
    .map((stage) => ({ ...stage, left: leftUnfinished(stage) - (stage.blocked ?? 0) }))
    .filter(({ left }) => left > 0)
    .map(({ name, arrived, left }) => ({
      code: 'unfinished-work',
      message: `${name}: ${Math.round(left)} of ${Math.round(arrived)} units of work were still unfinished when the simulation stopped, long after the end of the run; its times are longer than shown`,
    }));
}

function blockedWarnings(stages: readonly StageSummary[]): readonly Warning[] {
  return stages.flatMap(({ name, arrived, blocked }) =>
    blocked === undefined
      ? []
      : [
          {
            code: 'blocked-work',
            message: `${name}: ${Math.round(blocked)} of ${Math.round(arrived)} units of work never started, because work that they depend on failed`,
          },
        ],
  );
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}
