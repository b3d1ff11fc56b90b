/**
 * The calendar: pending events in the exact order (time, priority, sequence).
 *
 * An event lives in a *slot* that holds its handler and argument; the heap orders slots. Slots and heap are typed
 * arrays that double when full, so an event in steady state allocates nothing. The heap is 4-ary: it is half as deep
 * as a binary one, and the four children of a node share a cache line or two.
 *
 * Cancelling marks the slot and leaves it in the heap; when more than half of the heap is marked, the heap is rebuilt
 * without them. So garbage is bounded by the live events, and a cancellation costs O(1) amortized.
 */

const INITIAL_CAPACITY = 64;
const CANCELLED = -1;

export class Calendar {
  // The heap: the time and the slot of each node.
  #times = new Float64Array(INITIAL_CAPACITY);
  #slots = new Int32Array(INITIAL_CAPACITY);
  #size = 0;
  /** The root's event has been taken and its place stands open: the next event scheduled falls into it. */
  #rootOpen = false;
  #cancelled = 0;

  // The slots. Sequence numbers are integers in a double: exact to 2^53, centuries of events.
  #priorities = new Float64Array(INITIAL_CAPACITY);
  #sequences = new Float64Array(INITIAL_CAPACITY);
  #handlers = new Int32Array(INITIAL_CAPACITY);
  #arguments = new Int32Array(INITIAL_CAPACITY);
  #freeSlots = new Int32Array(INITIAL_CAPACITY);
  #freeCount = 0;
  #slotCount = 0;
  #sequence = 0;

  /** Events pending: scheduled, not yet taken and not cancelled. */
  get pending(): number {
    return this.#size - this.#cancelled - (this.#rootOpen ? 1 : 0);
  }

  /**
   * Schedules an event and returns its slot, which names it until it is taken or cancelled.
   * `time` and `priority` must not be NaN; lower priorities go first among equal times.
   */
  schedule(time: number, priority: number, handler: number, argument: number): number {
    const slot = this.#freeCount > 0 ? this.#freeSlots[--this.#freeCount]! : this.#newSlot();
    this.#priorities[slot] = priority;
    this.#sequences[slot] = this.#sequence++;
    this.#handlers[slot] = handler;
    this.#arguments[slot] = argument;
    if (this.#rootOpen) {
      this.#rootOpen = false;
      this.#siftDown(0, time, slot);
    } else {
      this.#siftUp(this.#size++, time, slot);
    }
    return slot;
  }

  /** Cancels the pending event in `slot`. The caller must know that it is still pending. */
  cancel(slot: number): void {
    this.#handlers[slot] = CANCELLED;
    this.#cancelled++;
    if (this.#cancelled > INITIAL_CAPACITY && this.#cancelled > this.#size >> 1) this.#compact();
  }

  /** The time of the next event; Infinity if there is none. */
  nextTime(): number {
    if (this.#rootOpen) this.#removeRoot();
    while (this.#cancelled > 0 && this.#size > 0 && this.#handlers[this.#slots[0]!] === CANCELLED) {
      this.#cancelled--;
      this.#freeSlots[this.#freeCount++] = this.#slots[0]!;
      this.#removeRoot();
    }
    return this.#size > 0 ? this.#times[0]! : Infinity;
  }

  /** Takes the next event; call only after `nextTime` returned its time. Its slot may be read until the next schedule. */
  take(): number {
    const slot = this.#slots[0]!;
    this.#rootOpen = true;
    this.#freeSlots[this.#freeCount++] = slot;
    return slot;
  }

  handlerOf(slot: number): number {
    return this.#handlers[slot]!;
  }

  argumentOf(slot: number): number {
    return this.#arguments[slot]!;
  }

  priorityOf(slot: number): number {
    return this.#priorities[slot]!;
  }

  sequenceOf(slot: number): number {
    return this.#sequences[slot]!;
  }

  #newSlot(): number {
    if (this.#slotCount === this.#times.length) this.#grow();
    return this.#slotCount++;
  }

  // There are never more nodes than slots, so one capacity serves both.
  #grow(): void {
    this.#times = grown(this.#times, Float64Array);
    this.#slots = grown(this.#slots, Int32Array);
    this.#priorities = grown(this.#priorities, Float64Array);
    this.#sequences = grown(this.#sequences, Float64Array);
    this.#handlers = grown(this.#handlers, Int32Array);
    this.#arguments = grown(this.#arguments, Int32Array);
    this.#freeSlots = grown(this.#freeSlots, Int32Array);
  }

  /** Does the event in slot `a` go before the one in slot `b`, their times being equal? */
  #tieBefore(a: number, b: number): boolean {
    const difference = this.#priorities[a]! - this.#priorities[b]!;
    return difference === 0 ? this.#sequences[a]! < this.#sequences[b]! : difference < 0;
  }

  #siftUp(start: number, time: number, slot: number): void {
    const times = this.#times;
    const slots = this.#slots;
    let node = start;
    while (node > 0) {
      const parent = (node - 1) >> 2;
      const parentTime = times[parent]!;
      if (parentTime < time || (parentTime === time && !this.#tieBefore(slot, slots[parent]!))) break;
      times[node] = parentTime;
      slots[node] = slots[parent]!;
      node = parent;
    }
    times[node] = time;
    slots[node] = slot;
  }

  #siftDown(start: number, time: number, slot: number): void {
    const times = this.#times;
    const slots = this.#slots;
    const size = this.#size;
    let node = start;
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

  #removeRoot(): void {
    this.#rootOpen = false;
    const last = --this.#size;
    if (last > 0) this.#siftDown(0, this.#times[last]!, this.#slots[last]!);
  }

  /** Drops the cancelled events and restores the heap from the leaves' parents upwards. */
  #compact(): void {
    if (this.#rootOpen) this.#removeRoot();
    const times = this.#times;
    const slots = this.#slots;
    let kept = 0;
    for (let node = 0; node < this.#size; node++) {
      const slot = slots[node]!;
      if (this.#handlers[slot] === CANCELLED) {
        this.#freeSlots[this.#freeCount++] = slot;
      } else {
        times[kept] = times[node]!;
        slots[kept++] = slot;
      }
    }
    this.#size = kept;
    this.#cancelled = 0;
    for (let node = (kept - 2) >> 2; node >= 0; node--) this.#siftDown(node, times[node]!, slots[node]!);
  }
}

function grown<A extends Float64Array | Int32Array>(array: A, make: new (length: number) => A): A {
  const larger = new make(array.length * 2);
  larger.set(array);
  return larger;
}
