import type { QueueEntry, Scheduler, SchedulerPolicy } from './scheduler-policy.ts';

/** The lowest priority number goes first; within one, the order of submission. */
export const PRIORITY: SchedulerPolicy = {
  name: 'priority',
  description: 'the lowest priority number first, in order of submission within one',
  scheduler: <Entry extends QueueEntry>() => new PriorityScheduler<Entry>(),
};

class PriorityScheduler<Entry extends QueueEntry> implements Scheduler<Entry> {
  /** One for each priority that has come up, in the order in which they are served. */
  readonly #levels: Level<Entry>[] = [];

  submitted(entry: Entry): void {
    this.#levelOf(entry.placement.priority).add(entry);
  }

  started(): void {}

  ended(): void {}

  next(): Entry | undefined {
    for (const { first } of this.#levels) if (first !== undefined) return first;
    return undefined;
  }

  #levelOf(priority: number): Level<Entry> {
    const place = this.#levels.findIndex((level) => level.priority >= priority);
    if (this.#levels[place]?.priority === priority) return this.#levels[place];
    const level = new Level<Entry>(priority);
    this.#levels.splice(place < 0 ? this.#levels.length : place, 0, level);
    return level;
  }
}

/** The entries of one priority with jobs that have not started, in the order in which they came. */
class Level<Entry extends QueueEntry> {
  readonly priority: number;
  #entries: Entry[] = [];
  #head = 0;

  constructor(priority: number) {
    this.priority = priority;
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** The first entry with a job that waits; undefined if there is none. Takes O(1), amortized. */
  get first(): Entry | undefined {
    while (this.#entries[this.#head]?.waiting === 0) this.#head++;
    if (this.#head > 32 && this.#head * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#head);
      this.#head = 0;
    }
    return this.#entries[this.#head];
  }
}
