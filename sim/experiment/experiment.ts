import type { Studio } from '../../models/studio.ts';
import type { ReplicationOutcome } from '../studio/replication.ts';
import { isPrecise } from './estimate-precision.ts';
import { firstRoundDays, nextRoundDays } from './rounds.ts';

/** A replication to simulate. */
export interface ReplicationRequest {
  /** Place of the studio in the experiment. */
  readonly place: number;
  readonly studio: Studio;
  readonly replication: number;
  readonly days: number;
}

/** A studio of an experiment, with the replications of so many days that are known, in the order of their numbers. */
interface Candidate {
  readonly studio: Studio;
  days: number;
  outcomes: readonly ReplicationOutcome[];
}

/**
 * Studios that are simulated in equally many replications each, so that they can be compared. Ask for requests and
 * accept their outcomes until there are no more. Replications are decided upon in the order of their numbers, each
 * together with those before it. The end is therefore the same however many are simulated at once.
 */
export class Experiment {
  readonly #candidates: readonly Candidate[];
  readonly #countMax: number;
  /** So many replications are decided upon next. */
  #count: number;
  #ended = false;

  constructor(studios: readonly Studio[]) {
    this.#candidates = studios.map((studio) => ({ studio, days: firstRoundDays(studio), outcomes: [] }));
    this.#countMax = Math.max(...studios.map(({ run }) => run.replications));
    this.#count = Math.max(...studios.map(({ run }) => run.precision?.replicationsMin ?? run.replications));
  }

  /** The most replications that are still to come, as long as no day has to be repeated more often. */
  get requestsMax(): number {
    if (this.#ended) return 0;
    return this.#candidates.reduce((sum, { outcomes }) => sum + this.#countMax - outcomes.length, 0);
  }

  /** Days of each studio. They grow where a day is repeated until it is steady. */
  get days(): readonly number[] {
    return this.#candidates.map(({ days }) => days);
  }

  /** Returns the next replications to simulate: as many as must be known, or `atOnce` of them if that is more. */
  requests(atOnce: number): readonly ReplicationRequest[] {
    if (this.#ended) return [];
    return this.#candidates.flatMap(({ studio, days, outcomes }, place) => {
      const from = outcomes.length;
      if (from >= this.#count) return [];
      const to = Math.min(this.#countMax, Math.max(this.#count, from + atOnce));
      return Array.from({ length: to - from }, (_, index) => ({
        place,
        studio,
        days,
        replication: from + index,
      }));
    });
  }

  /** Takes in the outcomes of requests, in their order, and decides how to go on. */
  accept(requests: readonly ReplicationRequest[], outcomes: readonly ReplicationOutcome[]): void {
    for (const [place, candidate] of this.#candidates.entries()) {
      const own = outcomes.filter((_, index) => requests[index]!.place === place);
      candidate.outcomes = [...candidate.outcomes, ...own];
    }
    while (!this.#ended && this.#candidates.every(({ outcomes: known }) => known.length >= this.#count)) {
      this.#decide();
    }
  }

  /** The outcomes of each studio; final when there are no more requests. */
  get outcomes(): readonly (readonly ReplicationOutcome[])[] {
    return this.#candidates.map(({ outcomes }) => outcomes.slice(0, this.#count));
  }

  /** Decides by the first `#count` replications: more days, the end, or one replication more. */
  #decide(): void {
    const known = this.outcomes;
    const days = this.#candidates.map(({ studio }, place) => nextRoundDays(studio, known[place]!));
    if (days.some((more) => more !== null)) {
      for (const [place, candidate] of this.#candidates.entries()) {
        const more = days[place]!;
        if (more !== null) Object.assign(candidate, { days: more, outcomes: [] });
      }
      return;
    }
    const precise = this.#candidates.every(({ studio }, place) => isPrecise(studio, known[place]!));
    if (precise || this.#count === this.#countMax) this.#ended = true;
    else this.#count++;
  }
}
