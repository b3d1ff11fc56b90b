/**
 * The calendar: the clock, and the pending events in the exact order (time, priority, sequence).
 *
 * A 4-ary heap in typed arrays that double when full, so that an event in steady state allocates nothing: half as deep
 * as a binary heap, and the four children of a node lie together. An event that is taken leaves the root open; the next
 * one scheduled, mostly its own successor, falls into that place without going to the end of the heap and up.
 *
 * An event's name is its sequence number, an integer in a double: exact to 2^53, centuries of events. Cancelling notes
 * the name, and the event is dropped when it comes up; when more than half of the heap is cancelled, it is rebuilt
 * without them. So garbage is bounded by what is pending, and cancelling costs O(1) amortized.
 */

const INITIAL_CAPACITY = 64;

export class Calendar {
  #times = new Float64Array(INITIAL_CAPACITY);
  #priorities = new Float64Array(INITIAL_CAPACITY);
  #sequences = new Float64Array(INITIAL_CAPACITY);
  #handlers = new Int32Array(INITIAL_CAPACITY);
  #arguments = new Int32Array(INITIAL_CAPACITY);
  #size = 0;
  /** The root's event has been taken, and its place stands open. */
  #rootOpen = false;
  #sequence = 0;
  readonly #cancelled = new Set<number>();
  readonly #clock = new Float64Array(1);

  /** The current time, in seconds: that of the event taken last, unless `advance` has moved it on. */
  get now(): number {
    return this.#clock[0]!;
  }

  /** Events pending: scheduled, neither taken nor cancelled. */
  get pending(): number {
    return this.#size - this.#cancelled.size - (this.#rootOpen ? 1 : 0);
  }

