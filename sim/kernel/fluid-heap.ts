/**
 * A family of pairing heaps over typed arrays.
 *
 * Every item has a node, a small integer; a heap is nothing but the node at its root. Thousands of heaps, most of them
 * tiny, therefore cost no more than the items in them. An item moves from one heap to another without allocation.
 * Insertion and decreasing a key are O(1), removal is O(log n) amortized (Fredman, Sedgewick, Sleator and Tarjan 1986).
 */

/** No node: the root of an empty heap. */
export const NONE = -1;

const INITIAL_NODES = 64;

export class PairingHeaps<T> {
  #keys = new Float64Array(INITIAL_NODES);
  #children = new Int32Array(INITIAL_NODES);
  /**
   * One number: the key for `insert` and `change`. It is not a parameter, because V8 boxes each double that is passed
   * to a function it does not inline. That was 16 bytes at each of six places, for every flow that ends.
   */
  readonly newKey = new Float64Array(1);
  /** The next younger sibling. */
  #next = new Int32Array(INITIAL_NODES);
  /** The next older sibling, or the parent of a first child. */
  #previous = new Int32Array(INITIAL_NODES);
  readonly #items: (T | undefined)[] = [];
  /** The nodes that are free, each the `next` of the one before. */
  #firstFree = NONE;

  /** Gives `item` a node, which is in no heap yet. */
  add(item: T): number {
    const free = this.#firstFree;
    if (free !== NONE) {
      this.#firstFree = this.#next[free]!;
      this.#items[free] = item;
      return free;
    }
    const node = this.#items.push(item) - 1;
    if (node === this.#keys.length) this.#grow();
    return node;
  }

  /** Takes the node of an item back. It must be in no heap. */
  delete(node: number): void {
    this.#items[node] = undefined;
    this.#next[node] = this.#firstFree;
    this.#firstFree = node;
  }

  item(node: number): T {
    return this.#items[node]!;
  }

  key(node: number): number {
    return this.#keys[node]!;
  }

  /**
   * Subtracts `by` from the key of a node. To be done to every node of a heap: then the order stays, because rounding may make
   * keys equal but never swaps them.
   */
  lower(node: number, by: number): void {
    this.#keys[node]! -= by;
  }

  /** The next node on a walk through the heap that begins at its root; NONE at the end. The whole walk takes O(n). */
  following(node: number): number {
    const child = this.#children[node]!;
    if (child !== NONE) return child;
    for (let last = node; last !== NONE; last = this.#parent(last)) {
      if (this.#next[last] !== NONE) return this.#next[last]!;
    }
    return NONE;
  }

  /** The parent of a node; NONE for a root. */
  #parent(node: number): number {
    let first = node;
    for (;;) {
      const previous = this.#previous[first]!;
      if (previous === NONE || this.#children[previous] === first) return previous;
      first = previous;
    }
  }

  /** Puts a node with the key `newKey` into the heap with this root; returns the new root. */
  insert(root: number, node: number): number {
    this.#keys[node] = this.newKey[0]!;
    return this.#inserted(root, node);
  }

  #inserted(root: number, node: number): number {
    this.#children[node] = NONE;
    this.#next[node] = NONE;
    this.#previous[node] = NONE;
    return root === NONE ? node : this.#meld(root, node);
  }

  /** Takes a node out of the heap with this root; returns the new root. */
  remove(root: number, node: number): number {
    if (node === root) return this.#mergePairs(this.#children[node]!);
    this.#cut(node);
    const orphan = this.#mergePairs(this.#children[node]!);
    return orphan === NONE ? root : this.#meld(root, orphan);
  }

  /** Gives a node of the heap with this root the key `newKey`; returns the new root. */
  change(root: number, node: number): number {
    const old = this.#keys[node]!;
    const key = this.newKey[0]!;
    this.#keys[node] = key;
    if (key === old) return root;
    if (key > old) return this.#inserted(this.remove(root, node), node);
    if (node === root) return root;
    this.#cut(node);
    return this.#meld(root, node);
  }

  /** Joins two roots that have no siblings. */
  #meld(a: number, b: number): number {
    const parent = this.#keys[b]! < this.#keys[a]! ? b : a;
    const child = parent === a ? b : a;
    const sibling = this.#children[parent]!;
    this.#next[child] = sibling;
    if (sibling !== NONE) this.#previous[sibling] = child;
    this.#previous[child] = parent;
    this.#children[parent] = child;
    return parent;
  }

  /** Cuts a node that is not a root, with all below it, from its parent. */
  #cut(node: number): void {
    const previous = this.#previous[node]!;
    const next = this.#next[node]!;
    if (this.#children[previous] === node) this.#children[previous] = next;
    else this.#next[previous] = next;
    if (next !== NONE) this.#previous[next] = previous;
    this.#next[node] = NONE;
    this.#previous[node] = NONE;
  }

  /** Joins siblings into one heap: in pairs from the first to the last, then the pairs from the last to the first. */
  #mergePairs(first: number): number {
    let pairs = NONE;
    let node = first;
    while (node !== NONE) {
      const mate = this.#next[node]!;
      const rest = mate === NONE ? NONE : this.#next[mate]!;
      const pair = mate === NONE ? node : this.#meld(node, mate);
      this.#next[pair] = pairs;
      pairs = pair;
      node = rest;
    }
    let root = NONE;
    while (pairs !== NONE) {
      const rest = this.#next[pairs]!;
      root = root === NONE ? pairs : this.#meld(root, pairs);
      pairs = rest;
    }
    if (root !== NONE) {
      this.#next[root] = NONE;
      this.#previous[root] = NONE;
    }
    return root;
  }

  #grow(): void {
    const length = this.#keys.length * 2;
    const keys = new Float64Array(length);
    keys.set(this.#keys);
    this.#keys = keys;
    this.#children = grown(this.#children);
    this.#next = grown(this.#next);
    this.#previous = grown(this.#previous);
  }
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
