import type { Resource } from '../world/resources/resource.ts';
import type { History } from './history.ts';

/** The time that outages of a farm cost the jobs of one submission: in the queue while it is down, and in killed attempts. */
export class JobOutages {
  readonly #farm: Resource;
  readonly #submittedSeconds: number;
  /** Seconds for which the killed attempts of each job had held their nodes. */
  readonly #heldSeconds = new Map<string, number>();

  constructor(farm: Resource, submittedSeconds: number) {
    this.#farm = farm;
    this.#submittedSeconds = submittedSeconds;
  }

  /** An attempt was killed that had held its node for so long; returns the sum over all attempts of the job. */
  killed(task: string, next: string, heldSeconds: number): number {
    const held = heldSeconds + (this.#heldSeconds.get(task) ?? 0);
    this.#heldSeconds.delete(task);
    this.#heldSeconds.set(next, held);
    return held;
  }

  /** Adds to the history of a job that starts now what it lost to outages since its submission; returns that in seconds. */
  addTo(history: History, heldSeconds: number, now: number): number {
    const { id } = this.#farm;
    const waited = now - this.#submittedSeconds - heldSeconds;
    const down = Math.min(waited, this.#farm.downSeconds(this.#submittedSeconds, now));
    history.addOutage(id, heldSeconds + down);
    return heldSeconds + down;
  }

  /** Returns how long the job has been in the queue or on a node since its submission. */
  secondsSince(now: number): number {
    return now - this.#submittedSeconds;
  }
}
