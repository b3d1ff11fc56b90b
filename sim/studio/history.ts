import type { StageParts } from './stage-parts.ts';

/** No resource sets the pace. */
const NONE = -1;

/**
 * Account of the time of a unit of work since it arrived, kept while objectives ask for it. A task inherits the history
 * of the one that starts it, and takes over that of a task for whose end it waits. A history is therefore always that
 * of the chain of events that determined the time.
 */
export class History {
  readonly parts: StageParts;
  /** Seconds of each part. */
  readonly seconds: Float64Array;
  /** The part that the time in the farm's queue counts as, where a saturated resource sets the pace of the farm. */
  #queuedAs = NONE;

  constructor(parts: StageParts, seconds = new Float64Array(parts.count), queuedAs = NONE) {
    this.parts = parts;
    this.seconds = seconds;
    this.#queuedAs = queuedAs;
  }

  /** A history that goes on from here on its own. */
  branch(): History {
    return new History(this.parts, this.seconds.slice(), this.#queuedAs);
  }

  /** Destination of the body of a successful answer; otherwise, and for failures, it is kept as text. */
  follow(other: History): void {
    this.seconds.set(other.seconds);
    this.#queuedAs = other.#queuedAs;
  }

  /** Begins anew, as a unit of work does when it arrives. */
  restart(): void {
    this.seconds.fill(0);
    this.#queuedAs = NONE;
  }

  add(part: number, seconds: number): void {
    this.seconds[part]! += seconds;
  }

  /** Adds time of computing on the stage's farm. */
  addComputed(seconds: number): void {
    if (this.parts.compute !== null) this.add(this.parts.compute, seconds);
  }

  /** Adds time in the queue of the stage's farm; `pace` names the saturated resource at whose pace the farm went, if any. */
  addQueued(seconds: number, pace: string | null): void {
    if (this.parts.farmQueue !== null) this.add(this.parts.farmQueue, seconds);
    if (pace !== null) this.#queuedAs = this.parts.on(pace).saturation;
  }

  /** Adds time that an outage of a resource cost. */
  addOutage(resource: string, seconds: number): void {
    if (seconds > 0) this.add(this.parts.outageOf(resource), seconds);
  }

  /** Puts the parts of the time since the work arrived into an array; without the farm's, those of its storage alone. */
  take(into: Float64Array, withoutFarm: boolean): void {
    into.set(this.seconds);
    const { farmQueue, compute } = this.parts;
    if (farmQueue === null || compute === null) return;
    if (withoutFarm) {
      if (this.parts.hasOutages) into[this.parts.outageOf(this.parts.list[farmQueue]!.resource)] = 0;
      into[farmQueue] = into[compute] = 0;
    } else if (this.#queuedAs !== NONE) {
      into[this.#queuedAs]! += into[farmQueue]!;
      into[farmQueue] = 0;
    }
  }
}
