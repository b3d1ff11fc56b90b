/** Objectives and policies: what their words mean in this studio, and whether they can be met at all. */

import type { Objective, Statistic } from '../../objective.ts';
import {
  CORE,
  cacheResource,
  dataResource,
  farmResource,
  hitRateMeasure,
  metadataResource,
  serviceResource,
  UPLINKS,
  utilizationMeasure,
} from '../../resource-names.ts';
import type { Unit } from '../../result.ts';
import { findStageKind } from '../../stages/stage-kinds.ts';
import type { Network, Studio } from '../../studio.ts';
import { formatQuantity, parseQuantity } from '../../units.ts';
import { statisticText } from '../../verdict.ts';
import { likelyKind } from '../likely-kind.ts';
import { type LocatedScalar, placeWithin, valueAt } from '../located.ts';
import {
  type ObjectiveWords,
  parseObjective,
  parseStatistic,
  STATISTIC_WORDS,
  type Word,
} from '../objective-grammar.ts';
import { type Problem, within } from '../problem.ts';
import * as problems from '../problems.ts';
import * as quantityProblems from '../quantity-problems.ts';
import { quantityProblem } from '../schema/fields.ts';
import { positionAt } from '../source.ts';
import type { Compilation } from './compilation.ts';
import { checkReach } from './feasibility.ts';

/** The parts of the studio that objectives depend on; those that are wrong are absent. */
export interface KnownStudio extends Pick<Studio, 'storage' | 'farms' | 'stages'> {
  readonly network: Network | undefined;
}

/** Compiles a list of objectives; one that is wrong is reported and left out. */
export function compileObjectives(
  scalars: readonly LocatedScalar[],
  studio: KnownStudio,
  compilation: Compilation,
): Objective[] {
  const compiler = new ObjectiveCompiler(studio, compilation);
  const objectives: Objective[] = [];
  for (const scalar of scalars) {
    if (compilation.isFull) break;
    const objective = compiler.compile(scalar);
    if (objective !== undefined) objectives.push(objective);
  }
  return objectives;
}

/** Subject of a limit: its name in results, and its unit. */
interface Subject {
  readonly metric: string;
  readonly unit: Unit;
}

/** Reports a problem with a part of the objective's text. */
type Fault = (problem: Problem) => undefined;

class ObjectiveCompiler {
  readonly #studio: KnownStudio;
  readonly #compilation: Compilation;
  /** Names of the stages, and of the resources whose utilization can be limited. */
  readonly #stages: readonly string[];
  readonly #resources: readonly string[];
  /** Those of the resources that are caches: their hit rate is limited instead. */
  readonly #caches: readonly string[];
  /** Line on which a statistic is first limited. */
  readonly #limited = new Map<string, number>();

