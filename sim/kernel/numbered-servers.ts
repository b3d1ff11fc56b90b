import type { Request } from './station-request.ts';

/**
 * Servers that are told apart by their numbers, 0 and up: which of them are up, which are free, and who holds the others.
 * The server that became free last is the next to be taken; those never used follow in the order of their numbers.
 */
export class NumberedServers {
  readonly count: number;
  /** Servers that are up and free, the next to be taken last. */
  readonly #free: number[];
  readonly #holders: (Request | null)[];
  readonly #isUp: boolean[];
  readonly #held = new Map<Request, readonly number[]>();

  constructor(count: number) {
    this.count = count;
    this.#free = Array.from({ length: count }, (_, place) => count - 1 - place);
    this.#holders = this.#free.map(() => null);
    this.#isUp = this.#free.map(() => true);
  }

  /** Throws a RangeError for a server that there is not; so do those below. */
  isUp(server: number): boolean {
    return this.#isUp[this.#valid(server)]!;
  }

  /** The request that holds a server; null if it is free. */
  holderOf(server: number): Request | null {
    return this.#holders[this.#valid(server)]!;
  }

  /** The servers that a request holds. */
  heldBy(request: Request): readonly number[] {
    return this.#held.get(request) ?? [];
  }

  /** How many of them are up. */
  upCount(request: Request): number {
    return this.heldBy(request).filter((server) => this.#isUp[server]).length;
  }

  /** Gives a request its servers, which must be free. For Station, as all that follows. */
  take(request: Request): void {
    const servers = this.#free.splice(-request.servers).toReversed();
    for (const server of servers) this.#holders[server] = request;
    this.#held.set(request, servers);
  }

  /** Takes the servers of a request back. Returns how many of them are up, and free from now on. */
  giveBack(request: Request): number {
    const upCount = this.upCount(request);
    for (const server of this.heldBy(request).toReversed()) {
      this.#holders[server] = null;
      if (this.#isUp[server]) this.#free.push(server);
    }
    this.#held.delete(request);
    return upCount;
  }

  /** Takes a server that is up out of service; who holds it goes on to do so. */
  takeDown(server: number): void {
    this.#isUp[this.#valid(server)] = false;
    if (this.#holders[server] === null) this.#free.splice(this.#free.indexOf(server), 1);
  }

  /** Puts a server that is down back into service. */
  putUp(server: number): void {
    this.#isUp[this.#valid(server)] = true;
    if (this.#holders[server] === null) this.#free.push(server);
  }

  #valid(server: number): number {
    if (Number.isSafeInteger(server) && server >= 0 && server < this.count) return server;
    throw new RangeError(`there is no server ${server}: they are numbered from 0 to ${this.count - 1}`);
  }
}
