import type { ArrivalProcess } from '../arrivals/arrival-process.ts';
import { timesOfDays } from '../arrivals/repeated-day.ts';
import { count, type Stage, signal, until, waitUntil } from '../effects.ts';
import type { StageDefinition, Upstream } from '../studio.ts';
import { daysOf, type StageContext } from './stage-context.ts';

/** One release of a stage's work, such as a wave or a delivery. */
export interface Release {
  /** Number among all releases of the run, from 0. */
  readonly number: number;
  readonly atSeconds: number;
}

/** The name of a release, and of the signal that its work has ended. */
export function releaseName(stage: string, release: number): string {
  return `${stage}[${release}]`;
}

/**
 * The releases of a stage, one after the other. Without `after` they come at the times of their process. With it each comes
 * when the work has ended that it waits for, and not before its time. A release is blocked where that work has failed.
 */
export class Releases {
  readonly #stage: StageDefinition;
  readonly #units: number;
  readonly #times: Iterator<number, void>;
  readonly #releasesADay: number;
  #number = -1;

  /** `purpose` names the random stream of the times; `units` is the work of one release. */
  constructor(
    stage: StageDefinition,
    process: ArrivalProcess,
    { purpose, units }: { readonly purpose: string; readonly units: number },
    context: StageContext,
  ) {
    this.#stage = stage;
    this.#units = units;
    this.#times = timesOfDays(process, context.streams.stream(stage.name, purpose), daysOf(context));
    this.#releasesADay = statedReleases(process) ?? 1;
  }

  /** Waits for the next release and returns it; undefined when there are no more. */
  *next(): Stage<Release | undefined> {
    for (;;) {
      const { value, done } = this.#times.next();
      if (done === true) return undefined;
      const number = ++this.#number;
      const atSeconds = yield* this.#due(number, value);
      if (atSeconds !== null) {
        yield* waitUntil(atSeconds, 'arrival');
        return { number, atSeconds };
      }
      yield* count('arrived', this.#units);
      yield* count('blocked', this.#units);
      yield* signal(releaseName(this.#stage.name, number), 'failed');
    }
  }

  /** Waits for all that a release depends on and returns when it is due; null where it is blocked. */
  *#due(number: number, notBeforeSeconds: number): Stage<number | null> {
    let atSeconds = notBeforeSeconds;
    let isBlocked = false;
    for (const upstream of this.#stage.after ?? []) {
      if (upstream.releases === 0) continue;
      const ended = yield* until(this.#awaited(upstream, number));
      atSeconds = Math.max(atSeconds, ended.atSeconds);
      isBlocked ||= ended.outcome === 'failed';
    }
    return isBlocked ? null : atSeconds;
  }

  /** Returns the signal of one upstream for which a release waits: the same release of the day, or the last one. */
  #awaited({ stage, releases }: Upstream, number: number): string {
    if (releases === null) return stage;
    const day = Math.floor(number / this.#releasesADay);
    return releaseName(stage, day * releases + Math.min(number % this.#releasesADay, releases - 1));
  }
}

/** Returns how many releases of a day stand at stated times; null for a process that is random or recorded. */
export function statedReleases(process: ArrivalProcess): number | null {
  return process.kind === 'scheduled' ? process.timesSeconds.length : null;
}
