/**
 * The calendar: the clock, and the pending events in the exact order (time, priority, sequence).
 *
 * It is a 4-ary heap in typed arrays that double when full, so an event in steady state allocates nothing. It is half
 * as deep as a binary heap, and the times of a node's four children lie together. A node is a time and a slot; the rest
 * of an event stays in its slot while the heap moves. Taking an event leaves the root open. The next one scheduled,
 * mostly its own successor, fills that place and slot, without going to the end of the heap and up.
 *
 * An event's name is its slot. Cancelling marks the slot, and the event is dropped when it comes up. When more than
 * half of the heap is cancelled, it is rebuilt without them. Garbage is therefore bounded by the pending events, and
 * cancelling costs O(1) amortized.
 *
 * The clock is a double, whose steps grow with the time. A positive delay always advances it: one too short for the
 * clock takes one step.
 */

const INITIAL_EVENTS = 64;
const CHILDREN = 4;
/** Just above half a step of a double, relative to it: with so much added, it is rounded to the next one. */
const HALF_STEP = 2 ** -53 * (1 + 2 ** -52);

/** The earliest time after `seconds` that a clock in doubles can show; not for 0, beside which no delay is too short. */
export function nextInstant(seconds: number): number {
  return seconds + seconds * HALF_STEP;
}

export class Calendar {
  // The heap, by nodes: the children of node n are 4n + 1 to 4n + 4.
  #times = new Float64Array(INITIAL_EVENTS);
  #slots = new Int32Array(INITIAL_EVENTS);
  #size = 0;
  /** The root's event has been taken, and its place stands open. */
  #rootOpen = false;
  // The events, by slots.
  #priorities = new Float64Array(INITIAL_EVENTS);
  #sequences = new Float64Array(INITIAL_EVENTS);
  #handlers = new Int32Array(INITIAL_EVENTS);
  #arguments = new Int32Array(INITIAL_EVENTS);
  #isCancelled = new Uint8Array(INITIAL_EVENTS);
  /** Slots without an event: the first `#freeCount` of these. */
  #free = new Int32Array(INITIAL_EVENTS);
  #freeCount = 0;
  /** How many pending events are cancelled. */
  #cancelled = 0;
  /** Exact to 2^53, centuries of events. */
  #sequence = 0;
  readonly #clock = new Float64Array(1);

  constructor() {
    this.#freeSlots(0);
  }

  /** The current time, in seconds: that of the event taken last, unless `advance` has moved it on. */
  get now(): number {
    return this.#clock[0]!;
  }

  /** Events pending: scheduled, neither taken nor cancelled. */
  get pending(): number {
    return this.#size - this.#cancelled - (this.#rootOpen ? 1 : 0);
  }

  /**
   * Schedules an event and returns its name, good until it is taken or cancelled. `time` and `priority` must not be NaN,
   * nor `time` be before now; lower priorities go first among equal times. `handler` and `argument` are 32-bit integers,
   * handed back when the event is taken.
   */
  schedule(time: number, priority: number, handler: number, argument: number): number {
    const node = this.#openNode();
    this.#times[node] = time;
    return this.#place(node, priority, handler, argument);
  }

  /**
   * Schedules like `schedule`, `delaySeconds[0]` from now; at the next instant if the clock cannot show a delay so
   * short. V8 boxes each double that is passed to a function it does not inline, 16 bytes an event, but not one in a
   * typed array. Throws a RangeError for a delay that is negative, no number, or leads to no finite time.
   */
  scheduleAfter(delaySeconds: Float64Array, priority: number, handler: number, argument: number): number {
    const now = this.#clock[0]!;
    const delay = delaySeconds[0]!;
    const time = now + delay;
    if (!(delay >= 0 && time < Infinity)) throw impossibleDelay(delay, now);
    const node = this.#openNode();
    this.#times[node] = time === now && delay > 0 ? nextInstant(now) : time;
    return this.#place(node, priority, handler, argument);
  }

