import type { QueueEntry, Scheduler, SchedulerPolicy } from '../../models/scheduling/scheduler-policy.ts';

/** A scheduler policy from outside: what was submitted last goes first. */
export const LAST_FIRST: SchedulerPolicy = {
  name: 'last-first',
  description: 'what was submitted last goes first',
  scheduler: <Entry extends QueueEntry>() => new LastFirst<Entry>(),
};

class LastFirst<Entry extends QueueEntry> implements Scheduler<Entry> {
  readonly #entries: Entry[] = [];

  submitted(entry: Entry): void {
    this.#entries.push(entry);
  }

  started(): void {}

  ended(): void {}

  next(): Entry | undefined {
    while (this.#entries.at(-1)?.waiting === 0) this.#entries.pop();
    return this.#entries.at(-1);
  }
}