  constructor(studio: KnownStudio, compilation: Compilation) {
    this.#studio = studio;
    this.#compilation = compilation;
    const { storage, caches, farms, stages } = compilation.scenario;
    this.#stages = [...stages.keys()];
    this.#caches = [...caches.keys()].map((name) => cacheResource(name));
    this.#resources = [
      ...this.#caches,
      ...[...storage.keys()].map((name) => dataResource(name)),
      ...[...storage.keys()].map((name) => metadataResource(name)),
      ...[...storage].flatMap(([name, section]) =>
        Object.keys(section?.services ?? {}).map((service) => serviceResource(service, name)),
      ),
      CORE,
      UPLINKS,
      ...[...farms.keys()].map((name) => farmResource(name)),
    ];
  }

  compile(scalar: LocatedScalar): Objective | undefined {
    const fault: Fault = (problem) => {
      this.#compilation.faultAt(placeWithin(scalar, problem.within), problem);
    };
    const parsed = parseObjective(scalar.text);
    if (parsed.kind === 'problem') return fault(parsed.problem);
    const { words } = parsed;
    if (this.#namesBareResource(words)) {
      const resource = words.subject.text;
      const measure = this.#caches.includes(resource)
        ? hitRateMeasure(resource)
        : utilizationMeasure(resource);
      return fault(within(words.subject, problems.missingMetric(resource, [measure])));
    }
    const subject =
      words.measure === null
        ? this.#stageSubject(words.subject, fault)
        : this.#resourceSubject(words.subject, words.measure, fault);
    const statistic = statisticOf(words, fault);
    if (subject === undefined || statistic === undefined) return undefined;
    const limit = limitOf(words.limit, subject.unit, fault);
    if (limit === undefined) return undefined;
    const { line } = positionAt(scalar.place.source, scalar.place.start);
    this.#checkRepetition(words, statisticText(statistic), line, fault);
    const objective: Objective = {
      text: scalar.text,
      metric: subject.metric,
      statistic,
      comparison: words.comparison,
      limit,
      line,
      file: scalar.place.source.path,
    };
    checkReach(objective, placeWithin(scalar, words.limit), this.#studio, this.#compilation);
    return objective;
  }

  /** Whether a resource is named without saying that its utilization is meant. */
  #namesBareResource({ subject, measure }: ObjectiveWords): boolean {
    return (
      measure === null &&
      this.#resources.includes(subject.text) &&
      !this.#stages.includes(firstPart(subject).text)
    );
  }

  #resourceSubject(subject: Word, measure: Word, fault: Fault): Subject | undefined {
    const known = this.#resources.includes(subject.text);
    if (!known) fault(within(subject, problems.unknownSubject(subject.text, this.#resources)));
    const isCache = this.#caches.includes(subject.text);
    const yielded = isCache ? 'hitRate' : 'utilization';
    const isMeasure = measure.text === 'hitRate' || measure.text === 'utilization';
    if (measure.text !== yielded && (known || !isMeasure)) {
      return fault(within(measure, problems.unknownMetric(subject.text, measure.text, [yielded])));
    }
    const metric = isCache ? hitRateMeasure(subject.text) : utilizationMeasure(subject.text);
    return known ? { metric, unit: 'fraction' } : undefined;
  }

  #stageSubject(subject: Word, fault: Fault): Subject | undefined {
    const stage = firstPart(subject);
    if (!this.#stages.includes(stage.text)) {
      return fault(within(stage, problems.unknownSubject(stage.text, [...this.#stages, ...this.#resources])));
    }
    // The kind is read from the document, so that it is known even where the stage has a mistake.
    const section = valueAt(this.#compilation.document, ['stages', stage.text]);
    const metrics = section && findStageKind(likelyKind(section) ?? '')?.metrics;
    if (metrics === undefined) return undefined;
    const known = Object.keys(metrics);
    if (stage.end === subject.end) {
      const forms = known.map((metric) => `${stage.text}.${metric}`);
      return fault(within(subject, problems.missingMetric(stage.text, forms)));
    }
    const metric = {
      text: subject.text.slice(stage.text.length + 1),
      start: stage.end + 1,
      end: subject.end,
    };
    const definition = known.includes(metric.text) ? metrics[metric.text] : undefined;
    if (definition !== undefined) return { metric: subject.text, unit: definition.unit };
    return fault(within(metric, problems.unknownMetric(stage.text, metric.text, known)));
  }

  #checkRepetition(
    { subject, comparison }: ObjectiveWords,
    statistic: string,
    line: number,
    fault: Fault,
  ): void {
    const limited = `${subject.text} ${statistic} ${comparison}`;
    const first = this.#limited.get(limited);
    if (first === undefined) this.#limited.set(limited, line);
    else fault(problems.repeatedObjective(first));
  }
}

/** The part of a word before its first dot. */
function firstPart(word: Word): Word {
  const text = word.text.split('.', 1)[0]!;
  return { text, start: word.start, end: word.start + text.length };
}

function statisticOf({ measure, statistic: word }: ObjectiveWords, fault: Fault): Statistic | undefined {
  const statistic = parseStatistic(word.text);
  if (measure?.text === 'hitRate' && statistic !== null && statistic.kind !== 'mean') {
    const reason = 'a hit rate is one figure for the whole run; use "mean"';
    return fault(within(word, problems.unsuitableStatistic(word.text, reason)));
  }
  const known = measure === null ? STATISTIC_WORDS.filter((each) => each !== 'peak') : STATISTIC_WORDS;
  if (statistic === null) return fault(within(word, problems.unknownStatistic(word.text, known)));
  if (statistic.kind !== 'peak' && statistic.kind !== 'window') return statistic;
  if (measure === null) {
    const reason = 'a peak is of the utilization of a resource; use "max"';
    return fault(within(word, problems.unsuitableStatistic('peak', reason)));
  }
  if (statistic.kind === 'peak') return statistic;
  const at = { start: word.start + statistic.word.start, end: word.start + statistic.word.end };
  const windowSeconds = quantityOf({ ...at, text: statistic.word.text }, 'seconds', fault);
  if (windowSeconds === undefined) return undefined;
  const { shortest, longest } = PEAK_WINDOWS;
  if (windowSeconds < shortest || windowSeconds > longest) {
    const range = `at least ${formatQuantity(shortest, 'seconds')} and at most ${formatQuantity(longest, 'seconds')}`;
    return fault(within(at, quantityProblems.outOfRange(statistic.word.text, range)));
  }
  return { kind: 'peak', windowSeconds };
}

/** Windows of a peak, in seconds: shorter ones cost more than they tell, over longer ones the mean is meant. */
const PEAK_WINDOWS = { shortest: 0.1, longest: 86_400 };

/** The quantity that a word of the objective states. */
function quantityOf(word: Word, unit: Unit, fault: Fault): number | undefined {
  const parsed = parseQuantity(word.text, unit);
  if (parsed.kind === 'quantity') return parsed.value;
  const problem = quantityProblem(word.text, unit, parsed.fault);
  const range = problem.within ?? { start: 0, end: word.text.length };
  return fault(within({ start: word.start + range.start, end: word.start + range.end }, problem));
}

function limitOf(word: Word, unit: Unit, fault: Fault): number | undefined {
  const value = quantityOf(word, unit, fault);
  if (value === undefined) return undefined;
  if (unit === 'fraction' && !(value > 0 && value <= 1)) {
    return fault(within(word, problems.unreachable(word.text, 'a utilization lies between 0% and 100%')));
  }
  if (!(value > 0)) return fault(within(word, quantityProblems.outOfRange(word.text, 'above 0')));
  return value;
}
