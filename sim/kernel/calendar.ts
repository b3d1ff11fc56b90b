/**
 * The calendar: the clock, and the pending events in the exact order (time, priority, sequence).
 *
 * A 4-ary heap in one typed array that doubles when full, so that an event in steady state allocates nothing: half as
 * deep as a binary heap, and the four children of a node lie together, 32 bytes each. An event that is taken leaves the
 * root open; the next one scheduled, mostly its own successor, falls into that place without going to the end of the
 * heap and up.
 *
 * An event's name is its sequence number, an integer in a double: exact to 2^53, centuries of events. Cancelling notes
 * the name, and the event is dropped when it comes up; when more than half of the heap is cancelled, it is rebuilt
 * without them. So garbage is bounded by what is pending, and cancelling costs O(1) amortized.
 */

/** An event is four numbers in a row: time, priority, sequence, payload. A node is the place of the first. */
const STRIDE = 4;
const PRIORITY = 1;
const SEQUENCE = 2;
const PAYLOAD = 3;

const INITIAL_EVENTS = 64;

export class Calendar {
  #heap = new Float64Array(INITIAL_EVENTS * STRIDE);
  /** Where the heap ends: the node that the next event opens. */
  #end = 0;
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
    return this.#end / STRIDE - this.#cancelled.size - (this.#rootOpen ? 1 : 0);
  }

  /**
   * Schedules an event and returns its name. `time` and `priority` must not be NaN, nor `time` be before now; lower
   * priorities go first among equal times. `payload` is any number, handed back when the event is taken.
   */
  schedule(time: number, priority: number, payload: number): number {
    let node = 0;
    if (!this.#rootOpen) {
      node = this.#end;
      if (node === this.#heap.length) this.#grow();
      this.#end += STRIDE;
    }
    const heap = this.#heap;
    const sequence = this.#sequence++;
    heap[node] = time;
    heap[node + PRIORITY] = priority;
    heap[node + SEQUENCE] = sequence;
    heap[node + PAYLOAD] = payload;
    if (this.#rootOpen) {
      this.#rootOpen = false;
      this.#siftDown(0);
    } else {
      this.#siftUp(node);
    }
    return sequence;
  }

  /** Cancels a pending event. The caller must know that it is pending. */
  cancel(name: number): void {
    this.#cancelled.add(name);
    const cancelled = this.#cancelled.size;
    if (cancelled > INITIAL_EVENTS && cancelled * 2 * STRIDE > this.#end) this.#compact();
  }

  /** The time of the next event, in seconds; Infinity if there is none. */
  get nextSeconds(): number {
    return this.#closeRoot() ? this.#heap[0]! : Infinity;
  }

  /** Takes the next event if it is due by `untilSeconds`, and moves the clock to it. Returns whether it did. */
  take(untilSeconds: number): boolean {
    if (!this.#closeRoot()) return false;
    const time = this.#heap[0]!;
    if (time > untilSeconds) return false;
    this.#clock[0] = time;
    this.#rootOpen = true;
    return true;
  }

  // Of the event that was taken; to be read before another is scheduled, which may fall into its place.

  get payload(): number {
    return this.#heap[PAYLOAD]!;
  }

  get priority(): number {
    return this.#heap[PRIORITY]!;
  }

  get sequence(): number {
    return this.#heap[SEQUENCE]!;
  }

  /** Moves the clock on to a time before which no event is pending. */
  advance(timeSeconds: number): void {
    this.#clock[0] = timeSeconds;
  }

  #grow(): void {
    const larger = new Float64Array(this.#heap.length * 2);
    larger.set(this.#heap);
    this.#heap = larger;
  }

  /** Does the event at `node` go before one of the same time with this priority and sequence? */
  #tieBefore(node: number, priority: number, sequence: number): boolean {
    const own = this.#heap[node + PRIORITY]!;
    return own === priority ? this.#heap[node + SEQUENCE]! < sequence : own < priority;
  }

  // An event to be moved stands at its node already, instead of being handed over: V8 boxes each double that is passed
  // to a function too long to be inlined, 16 bytes an event.

  /** Moves the latest event up to where it belongs. */
  #siftUp(start: number): void {
    const heap = this.#heap;
    const time = heap[start]!;
    const priority = heap[start + PRIORITY]!;
    const sequence = heap[start + SEQUENCE]!;
    const payload = heap[start + PAYLOAD]!;
    let node = start;
    while (node > 0) {
      const parent = parentOf(node);
      const parentTime = heap[parent]!;
      if (parentTime < time || (parentTime === time && heap[parent + PRIORITY]! <= priority)) break;
      copyEvent(heap, parent, node);
      node = parent;
    }
    heap[node] = time;
    heap[node + PRIORITY] = priority;
    heap[node + SEQUENCE] = sequence;
    heap[node + PAYLOAD] = payload;
  }

  /** Moves an event down to where it belongs. */
  #siftDown(start: number): void {
    const heap = this.#heap;
    const heapEnd = this.#end;
    const time = heap[start]!;
    const priority = heap[start + PRIORITY]!;
    const sequence = heap[start + SEQUENCE]!;
    const payload = heap[start + PAYLOAD]!;
    let node = start;
    for (;;) {
      const firstChild = node * 4 + STRIDE;
      if (firstChild >= heapEnd) break;
      let least = firstChild;
      let leastTime = heap[firstChild]!;
      const end = Math.min(firstChild + 4 * STRIDE, heapEnd);
      for (let child = firstChild + STRIDE; child < end; child += STRIDE) {
        const childTime = heap[child]!;
        if (
          childTime < leastTime ||
          (childTime === leastTime &&
            this.#tieBefore(child, heap[least + PRIORITY]!, heap[least + SEQUENCE]!))
        ) {
          least = child;
          leastTime = childTime;
        }
      }
      if (leastTime > time || (leastTime === time && !this.#tieBefore(least, priority, sequence))) break;
      copyEvent(heap, least, node);
      node = least;
    }
    heap[node] = time;
    heap[node + PRIORITY] = priority;
    heap[node + SEQUENCE] = sequence;
    heap[node + PAYLOAD] = payload;
  }

  /** Has the next event at the root; false if there is none. */
  #closeRoot(): boolean {
    if (this.#rootOpen) this.#removeRoot();
    if (this.#cancelled.size > 0) this.#dropCancelled();
    return this.#end > 0;
  }

  #removeRoot(): void {
    this.#rootOpen = false;
    this.#end -= STRIDE;
    if (this.#end === 0) return;
    copyEvent(this.#heap, this.#end, 0);
    this.#siftDown(0);
  }

  #dropCancelled(): void {
    while (this.#end > 0 && this.#cancelled.delete(this.#heap[SEQUENCE]!)) this.#removeRoot();
  }

  /** Drops the cancelled events and restores the heap from the lowest parents upwards. */
  #compact(): void {
    if (this.#rootOpen) this.#removeRoot();
    const heap = this.#heap;
    let kept = 0;
    for (let node = 0; node < this.#end; node += STRIDE) {
      if (this.#cancelled.delete(heap[node + SEQUENCE]!)) continue;
      copyEvent(heap, node, kept);
      kept += STRIDE;
    }
    this.#end = kept;
    for (let node = parentOf(kept - STRIDE); node >= 0; node -= STRIDE) this.#siftDown(node);
  }
}

/** Below 0 for the root, and for the end of an empty heap. */
function parentOf(node: number): number {
  return ((node - STRIDE) >> 4) * STRIDE;
}

function copyEvent(heap: Float64Array, from: number, to: number): void {
  heap[to] = heap[from]!;
  heap[to + PRIORITY] = heap[from + PRIORITY]!;
  heap[to + SEQUENCE] = heap[from + SEQUENCE]!;
  heap[to + PAYLOAD] = heap[from + PAYLOAD]!;
}