  /**
   * Schedules an event and returns its name. `time` and `priority` must not be NaN, nor `time` be before now; lower
   * priorities go first among equal times. `handler` and `argument` are 32-bit integers.
   */
  schedule(time: number, priority: number, handler: number, argument: number): number {
    const sequence = this.#sequence++;
    if (this.#rootOpen) {
      this.#rootOpen = false;
      this.#siftDown(0, time, priority, sequence, handler, argument);
    } else {
      if (this.#size === this.#times.length) this.#grow();
      this.#siftUp(time, priority, sequence, handler, argument);
    }
    return sequence;
  }

  /** Cancels a pending event. The caller must know that it is pending. */
  cancel(name: number): void {
    this.#cancelled.add(name);
    if (this.#cancelled.size > INITIAL_CAPACITY && this.#cancelled.size > this.#size >> 1) this.#compact();
  }

  /** The time of the next event, in seconds; Infinity if there is none. */
  get nextSeconds(): number {
    if (this.#rootOpen) this.#removeRoot();
    if (this.#cancelled.size > 0) this.#dropCancelled();
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#times[0]!;
  }

  /** Takes the next event if it is due by `untilSeconds`, and moves the clock to it. Returns whether it did. */
  take(untilSeconds: number): boolean {
    if (this.#rootOpen) this.#removeRoot();
    if (this.#cancelled.size > 0) this.#dropCancelled();
    if (this.#size === 0) return false;
    const time = this.#times[0]!;
    if (time > untilSeconds) return false;
    this.#clock[0] = time;
    this.#rootOpen = true;
    return true;
  }

  // Of the event that was taken; to be read before another is scheduled, which may fall into its place.

  get handler(): number {
    return this.#handlers[0]!;
  }

  get argument(): number {
    return this.#arguments[0]!;
  }

  get priority(): number {
    return this.#priorities[0]!;
  }

  get sequence(): number {
    return this.#sequences[0]!;
  }

  /** Moves the clock on to a time before which no event is pending. */
  advance(timeSeconds: number): void {
    this.#clock[0] = timeSeconds;
  }

  #grow(): void {
    this.#times = grown(this.#times, Float64Array);
    this.#priorities = grown(this.#priorities, Float64Array);
    this.#sequences = grown(this.#sequences, Float64Array);
    this.#handlers = grown(this.#handlers, Int32Array);
    this.#arguments = grown(this.#arguments, Int32Array);
  }

  /** Does the event at `node` go before one of the same time with this priority and sequence? */
  #tieBefore(node: number, priority: number, sequence: number): boolean {
    const own = this.#priorities[node]!;
    return own === priority ? this.#sequences[node]! < sequence : own < priority;
  }

  /** Opens a node at the end and moves it up to where the latest event belongs. */
  #siftUp(time: number, priority: number, sequence: number, handler: number, argument: number): void {
    const times = this.#times;
    const priorities = this.#priorities;
    const sequences = this.#sequences;
    const handlers = this.#handlers;
    const args = this.#arguments;
    let node = this.#size++;
    while (node > 0) {
      const parent = (node - 1) >> 2;
      const parentTime = times[parent]!;
      if (parentTime < time || (parentTime === time && priorities[parent]! <= priority)) break;
      times[node] = parentTime;
      priorities[node] = priorities[parent]!;
      sequences[node] = sequences[parent]!;
      handlers[node] = handlers[parent]!;
      args[node] = args[parent]!;
      node = parent;
    }
    times[node] = time;
    priorities[node] = priority;
    sequences[node] = sequence;
    handlers[node] = handler;
    args[node] = argument;
  }

  /** Moves an open node down to where an event belongs. */
  #siftDown(
    open: number,
    time: number,
    priority: number,
    sequence: number,
    handler: number,
    argument: number,
  ): void {
    const times = this.#times;
    const priorities = this.#priorities;
    const sequences = this.#sequences;
    const handlers = this.#handlers;
    const args = this.#arguments;
    const size = this.#size;
    let node = open;
    for (;;) {
      const firstChild = (node << 2) + 1;
      if (firstChild >= size) break;
      let least = firstChild;
      let leastTime = times[firstChild]!;
      const end = Math.min(firstChild + 4, size);
      for (let child = firstChild + 1; child < end; child++) {
        const childTime = times[child]!;
        if (
          childTime < leastTime ||
          (childTime === leastTime && this.#tieBefore(child, priorities[least]!, sequences[least]!))
        ) {
          least = child;
          leastTime = childTime;
        }
      }
      if (leastTime > time || (leastTime === time && !this.#tieBefore(least, priority, sequence))) break;
      times[node] = leastTime;
      priorities[node] = priorities[least]!;
      sequences[node] = sequences[least]!;
      handlers[node] = handlers[least]!;
      args[node] = args[least]!;
      node = least;
    }
    times[node] = time;
    priorities[node] = priority;
    sequences[node] = sequence;
    handlers[node] = handler;
    args[node] = argument;
  }

  /** Moves the open node `to` down to where the event at `from` belongs. */
  #settle(from: number, to: number): void {
    const time = this.#times[from]!;
    this.#siftDown(
      to,
      time,
      this.#priorities[from]!,
      this.#sequences[from]!,
      this.#handlers[from]!,
      this.#arguments[from]!,
    );
  }

  #removeRoot(): void {
    this.#rootOpen = false;
    this.#size--;
    if (this.#size > 0) this.#settle(this.#size, 0);
  }

  #dropCancelled(): void {
    while (this.#size > 0 && this.#cancelled.delete(this.#sequences[0]!)) this.#removeRoot();
  }

  /** Drops the cancelled events and restores the heap from the lowest parents upwards. */
  #compact(): void {
    if (this.#rootOpen) this.#removeRoot();
    let kept = 0;
    for (let node = 0; node < this.#size; node++) {
      if (this.#cancelled.delete(this.#sequences[node]!)) continue;
      this.#times[kept] = this.#times[node]!;
      this.#priorities[kept] = this.#priorities[node]!;
      this.#sequences[kept] = this.#sequences[node]!;
      this.#handlers[kept] = this.#handlers[node]!;
      this.#arguments[kept] = this.#arguments[node]!;
      kept++;
    }
    this.#size = kept;
    for (let node = (kept - 2) >> 2; node >= 0; node--) this.#settle(node, node);
  }
}

function grown<A extends Float64Array | Int32Array>(array: A, make: new (length: number) => A): A {
  const larger = new make(array.length * 2);
  larger.set(array);
  return larger;
}
