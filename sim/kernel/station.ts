/**
 * A station: c servers and one queue.
 *
 * `fcfs` serves in order of arrival. `priority` serves the lowest priority number first, in order of arrival within
 * one, and never takes a server back. `preemptive-resume` takes the server from the lowest in rank for a more urgent
 * arrival; the service that was cut short continues later where it stopped, ahead of later arrivals of its priority.
 *
 * A service that is complete at an instant keeps its server to the end, in whatever order the events of that instant come:
 * neither an arrival nor `setServers` takes it away, and the server counts as free for whoever needs one.
 *
 * A request for several servers waits at the head of the queue until they are free: a smaller one behind it does not
 * pass.
 */
import type { Body, Process, Suspension, Waitable } from './process.ts';
import type { Simulation } from './simulation.ts';
import type { StationQueue } from './station-queue.ts';
import { FirstComeQueue } from './station-queue-first-come.ts';
import { RankedQueue } from './station-queue-ranked.ts';
import { Request } from './station-request.ts';

const DISCIPLINES = ['fcfs', 'priority', 'preemptive-resume'] as const;

export type Discipline = (typeof DISCIPLINES)[number];

export interface StationOptions {
  readonly name?: string;
  /** Default 1. */
  readonly servers?: number;
  /** Default 'fcfs'. */
  readonly discipline?: Discipline;
}

export interface RequestOptions {
  /** Rank in the queue, lower first; default the process's priority. Without effect under 'fcfs'. */
  readonly priority?: number;
  /** Servers wanted at once; default 1. */
  readonly servers?: number;
}

export class Station implements Waitable {
  readonly name: string;
  readonly discipline: Discipline;
  readonly #simulation: Simulation;
  readonly #queue: StationQueue;
  /** Requests in service, the one to lose its server first at the head. Kept only where servers can be lost. */
  readonly #preemptible: RankedQueue | null;
  /** Requests that are served, taken out of `#preemptible`. */
  #served = 0;
  #servers: number;
  #busy = 0;
  #inService = 0;
  #arrivals = 0;
  #departures = 0;
  #abandonments = 0;
  #integratedTo = 0;
  #queueIntegral = 0;
  #busyIntegral = 0;
  #serviceIntegral = 0;

  /** Throws a RangeError for an unknown discipline or an impossible number of servers. */
  constructor(simulation: Simulation, options: StationOptions = {}) {
    this.#simulation = simulation;
    this.name = options.name ?? 'station';
    this.discipline = this.#validDiscipline(options.discipline ?? 'fcfs');
    this.#servers = this.#validServers(options.servers ?? 1, 0);
    this.#queue = this.discipline === 'fcfs' ? new FirstComeQueue() : new RankedQueue(1);
    this.#preemptible = this.discipline === 'preemptive-resume' ? new RankedQueue(-1) : null;
    this.#integratedTo = simulation.now;
  }

  get servers(): number {
    return this.#servers;
  }

  /** Servers in use; more than `servers` while those that `setServers` took away finish their work. */
  get busy(): number {
    return this.#busy;
  }

  /** Requests that wait, preempted ones included. */
  get queueLength(): number {
    return this.#queue.length;
  }

  /** Requests that hold servers. */
  get inService(): number {
    return this.#inService;
  }

  /** Requests made so far. Each has departed, been abandoned, waits, or is in service. */
  get arrivals(): number {
    return this.#arrivals;
  }

  /** Requests that have given their servers back after their service. */
  get departures(): number {
    return this.#departures;
  }

  /** Requests withdrawn by an interrupt, waiting or in a timed service. */
  get abandonments(): number {
    return this.#abandonments;
  }

  /** Integral of `queueLength` over time from the station's making to `now`, in request-seconds. */
  queueIntegral(now = this.#simulation.now): number {
    return this.#queueIntegral + this.#queue.length * (now - this.#integratedTo);
  }

  /** Integral of `busy` over time, in server-seconds. */
  busyIntegral(now = this.#simulation.now): number {
    return this.#busyIntegral + this.#busy * (now - this.#integratedTo);
  }

  /** Integral of `inService` over time, in request-seconds. */
  serviceIntegral(now = this.#simulation.now): number {
    return this.#serviceIntegral + this.#inService * (now - this.#integratedTo);
  }

  /** `yield station.seize(...)` waits for servers and keeps them until `release`. */
  seize(options: RequestOptions = {}): Waitable {
    return this.#request(options, null);
  }

