import { Chain } from './chain.ts';
import type { ClosedVisitor } from './closed-queue.ts';

/** Closed batches that wait for each other, in one lane or spread over all, as if their requests were alike. */
export class Crowd {
  readonly visitors = new Chain<ClosedVisitor>();
  /** The wait that its batches go by. */
  passedSeconds = 0;
  /** How many requests it had when that was found. */
  passedRequests = 0;
  /** How many times batches have come or gone. */
  changes = 0;
  #requests = 0;
  /** Servers that the requests would keep busy on an idle system, and the same times the seconds of a service. */
  #busyServers = 0;
  #busySeconds = 0;
  #independent = 0;

  get isEmpty(): boolean {
    return this.visitors.first === null;
  }

  get requests(): number {
    return this.#requests;
  }

  /** Mean service that a request is found in. */
  get serviceSeconds(): number {
    return this.#busyServers > 0 ? this.#busySeconds / this.#busyServers : 0;
  }

  /** From one visit of a request to the next on an idle system, the visit not counted. */
  get awaySeconds(): number {
    if (this.#busyServers <= 0) return 0;
    const cycle = (this.#requests * this.serviceSeconds) / this.#busyServers;
    return Math.max(0, cycle - this.serviceSeconds);
  }

  /** Mean number of stripes of an operation whose waits are independent. */
  get independent(): number {
    return this.#requests > 0 ? Math.max(1, this.#independent / this.#requests) : 1;
  }

  add(visitor: ClosedVisitor): void {
    this.visitors.append(visitor);
    this.#count(visitor, 1);
  }

  remove(visitor: ClosedVisitor): void {
    this.visitors.remove(visitor);
    this.#count(visitor, -1);
    // Sums of what comes and goes keep a residue of rounding.
    if (!this.isEmpty) return;
    this.passedSeconds = this.passedRequests = 0;
    this.#requests = this.#busyServers = this.#busySeconds = this.#independent = 0;
  }

  moveAway(visitor: ClosedVisitor, awaySeconds: number): void {
    this.#count(visitor, -1);
    visitor.awaySeconds = awaySeconds;
    this.#count(visitor, 1);
  }

  #count({ requests, awaySeconds, occupiedSeconds, independent }: ClosedVisitor, sign: 1 | -1): void {
    const busy = (sign * requests * occupiedSeconds) / (awaySeconds + occupiedSeconds);
    this.changes++;
    this.#requests += sign * requests;
    this.#busyServers += busy;
    this.#busySeconds += busy * occupiedSeconds;
    this.#independent += sign * requests * independent;
  }
}
