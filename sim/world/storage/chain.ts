/** An item of a chain: its neighbours, kept by the chain. */
export interface Link<Item> {
  later: Item | null;
  earlier: Item | null;
}

/**
 * A list of items that come and go by the hundred thousand, in the order in which they came. The items themselves hold
 * the chain, and none holds another once it has left. A Set's tables point from one to the next and keep alive what has
 * left.
 */
export class Chain<Item extends Link<Item>> {
  first: Item | null = null;
  #last: Item | null = null;

  append(item: Item): void {
    item.earlier = this.#last;
    if (this.#last === null) this.first = item;
    else this.#last.later = item;
    this.#last = item;
  }

  remove(item: Item): void {
    const { later, earlier } = item;
    if (earlier === null) this.first = later;
    else earlier.later = later;
    if (later === null) this.#last = earlier;
    else later.earlier = earlier;
    item.later = null;
    item.earlier = null;
  }
}
