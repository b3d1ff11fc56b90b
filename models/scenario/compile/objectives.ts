/** Objectives and policies: what their words mean in this studio, and whether they can be met at all. */

import { type MetricDefinition, STAGE_METRICS } from '../../metrics.ts';
import type { Objective, Statistic } from '../../objective.ts';
import type { Unit } from '../../result.ts';
import type { Network, Studio } from '../../studio.ts';
import { parseQuantity } from '../../units.ts';
import { type LocatedScalar, placeWithin, valueAt } from '../located.ts';
import {
  type ObjectiveWords,
  parseObjective,
  parseStatistic,
  STATISTIC_WORDS,
  type Word,
} from '../objective-grammar.ts';
import * as problems from '../problems.ts';
import { quantityProblem } from '../schema/fields.ts';
import { positionAt } from '../source.ts';
import type { Compilation } from './compilation.ts';
import { checkReach } from './feasibility.ts';

/** What is being limited: its name in results, and its unit. */
interface Subject {
  readonly metric: string;
  readonly unit: Unit;
}

/** The parts of the studio that objectives depend on; those that are wrong are absent. */
export interface KnownStudio extends Pick<Studio, 'storage' | 'farms' | 'stages'> {
  readonly network: Network | undefined;
}

export function compileObjectives(
  scalars: readonly LocatedScalar[],
  key: 'objectives' | 'policies',
  studio: KnownStudio,
  compilation: Compilation,
): Objective[] {
  const objectives: Objective[] = [];
  for (const scalar of scalars) {
    const objective = compileObjective(scalar, studio, compilation);
    if (objective === undefined) continue;
    const same = objectives.find(
      ({ metric, statistic, comparison }) =>
        metric === objective.metric &&
        comparison === objective.comparison &&
        JSON.stringify(statistic) === JSON.stringify(objective.statistic),
    );
    if (same !== undefined && key === 'objectives')
      compilation.faultAt(scalar.place, problems.repeatedObjective(same.line));
    objectives.push(objective);
  }
  return objectives;
}

function compileObjective(
  scalar: LocatedScalar,
  studio: KnownStudio,
  compilation: Compilation,
): Objective | undefined {
  const fault = (problem: problems.Problem): undefined => {
    compilation.faultAt(placeWithin(scalar, problem.within), problem);
  };
  const parsed = parseObjective(scalar.text);
  if (parsed.kind === 'problem') return fault(parsed.problem);
  const { words } = parsed;
  if (namesResource(words, compilation)) {
    return fault(
      problems.within(
        words.subject,
        problems.missingMetric(words.subject.text, [`${words.subject.text} utilization`]),
      ),
    );
  }
  const subject = subjectOf(words, studio, compilation, fault);
  const statistic = statisticOf(words, fault);
  if (subject === undefined || statistic === undefined) return undefined;
  const limit = limitOf(words.limit, subject.unit, fault);
  if (limit === undefined) return undefined;
  const objective: Objective = {
    text: scalar.text,
    metric: subject.metric,
    statistic,
    comparison: words.comparison,
    limit,
    line: positionAt(scalar.place.source, scalar.place.start).line,
    file: scalar.place.source.path,
  };
  checkReach(objective, placeWithin(scalar, words.limit), studio, compilation);
  return objective;
}

/** Whether a resource is named without saying that its utilization is meant. */
function namesResource({ subject, measure }: ObjectiveWords, compilation: Compilation): boolean {
  if (measure !== null || compilation.scenario.stages.has(firstPart(subject).text)) return false;
  return resourceNames(compilation).includes(subject.text);
}

type Fault = (problem: problems.Problem) => undefined;

function subjectOf(
  { subject, measure }: ObjectiveWords,
  studio: KnownStudio,
  compilation: Compilation,
  fault: Fault,
): Subject | undefined {
  const resources = resourceNames(compilation);
  if (measure !== null) {
    if (measure.text !== 'utilization') {
      return fault(
        problems.within(measure, problems.unknownMetric(subject.text, measure.text, ['utilization'])),
      );
    }
    if (!resources.includes(subject.text)) {
      return fault(problems.within(subject, problems.unknownSubject(subject.text, resources)));
    }
    return { metric: `${answeringResource(subject.text, studio)} utilization`, unit: 'fraction' };
  }
  return stageSubject(subject, compilation, fault);
}