  /** Makes the event of a node that has its time. */
  #place(node: number, priority: number, handler: number, argument: number): number {
    const slot = this.#slots[node]!;
    this.#priorities[slot] = priority;
    this.#sequences[slot] = this.#sequence++;
    this.#handlers[slot] = handler;
    this.#arguments[slot] = argument;
    if (node === 0) this.#siftDown(0);
    else this.#siftUp(node);
    return slot;
  }

  /** Cancels a pending event. The caller must know that it is pending. */
  cancel(slot: number): void {
    this.#isCancelled[slot] = 1;
    this.#cancelled++;
    if (this.#cancelled > INITIAL_EVENTS && this.#cancelled * 2 > this.#size) this.#compact();
  }

  /** The time of the next event, in seconds; Infinity if there is none. */
  get nextSeconds(): number {
    return this.#closeRoot() ? this.#times[0]! : Infinity;
  }

  /** Takes the next event if it is due by `untilSeconds`, and moves the clock to it. Returns whether it did. */
  take(untilSeconds: number): boolean {
    if (!this.#closeRoot()) return false;
    const time = this.#times[0]!;
    if (time > untilSeconds) return false;
    this.#clock[0] = time;
    this.#rootOpen = true;
    return true;
  }

  // Of the event that was taken; to be read before another is scheduled, which may fall into its place.

  get handler(): number {
    return this.#handlers[this.#slots[0]!]!;
  }

  get argument(): number {
    return this.#arguments[this.#slots[0]!]!;
  }

  get priority(): number {
    return this.#priorities[this.#slots[0]!]!;
  }

  get sequence(): number {
    return this.#sequences[this.#slots[0]!]!;
  }

  /** Moves the clock on to a time before which no event is pending. */
  advance(timeSeconds: number): void {
    this.#clock[0] = timeSeconds;
  }

  /** The root if it stands open, else a node at the end of the heap, with a free slot. */
  #openNode(): number {
    if (this.#rootOpen) {
      this.#rootOpen = false;
      return 0;
    }
    if (this.#freeCount === 0) this.#grow();
    this.#slots[this.#size] = this.#free[--this.#freeCount]!;
    return this.#size++;
  }

  #grow(): void {
    const slots = this.#times.length;
    this.#times = doubled(this.#times);
    this.#slots = doubled(this.#slots);
    this.#priorities = doubled(this.#priorities);
    this.#sequences = doubled(this.#sequences);
    this.#handlers = doubled(this.#handlers);
    this.#arguments = doubled(this.#arguments);
    this.#isCancelled = doubled(this.#isCancelled);
    this.#free = doubled(this.#free);
    this.#freeSlots(slots);
  }

  #freeSlots(first: number): void {
    for (let slot = this.#times.length - 1; slot >= first; slot--) this.#free[this.#freeCount++] = slot;
  }

  /** Does the event of one slot go before that of another with the same time? */
  #tieBefore(slot: number, other: number): boolean {
    const priority = this.#priorities[slot]!;
    const otherPriority = this.#priorities[other]!;
    return priority === otherPriority
      ? this.#sequences[slot]! < this.#sequences[other]!
      : priority < otherPriority;
  }

  // An event to be moved stands at its node already, instead of being handed over: V8 boxes each double that is passed
  // to a function too long to be inlined, 16 bytes an event.

  /** Moves the latest event up to where it belongs. */
  #siftUp(start: number): void {
    const times = this.#times;
    const slots = this.#slots;
    const time = times[start]!;
    const slot = slots[start]!;
    let node = start;
    while (node > 0) {
      const parent = (node - 1) >> 2;
      const parentTime = times[parent]!;
      if (parentTime < time) break;
      const parentSlot = slots[parent]!;
      if (parentTime === time && this.#priorities[parentSlot]! <= this.#priorities[slot]!) break;
      times[node] = parentTime;
      slots[node] = parentSlot;
      node = parent;
    }
    times[node] = time;
    slots[node] = slot;
  }

  /** Moves an event down to where it belongs. */
  #siftDown(start: number): void {
    const times = this.#times;
    const slots = this.#slots;
    const size = this.#size;
    const time = times[start]!;
    const slot = slots[start]!;
    let node = start;
    for (;;) {
      const first = node * CHILDREN + 1;
      if (first >= size) break;
      let least = first;
      let leastTime = times[first]!;
      const end = Math.min(first + CHILDREN, size);
      for (let child = first + 1; child < end; child++) {
        const childTime = times[child]!;
        if (
          childTime < leastTime ||
          (childTime === leastTime && this.#tieBefore(slots[child]!, slots[least]!))
        ) {
          least = child;
          leastTime = childTime;
        }
      }
      if (leastTime > time || (leastTime === time && !this.#tieBefore(slots[least]!, slot))) break;
      times[node] = leastTime;
      slots[node] = slots[least]!;
      node = least;
    }
    times[node] = time;
    slots[node] = slot;
  }

  /** Has the next event at the root; false if there is none. */
  #closeRoot(): boolean {
    if (this.#rootOpen) {
      this.#rootOpen = false;
      this.#removeRoot();
    }
    if (this.#cancelled > 0) this.#dropCancelled();
    return this.#size > 0;
  }

  #removeRoot(): void {
    this.#free[this.#freeCount++] = this.#slots[0]!;
    const last = --this.#size;
    if (last === 0) return;
    this.#times[0] = this.#times[last]!;
    this.#slots[0] = this.#slots[last]!;
    this.#siftDown(0);
  }

  #dropCancelled(): void {
    while (this.#size > 0 && this.#isCancelled[this.#slots[0]!] === 1) {
      this.#isCancelled[this.#slots[0]!] = 0;
      this.#cancelled--;
      this.#removeRoot();
    }
  }

  /** Drops the cancelled events and restores the heap from the lowest parents upwards. */
  #compact(): void {
    if (this.#rootOpen) {
      this.#rootOpen = false;
      this.#removeRoot();
    }
    let kept = 0;
    for (let node = 0; node < this.#size; node++) {
      const slot = this.#slots[node]!;
      if (this.#isCancelled[slot] === 1) {
        this.#isCancelled[slot] = 0;
        this.#free[this.#freeCount++] = slot;
      } else {
        this.#times[kept] = this.#times[node]!;
        this.#slots[kept] = slot;
        kept++;
      }
    }
    this.#size = kept;
    this.#cancelled = 0;
    for (let node = (kept - 2) >> 2; node >= 0; node--) this.#siftDown(node);
  }
}

function impossibleDelay(delaySeconds: number, now: number): RangeError {
  return new RangeError(
    `cannot schedule ${delaySeconds} s ahead, at ${now} s: a delay must be zero or more and lead to a finite time`,
  );
}

function doubled<T extends Float64Array | Int32Array | Uint8Array>(array: T): T {
  const larger = new (array.constructor as new (length: number) => T)(array.length * 2);
  larger.set(array);
  return larger;
}