  /** `yield station` seizes one server. */
  begin(process: Process): Suspension | null {
    if (this.#preemptible !== null) throw this.#untimed();
    return this.admit(new Request(this, 1, null, null), process);
  }

  /** Gives back what the running process seized here last. Throws if it holds nothing here. */
  release(): void {
    let request = this.#simulation.current?.held ?? null;
    while (request !== null && request.station !== this) request = request.nextHeld;
    if (request === null) throw new Error(`${this.name}: released by a process that holds no server of it`);
    this.finish(request);
  }

  /**
   * `yield* station.visit(serviceSeconds)` waits for servers, is served, and gives them back. The only way to use a
   * preemptive station, which must know the service to be able to suspend it.
   */
  *visit(serviceSeconds: number, options: RequestOptions = {}): Body<void> {
    if (!(serviceSeconds >= 0 && serviceSeconds < Infinity)) {
      throw new RangeError(`${this.name}: a service must be finite, zero or more, not ${serviceSeconds} s`);
    }
    const request = this.#request(options, serviceSeconds);
    yield request;
    this.finish(request);
  }

  /**
   * Changes the number of servers. Added ones start on the queue at once. Where too many are busy, a preemptive station
   * suspends the lowest-ranked services; the others let the surplus finish first.
   */
  setServers(servers: number): void {
    this.#servers = this.#validServers(servers, 0);
    this.#dispatch();
  }

  /** A request arrives. For Request. */
  admit(request: Request, process: Process): Suspension | null {
    if (request.state !== 'new') throw new Error(`${this.name}: a request can be made once only`);
    this.#integrate();
    request.process = process;
    request.rank = this.discipline === 'fcfs' ? 0 : (request.priority ?? process.priority);
    request.sequence = this.#arrivals++;
    if (this.#queue.length === 0 && this.#busy + request.servers <= this.#servers) {
      this.#serve(request);
      return request.remainingSeconds === null ? null : request;
    }
    request.state = 'queued';
    this.#queue.add(request);
    this.#dispatch();
    return request;
  }

  /** A request gives its servers back, its service done. For Process. */
  finish(request: Request): void {
    this.#departures++;
    this.#leaveService(request);
    request.state = 'done';
    this.#dispatch();
  }

  /** A request's process is interrupted while it waits or is in a timed service. For Request. */
  abandon(request: Request): void {
    this.#abandonments++;
    if (request.state === 'serving' || request.state === 'served') {
      this.#leaveService(request);
    } else {
      this.#integrate();
      this.#queue.remove(request);
    }
    request.state = 'done';
    this.#dispatch();
  }

  /** Serves the queue from its head as far as servers go, taking them from lower ranks where that is the discipline. */
  #dispatch(): void {
    while (this.#preemptible !== null) {
      const last = this.#firstToLose(this.#preemptible);
      if (last === undefined || this.#busy - this.#served <= this.#servers) break;
      this.#suspend(last);
    }
    for (;;) {
      const next = this.#queue.first;
      if (next === undefined) return;
      if (this.#busy + next.servers > this.#servers) {
        if (this.#preemptible === null) return;
        const last = this.#firstToLose(this.#preemptible);
        if (this.#busy - this.#served + next.servers <= this.#servers) return;
        if (last === undefined || last.rank <= next.rank) return;
        this.#suspend(last);
      }
      this.#integrate();
      this.#queue.remove(next);
      this.#serve(next);
      if (next.remainingSeconds === null) this.#simulation.resume(next.process!);
    }
  }

  /** Gives servers to a request, which is not in the queue. */
  #serve(request: Request): void {
    const process = request.process!;
    request.state = 'serving';
    this.#busy += request.servers;
    this.#inService++;
    if (request.remainingSeconds === null) {
      request.nextHeld = process.held;
      process.held = request;
    } else {
      request.endSeconds = this.#simulation.now + request.remainingSeconds;
      this.#simulation.resume(process, undefined, request.remainingSeconds);
      this.#preemptible?.add(request);
    }
  }

  /** The request that is the first to lose its server, past those that are served. */
  #firstToLose(preemptible: RankedQueue): Request | undefined {
    for (;;) {
      const { first } = preemptible;
      if (first === undefined || first.endSeconds > this.#simulation.now) return first;
      preemptible.remove(first);
      first.state = 'served';
      this.#served++;
    }
  }

  /** Takes the server of a request, which waits again, for the service it has not had. */
  #suspend(request: Request): void {
    this.#leaveService(request);
    request.process!.unschedule();
    request.remainingSeconds = request.endSeconds - this.#simulation.now;
    request.state = 'queued';
    this.#queue.add(request);
  }

  #leaveService(request: Request): void {
    this.#integrate();
    this.#busy -= request.servers;
    this.#inService--;
    if (request.remainingSeconds === null) unlinkHeld(request);
    else if (request.state === 'served') this.#served--;
    else this.#preemptible?.remove(request);
  }

  #integrate(): void {
    const now = this.#simulation.now;
    const elapsed = now - this.#integratedTo;
    this.#integratedTo = now;
    this.#queueIntegral += this.#queue.length * elapsed;
    this.#busyIntegral += this.#busy * elapsed;
    this.#serviceIntegral += this.#inService * elapsed;
  }

  #request(options: RequestOptions, serviceSeconds: number | null): Request {
    const priority = options.priority ?? null;
    if (Number.isNaN(priority)) throw new RangeError(`${this.name}: a priority must be a number`);
    const servers = this.#validServers(options.servers ?? 1, 1);
    if (this.#preemptible !== null) {
      if (serviceSeconds === null) {
        throw this.#untimed();
      }
      if (servers > 1) throw new Error(`${this.name}: a preemptive station serves with one server at a time`);
    }
    return new Request(this, servers, priority, serviceSeconds);
  }

  #untimed(): Error {
    return new Error(
      `${this.name}: a preemptive station is used by visit(), which says how long the service is`,
    );
  }

  #validDiscipline(discipline: Discipline): Discipline {
    if (DISCIPLINES.includes(discipline)) return discipline;
    throw new RangeError(
      `${this.name}: the discipline must be one of ${DISCIPLINES.join(', ')}, not ${discipline}`,
    );
  }

  #validServers(servers: number, least: number): number {
    if (Number.isSafeInteger(servers) && servers >= least) return servers;
    throw new RangeError(
      `${this.name}: the number of servers must be an integer, at least ${least}, not ${servers}`,
    );
  }
}

/** Takes a request out of its process's list of what it holds. */
function unlinkHeld(request: Request): void {
  const process = request.process!;
  if (process.held === request) {
    process.held = request.nextHeld;
    return;
  }
  let later = process.held!;
  while (later.nextHeld !== request) later = later.nextHeld!;
  later.nextHeld = request.nextHeld;
}