function stageSubject(subject: Word, compilation: Compilation, fault: Fault): Subject | undefined {
  const stage = firstPart(subject);
  const { stages } = compilation.scenario;
  if (!stages.has(stage.text))
    return fault(
      problems.within(
        stage,
        problems.unknownSubject(stage.text, [...stages.keys(), ...resourceNames(compilation)]),
      ),
    );
  // The kind is read from the document, so that it is known even where the stage has a mistake.
  const kind = valueAt(compilation.document, ['stages', stage.text, 'kind']);
  const metrics = kind?.kind === 'scalar' ? metricsOf(kind.text) : undefined;
  if (metrics === undefined) return undefined;
  const known = Object.keys(metrics);
  if (stage.end === subject.end) {
    return fault(
      problems.within(
        subject,
        problems.missingMetric(
          stage.text,
          known.map((metric) => `${stage.text}.${metric}`),
        ),
      ),
    );
  }
  const metric = { text: subject.text.slice(stage.text.length + 1), start: stage.end + 1, end: subject.end };
  const definition = known.includes(metric.text) ? metrics[metric.text] : undefined;
  if (definition === undefined)
    return fault(problems.within(metric, problems.unknownMetric(stage.text, metric.text, known)));
  return { metric: subject.text, unit: definition.unit };
}

function metricsOf(kind: string): Readonly<Record<string, MetricDefinition>> | undefined {
  return Object.entries(STAGE_METRICS).find(([name]) => name === kind)?.[1];
}

/** The part of a word before its first dot. */
function firstPart(word: Word): Word {
  const text = word.text.split('.', 1)[0]!;
  return { text, start: word.start, end: word.start + text.length };
}

/** Every resource whose utilization can be limited. */
function resourceNames({ scenario }: Compilation): string[] {
  const storage = [...scenario.storage.keys()];
  return [
    ...storage.map((name) => `storage.${name}`),
    ...storage.map((name) => `metadata.${name}`),
    'network.core',
    'network.uplinks',
    ...[...scenario.farms.keys()].map((name) => `compute.${name}`),
  ];
}

/** Where metadata has no service of its own, the controllers of the data answer it: a limit on it is a limit on them. */
function answeringResource(resource: string, studio: KnownStudio): string {
  const shared = studio.storage.find(
    ({ name, envelope }) => resource === `metadata.${name}` && !envelope.metadataIsolated,
  );
  return shared === undefined ? resource : `storage.${shared.name}`;
}

function statisticOf({ measure, statistic: word }: ObjectiveWords, fault: Fault): Statistic | undefined {
  const statistic = parseStatistic(word.text);
  const known = measure === null ? STATISTIC_WORDS.filter((each) => each !== 'peak') : STATISTIC_WORDS;
  if (statistic === null) return fault(problems.within(word, problems.unknownStatistic(word.text, known)));
  if (statistic.kind === 'peak' && measure === null) {
    return fault(
      problems.within(
        word,
        problems.unsuitableStatistic('peak', 'a peak is of the utilization of a resource; use "max"'),
      ),
    );
  }
  return statistic;
}

function limitOf(word: Word, unit: Unit, fault: Fault): number | undefined {
  const parsed = parseQuantity(word.text, unit);
  if (parsed.kind === 'fault') {
    const problem = quantityProblem(word.text, unit, parsed.fault);
    const range = problem.within ?? { start: 0, end: word.text.length };
    return fault(problems.within({ start: word.start + range.start, end: word.start + range.end }, problem));
  }
  const { value } = parsed;
  if (unit === 'fraction' && !(value > 0 && value <= 1)) {
    return fault(
      problems.within(word, problems.unreachable(word.text, 'a utilization lies between 0% and 100%')),
    );
  }
  if (!(value > 0)) return fault(problems.within(word, problems.outOfRange(word.text, 'above 0')));
  return value;
}
