/** A load run so far, added up second by second: what a live view shows. */

import type { OperationTally } from '../../loadgen/measure/operation-tally.ts';
import { ALLOWED_LATENESS_SECONDS, CPU_FRACTION_MAX } from '../../loadgen/run/generator-health.ts';
import type { LoadSecond } from '../../loadgen/run/load-outcome.ts';
import { Histogram } from '../../models/histogram.ts';
import type { Objective } from '../../models/objective.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import { statisticOf } from '../../models/statistics/estimate.ts';
import type { Studio } from '../../models/studio.ts';
import { holds, margin } from '../../models/verdict.ts';

/** Rates and percentiles are of the last seconds: fewer flicker, more hide what happens now. */
export const WINDOW_SECONDS = 5;

/**
 * How an objective stands. `later`: what it speaks of is known when the run has ended. `doubtful`: the generator is the limit by
 * now, so that nothing is claimed of the target.
 */
export type Standing =
  | { readonly kind: 'later' }
  | {
      readonly kind: 'so far' | 'doubtful';
      readonly value: number;
      readonly met: boolean;
      readonly margin: number | null;
    };

export interface LiveObjective {
  readonly objective: Objective;
  readonly standing: Standing;
}

/** Figures of the last seconds: rates per second, times in seconds, null where nothing was answered. */
export interface RecentFigures {
  readonly offered: number;
  readonly answered: number;
  readonly read: number;
  readonly written: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  /** How late operations with times of their own were sent, at the 99th percentile. */
  readonly sendErrorP99: number | null;
  readonly loopLagMax: number;
  /** How late the generator was by itself, at the 99th percentile; null where nothing was due. */
  readonly ownLagP99: number | null;
  readonly cpuFraction: number;
}

/** An objective on response times, with the operations that it speaks of. */
interface Watched {
  readonly objective: Objective;
  readonly isOurs: (tally: OperationTally) => boolean;
  readonly responses: Histogram;
}

export class LiveFigures {
  readonly #watched: readonly Watched[];
  readonly #objectives: readonly Objective[];
  readonly #recent: LoadSecond[] = [];
  readonly #allowedLatenessSeconds: number;
  readonly #ownLag = new Histogram();
  #cpuSeconds = 0;
  /** Seconds of the run that are over. */
  elapsedSeconds = 0;
  offered = 0;
  answered = 0;
  failed = 0;
  retries = 0;

  constructor(studio: Studio, allowedLatenessSeconds = ALLOWED_LATENESS_SECONDS) {
    this.#allowedLatenessSeconds = allowedLatenessSeconds;
    this.#objectives = studio.objectives;
    this.#watched = studio.objectives.flatMap((objective) => watched(objective, studio));
  }

  add(second: LoadSecond): void {
    this.elapsedSeconds = Math.max(this.elapsedSeconds, second.atSeconds + 1);
    this.#recent.push(second);
    if (this.#recent.length > WINDOW_SECONDS) this.#recent.shift();
    this.#ownLag.merge(second.ownLag);
    this.#cpuSeconds += second.cpuFraction;
    for (const tally of second.tallies) {
      this.offered += tally.offered;
      this.answered += tally.answered;
      this.failed += failedOf(tally);
      this.retries += tally.retries;
      for (const { isOurs, responses } of this.#watched) if (isOurs(tally)) responses.merge(tally.response);
    }
  }

  /** Came due and has no answer so far. */
  get outstanding(): number {
    return Math.max(0, this.offered - this.answered - this.failed);
  }

  /** Whether the generator itself is the limit: over the run so far, as its result will say, or in the last seconds. */
  get isGeneratorLimit(): boolean {
    const { ownLagP99, cpuFraction } = this.recent;
    const soFarP99 = this.#ownLag.count === 0 ? 0 : this.#ownLag.quantile(0.99);
    const late = Math.max(soFarP99, ownLagP99 ?? 0);
    const busy = Math.max(cpuFraction, this.#cpuSeconds / Math.max(1, this.elapsedSeconds));
    return late > this.#allowedLatenessSeconds || busy > CPU_FRACTION_MAX;
  }

  /** Objectives in the order of the scenario. */
  get objectives(): readonly LiveObjective[] {
    const kind = this.isGeneratorLimit ? 'doubtful' : 'so far';
    return this.#objectives.map((objective) => {
      const responses = this.#watched.find((each) => each.objective === objective)?.responses;
      if (responses === undefined || responses.count === 0) return { objective, standing: { kind: 'later' } };
      const value = statisticOf(responses, objective.statistic);
      const met = holds(value, objective);
      return { objective, standing: { kind, value, met, margin: margin(value, objective) } };
    });
  }

  get recent(): RecentFigures {
    return figuresOf(this.#recent);
  }
}

/** The figures of some seconds, at least one. */
export function figuresOf(seconds: readonly LoadSecond[]): RecentFigures {
  const [responses, sendErrors, ownLag] = [new Histogram(), new Histogram(), new Histogram()];
  for (const second of seconds) ownLag.merge(second.ownLag);
  let [offered, answered, read, written] = [0, 0, 0, 0];
  for (const tally of seconds.flatMap(({ tallies }) => tallies)) {
    responses.merge(tally.response);
    if (tally.loop === 'open') sendErrors.merge(tally.sendError);
    offered += tally.offered;
    answered += tally.answered;
    if (tally.kind === 'read') read += tally.bytes;
    if (tally.kind === 'write') written += tally.bytes;
  }
  const length = Math.max(1, seconds.length);
  const known = (histogram: Histogram, value: number) => (histogram.count === 0 ? null : value);
  return {
    offered: offered / length,
    answered: answered / length,
    read: read / length,
    written: written / length,
    p50: known(responses, responses.quantile(0.5)),
    p99: known(responses, responses.quantile(0.99)),
    max: known(responses, responses.maximum),
    sendErrorP99: known(sendErrors, sendErrors.quantile(0.99)),
    loopLagMax: Math.max(0, ...seconds.map(({ loopLagSecondsMax }) => loopLagSecondsMax)),
    ownLagP99: known(ownLag, ownLag.quantile(0.99)),
    cpuFraction: seconds.reduce((sum, { cpuFraction }) => sum + cpuFraction, 0) / length,
  };
}

export function failedOf({ failed }: OperationTally): number {
  return Object.values(failed).reduce((sum, count) => sum + count, 0);
}

/** Empty for an objective on anything but response times. */
function watched(objective: Objective, studio: Studio): Watched[] {
  for (const stage of studio.stages) {
    for (const [name, { source }] of Object.entries(kindOf(stage).metrics)) {
      if (`${stage.name}.${name}` !== objective.metric || source.kind !== 'operations') continue;
      const { step, operations } = source;
      const isOurs = (tally: OperationTally) =>
        tally.stage === stage.name && tally.step === step && operations.includes(tally.kind);
      return [{ objective, isOurs, responses: new Histogram() }];
    }
  }
  return [];
}
