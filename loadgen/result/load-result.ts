/**
 * The result document of a load run: the same metrics and objectives by the same names as those of `simulate`. Facts
 * that a load run cannot see (how busy the target is inside, what waits for what) are left out, not invented.
 */

import { type CacheTotals, hitRateOf } from '../../models/caches/cache.ts';
import type { LoadSection } from '../../models/load-section.ts';
import {
  type CacheResult,
  RESULT_SCHEMA_VERSION,
  type ResultDocument,
  type StageSummary,
} from '../../models/result.ts';
import { statedStorage } from '../../models/stages/stage-kinds.ts';
import type { StandsFor } from '../../models/stands-for.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';
import type { LoadOutcome } from '../run/load-outcome.ts';
import { judgeLoad } from './judge-load.ts';
import { loadDefaults } from './load-defaults.ts';
import { commonTimeline, loadTimeline } from './load-timeline.ts';
import { loadWarnings } from './load-warnings.ts';
import { MeasuredRun } from './measured-run.ts';
import { operationResults } from './operation-results.ts';
import { outsideOutages } from './outside-outages.ts';
import { studioTerms } from './studio-terms.ts';
import { unfinishedObservations } from './unfinished-observations.ts';

/** Facts about the origin of a result that the run itself cannot know. */
export interface LoadProvenance {
  readonly tool: ResultDocument['tool'];
  /** Asks the same load again. */
  readonly command?: string;
  readonly standsFor?: StandsFor;
  readonly scenario: Omit<ResultDocument['scenario'], 'name' | 'fidelity' | 'durationSeconds'>;
}

/**
 * Turns a load run into the result document. `studio` is the compiled scenario as it was run. Stages that the run left
 * out have no observations, and their objectives are not judged. An objective is judged with the 95% interval over the
 * sections of the run. A run limited by the generator gives no interval.
 */
export function loadResult(
  studio: Studio,
  outcome: LoadOutcome,
  { tool, scenario, command, standsFor }: LoadProvenance,
): ResultDocument {
  const run = new MeasuredRun(studio, outcome);
  return {
    schemaVersion: RESULT_SCHEMA_VERSION,
    tool,
    scenario: {
      name: studio.name,
      ...(studio.description === undefined ? {} : { description: studio.description }),
      ...scenario,
      fidelity: 'measured',
      durationSeconds: studio.run.durationSeconds,
    },
    seed: studio.run.seed,
    replications: 1,
    warmupSeconds: 0,
    metrics: run.metrics.map(({ result }) => result),
    resources: [],
    objectives: [
      ...studio.objectives.map((objective) => judgeLoad(objective, 'objective', run)),
      ...studio.policies.map((policy) => judgeLoad(policy, 'policy', run)),
    ],
    bottleneck: null,
    stages: studio.stages
      .filter((stage) => run.performed(stage.name))
      .map((stage) => stageSummary(stage, outcome)),
    storage: [],
    ...(studio.caches === undefined ? {} : { caches: outcome.caches.map(measuredCache) }),
    ...loadDefaults(
      studio,
      studio.stages.map(({ name }) => name).filter((name) => run.performed(name)),
    ),
    timeline: commonTimeline(run),
    warnings: loadWarnings(outcome, studio, standsFor),
    engine: {
      events: outcome.tallies.reduce((sum, { sent, retries }) => sum + sent + retries, 0),
      flows: 0,
      wallSeconds: outcome.elapsedSeconds,
    },
    load: {
      ...loadSection(run),
      target: { ...outcome.target, ...(standsFor === undefined ? {} : { standsFor }) },
      ...(command === undefined ? {} : { command }),
    },
  };
}

/** A load is one replication. */
function measuredCache(totals: CacheTotals): CacheResult {
  const hitRate = hitRateOf(totals);
  return { ...totals, hitRate, ci95: null, replicationHitRates: [hitRate] };
}

function loadSection(run: MeasuredRun): LoadSection {
  const { outcome } = run;
  const { target, runId, startedAtSeconds, elapsedSeconds, speed, scale, ending, prepared, generator } =
    outcome;
  return {
    target,
    runId,
    startedAtSeconds,
    elapsedSeconds,
    speed,
    scale,
    ending,
    prepared,
    generator,
    operations: operationResults(outcome),
    timeline: loadTimeline(run),
    studioTerms: studioTerms(run),
    integrity: outcome.integrity,
    outages: outcome.outages,
    outsideOutages: outsideOutages(run),
    unfinished: unfinishedObservations(run),
    drills: outcome.drills,
  };
}

function stageSummary(stage: StageDefinition, outcome: LoadOutcome): StageSummary {
  const { name, kind } = stage;
  const tallies = outcome.tallies.filter((tally) => tally.stage === name);
  const work = outcome.work.find((done) => done.stage === name);
  const bytesOf = (moved: 'read' | 'write') =>
    tallies.filter((tally) => tally.kind === moved).reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    name,
    kind,
    storage: statedStorage(stage),
    arrived: work?.arrived ?? 0,
    finished: work?.finished ?? 0,
    ...(work?.blocked === undefined ? {} : { blocked: work.blocked }),
    bytesRead: bytesOf('read'),
    bytesWritten: bytesOf('write'),
    operations: tallies.reduce((sum, { answered }) => sum + answered, 0),
  };
}
