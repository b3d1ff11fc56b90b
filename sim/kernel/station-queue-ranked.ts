import type { StationQueue } from './station-queue.ts';
import type { Request } from './station-request.ts';

/**
 * Requests in order of (rank, sequence), as a 4-ary heap in which each request knows its position, so that any of them
 * can leave. `direction` 1 puts the lowest rank first and, within one, the earliest; -1 reverses both.
 */
export class RankedQueue implements StationQueue {
  readonly #requests: Request[] = [];
  readonly #direction: 1 | -1;

  constructor(direction: 1 | -1) {
    this.#direction = direction;
  }

  get length(): number {
    return this.#requests.length;
  }

  get first(): Request | undefined {
    return this.#requests[0];
  }

  add(request: Request): void {
    this.#requests.push(request);
    this.#siftUp(this.#requests.length - 1, request);
  }

  remove(request: Request): void {
    const last = this.#requests.pop()!;
    if (last === request) return;
    const node = request.position;
    if (node > 0 && this.#before(last, this.#requests[(node - 1) >> 2]!)) this.#siftUp(node, last);
    else this.#siftDown(node, last);
  }

  toArray(): Request[] {
    return this.#requests.toSorted((a, b) => this.#difference(a, b));
  }

  #before(a: Request, b: Request): boolean {
    return this.#difference(a, b) < 0;
  }

  #difference(a: Request, b: Request): number {
    return (a.rank - b.rank || a.sequence - b.sequence) * this.#direction;
  }

  #siftUp(start: number, request: Request): void {
    const requests = this.#requests;
    let node = start;
    while (node > 0) {
      const parent = requests[(node - 1) >> 2]!;
      if (!this.#before(request, parent)) break;
      requests[node] = parent;
      const parentNode = parent.position;
      parent.position = node;
      node = parentNode;
    }
    requests[node] = request;
    request.position = node;
  }

  #siftDown(start: number, request: Request): void {
    const requests = this.#requests;
    const size = requests.length;
    let node = start;
    for (;;) {
      const firstChild = (node << 2) + 1;
      if (firstChild >= size) break;
      let least = requests[firstChild]!;
      const end = Math.min(firstChild + 4, size);
      for (let child = firstChild + 1; child < end; child++) {
        if (this.#before(requests[child]!, least)) least = requests[child]!;
      }
      if (!this.#before(least, request)) break;
      const leastNode = least.position;
      requests[node] = least;
      least.position = node;
      node = leastNode;
    }
    requests[node] = request;
    request.position = node;
  }
}
