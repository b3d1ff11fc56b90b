import type { Request } from './station-request.ts';

/** The requests that hold servers, in the order in which they got them: a list through the requests themselves. */
export class StationHolders {
  #first: Request | null = null;
  #last: Request | null = null;

  add(request: Request): void {
    request.earlier = this.#last;
    if (this.#last === null) this.#first = request;
    else this.#last.later = request;
    this.#last = request;
  }

  remove(request: Request): void {
    const { earlier, later } = request;
    if (earlier === null) this.#first = later;
    else earlier.later = later;
    if (later === null) this.#last = earlier;
    else later.earlier = earlier;
    request.earlier = null;
    request.later = null;
  }

  toArray(): Request[] {
    const requests: Request[] = [];
    for (let request = this.#first; request !== null; request = request.later) requests.push(request);
    return requests;
  }
}
