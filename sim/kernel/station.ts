/**
 * A station: c servers and one queue.
 *
 * `fcfs` serves in order of arrival. `priority` serves the lowest priority number first, in order of arrival within
 * one, and never takes a server back. The preemptive disciplines take servers from the lowest in rank for a more urgent
 * arrival. A service that is cut short (`visit`) is given later, ahead of later arrivals of its priority.
 * `preemptive-resume` continues it from where it stopped, `preemptive-repeat` from its beginning. A process that has
 * seized its servers loses them: it is interrupted, with a `Preemption` as the reason.
 *
 * A service that is complete at an instant keeps its server, in whatever order the events of that instant come. Neither
 * an arrival, nor `setServers`, nor a crash takes it away, and the server counts as free.
 *
 * A request for several servers waits at the head of the queue until they are free: a smaller one behind it does not
 * pass. It takes servers from others only if it gets all that it needs.
 */
import { NumberedServers } from './numbered-servers.ts';
import type { Body, Process, Suspension, Waitable, Waiter } from './process.ts';
import type { Simulation } from './simulation.ts';
import { StationGauges } from './station-gauges.ts';
import { StationHolders } from './station-holders.ts';
import {
  type Discipline,
  type RequestOptions,
  requireDiscipline,
  requireServers,
  requireService,
  requireSpeed,
  type StationOptions,
} from './station-options.ts';
import type { StationQueue } from './station-queue.ts';
import { FirstComeQueue } from './station-queue-first-come.ts';
import { RankedQueue } from './station-queue-ranked.ts';
import { Preemption, Request, type Service } from './station-request.ts';

export class Station extends StationGauges implements Waitable {
  readonly name: string;
  readonly discipline: Discipline;
  readonly #queue: StationQueue;
  /** Requests that may lose their servers, the first to do so at the head. Kept only by the preemptive disciplines. */
  readonly #preemptible: RankedQueue | null;
  readonly #numbered: NumberedServers | null;
  #servers: number;
  /** Servers that are up and not busy; below zero while a surplus finishes its work. */
  #free: number;
  /** Servers, those that are up, that will be given back in an event of this instant. Kept where servers can be lost. */
  #leaving = 0;
  #speed = 1;
  readonly #holders = new StationHolders();

  /** Throws a RangeError for an unknown discipline or an impossible number of servers. */
  constructor(simulation: Simulation, options: StationOptions = {}) {
    super(simulation);
    this.name = options.name ?? 'station';
    this.discipline = requireDiscipline(this.name, options.discipline ?? 'fcfs');
    this.#servers = requireServers(this.name, options.servers ?? 1, 0);
    this.#free = this.#servers;
    this.#queue = this.discipline === 'fcfs' ? new FirstComeQueue() : new RankedQueue(1);
    this.#preemptible = this.discipline.startsWith('preemptive') ? new RankedQueue(-1) : null;
    this.#numbered = options.numbered === true ? new NumberedServers(this.#servers) : null;
  }

  /** Servers that there are; of numbered ones, those that are up. */
  get servers(): number {
    return this.#servers;
  }

  /** The factor by which services are faster than `visit` says. */
  get speed(): number {
    return this.#speed;
  }

  get queueLength(): number {
    return this.#queue.length;
  }

  /** The requests that hold servers, in the order in which they got them. */
  holders(): Request[] {
    return this.#holders.toArray();
  }

  /** The requests that wait, in the order in which they will be served. */
  waiting(): Request[] {
    return this.#queue.toArray();
  }

  /** Numbered servers: which are up, who holds one, and which a request holds. Throws where servers have no numbers. */
  get numbered(): NumberedServers {
    if (this.#numbered === null) throw new Error(`${this.name}: its servers have no numbers`);
    return this.#numbered;
  }

  /**
   * `yield station.seize(...)` waits for servers and keeps them until `release`. At a preemptive station they may be lost
   * before: see `Preemption`.
   */
  seize(options: RequestOptions = {}): Request {
    return this.#request(options, null);
  }

  /** `yield station` seizes one server. */
  begin(waiter: Waiter): Suspension | null {
    return this.admit(new Request(this, 1, null, null), waiter);
  }

  /**
   * Gives back what the running process seized here last. Throws if it seized nothing here; what it has lost meanwhile is
   * given back in silence, so that a `finally` block may always do so.
   */
  release(): void {
    let request = this.simulation.current?.held ?? null;
    while (request !== null && request.station !== this) request = request.nextHeld;
    if (request === null) throw new Error(`${this.name}: released by a process that holds no server of it`);
    this.finish(request, !this.simulation.interrupting);
  }

  /**
   * Waits for servers, is served, and gives them back: `yield* station.visit(service)`. A service that is a function is
   * drawn when it begins, and under `preemptive-repeat` again each time that it is repeated. A number stays the same.
   */
  *visit(service: Service, options: RequestOptions = {}): Body<void> {
    if (typeof service === 'number') requireService(this.name, service);
    const request = this.#request(options, service);
    yield request;
    this.finish(request, true);
  }

  /**
   * Changes the number of servers. Added ones start on the queue at once. Where too many are busy, a preemptive station
   * takes them from the lowest in rank; the others let the surplus finish first. Throws where servers have numbers.
   */
  setServers(servers: number): void {
    if (this.#numbered !== null) throw this.#isNumbered();
    this.#free += requireServers(this.name, servers, 0) - this.#servers;
    this.#servers = servers;
    this.#dispatch();
  }

  /** Changes the speed of the servers, 0 or more: what is left of each service under way (`visit`) takes so much less time. */
  setSpeed(speed: number): void {
    requireSpeed(this.name, speed);
    const { now } = this.simulation;
    const underWay = this.holders().filter(({ service, endSeconds }) => service !== null && endSeconds > now);
    for (const request of underWay) this.#stop(request);
    this.#speed = speed;
    for (const request of underWay) this.#start(request);
  }

  /**
   * Takes a request's servers, or its place in the queue, away for good, as an event of this instant, and interrupts its
   * process. Until then its servers count as busy. What is complete or given back by then is left alone.
   */
  evict(request: Request, reason: unknown): void {
    if (request.station !== this) throw new Error(`${this.name}: a request of ${request.station.name}`);
    if (request.state === 'serving') {
      this.#preemptible?.remove(request);
      this.#noteLeaving(request);
      if (!request.isComplete(this.simulation.now)) request.process.evict(request, reason);
    } else if (request.state === 'queued') {
      request.process.evict(request, reason);
    }
  }

  /**
   * Fails with all that is in service: evicts every request that holds servers. `servers`, by default none, are there from
   * now on; those who wait go on to do so.
   */
  crash(reason: unknown, servers = 0): void {
    requireServers(this.name, servers, 0);
    if (this.#numbered !== null && servers > 0) throw this.#isNumbered();
    for (const request of this.holders()) this.evict(request, reason);
    if (this.#numbered === null) this.setServers(servers);
    else for (let server = 0; server < this.#numbered.count; server++) this.#takeDown(server);
  }

  /** Takes a numbered server out of service with what it does: evicts the request that holds it. */
  fail(server: number, reason: unknown): void {
    const holder = this.#takeDown(server);
    if (holder !== null) this.evict(holder, reason);
    this.#dispatch();
  }

  /** Takes a numbered server out of service; what it does is preempted where the discipline says so, else it is finished first. */
  drain(server: number): void {
    const holder = this.#takeDown(server);
    if (this.#preemptible !== null && holder !== null) this.#preempt(holder, null);
    this.#dispatch();
  }

  /** Puts a numbered server back into service. */
  repair(server: number): void {
    const { numbered } = this;
    if (numbered.isUp(server)) return;
    numbered.putUp(server);
    this.#servers++;
    const holder = numbered.holderOf(server);
    if (holder === null) this.#free++;
    else if (holder.state === 'leaving') this.#leaving++;
    this.#dispatch();
  }

  /** A request arrives. For Request. */
  admit(request: Request, waiter: Waiter): Suspension | null {
    if (request.state !== 'new') throw new Error(`${this.name}: a request can be made once only`);
    this.integrate();
    request.waiter = waiter;
    request.rank = this.discipline === 'fcfs' ? 0 : (request.priority ?? waiter.priority);
    request.sequence = this.countArrival();
    if (this.#queue.length === 0 && request.servers <= this.#free) {
      this.#serve(request);
      return request.service === null ? null : request;
    }
    request.state = 'queued';
    this.#queue.add(request);
    this.#dispatch();
    return request;
  }

  /** A request gives its servers back, its service done or, if not `completed`, cut short. For Process. */
  finish(request: Request, completed: boolean): void {
    if (request.service === null) request.unlink();
    if (request.state === 'lost') {
      request.state = 'done';
      return;
    }
    this.countEnd(completed);
    this.#leaveService(request);
    request.state = 'done';
    this.#dispatch();
  }

  /** A request's process has no use for it while it waits or is in a timed service. For Request. */
  abandon(request: Request): void {
    this.countEnd(false);
    if (request.state === 'queued') {
      this.integrate();
      this.#queue.remove(request);
    } else {
      if (request.service === null) request.unlink();
      this.#leaveService(request);
    }
    request.state = 'done';
    this.#dispatch();
  }

  /** A request loses servers that its process had seized. For Request. */
  lose(request: Request): void {
    this.countEnd(false);
    this.#leaveService(request);
    request.state = 'lost';
    this.#dispatch();
  }

  /** Serves the queue from its head as far as servers go, taking them from lower ranks where that is the discipline. */
  #dispatch(): void {
    if (this.#preemptible !== null) this.#shedSurplus(this.#preemptible);
    for (;;) {
      const next = this.#queue.first;
      if (next === undefined) return;
      if (next.servers > this.#free && !this.#makeRoom(next)) return;
      this.integrate();
      this.#queue.remove(next);
      this.#serve(next);
      if (next.service === null) this.simulation.resume(next.waiter!);
    }
  }

  /** Takes servers from the lowest in rank while more are busy than there are. */
  #shedSurplus(preemptible: RankedQueue): void {
    while (this.#free < 0) {
      const last = this.#firstToLose(preemptible);
      if (last === undefined || this.#free + this.#leaving >= 0) return;
      this.#preempt(last, null);
    }
  }

  /** Takes servers from requests of a lower rank than `next`, if that makes room for it. Returns whether there is room now. */
  #makeRoom(next: Request): boolean {
    const preemptible = this.#preemptible;
    if (preemptible === null) return false;
    let last = this.#firstToLose(preemptible);
    // Those that leave in this instant need not be made to.
    let missing = next.servers - this.#free - this.#leaving;
    if (missing <= 0) return false;
    const victims: Request[] = [];
    while (missing > 0 && last !== undefined && last.rank > next.rank) {
      missing -= last.servers;
      victims.push(last);
      preemptible.remove(last);
      last = this.#firstToLose(preemptible);
    }
    for (const victim of victims) preemptible.add(victim);
    if (missing > 0) return false;
    for (const victim of victims) this.#preempt(victim, next.process);
    return next.servers <= this.#free;
  }

  /** Takes the servers of a request: a timed service waits for them again, what is seized is lost. */
  #preempt(request: Request, by: Process | null): void {
    if (request.state !== 'serving') return;
    if (request.service === null || request.isComplete(this.simulation.now)) {
      this.evict(request, new Preemption(this, by));
      return;
    }
    this.#leaveService(request);
    this.#stop(request);
    if (this.discipline === 'preemptive-repeat') request.remainingSeconds = request.wholeSeconds;
    request.state = 'queued';
    this.#queue.add(request);
  }

  /** Gives servers to a request, which is not in the queue. */
  #serve(request: Request): void {
    request.state = 'serving';
    this.countStart(request.servers);
    this.#free -= request.servers;
    this.#holders.add(request);
    this.#numbered?.take(request);
    this.#preemptible?.add(request);
    if (request.service === null) {
      const waiter = request.waiter!;
      request.nextHeld = waiter.held;
      waiter.held = request;
      return;
    }
    if (typeof request.service === 'function') {
      request.remainingSeconds ??= requireService(this.name, request.service());
    }
    this.#start(request);
  }

  /** Begins or continues a timed service. */
  #start(request: Request): void {
    const remainingSeconds = request.remainingSeconds!;
    const seconds = remainingSeconds === 0 ? 0 : remainingSeconds / this.#speed;
    request.endSeconds = this.simulation.now + seconds;
    // At speed 0 there is no end.
    if (seconds < Infinity) request.waiter!.schedule(seconds, undefined, false);
  }

  /** Halts a timed service that is not complete, and notes what is left of it. */
  #stop(request: Request): void {
    if (request.endSeconds === Infinity) return;
    request.waiter!.unschedule();
    request.remainingSeconds = (request.endSeconds - this.simulation.now) * this.#speed;
  }

  /** The request that is the first to lose its server, past those that are served. */
  #firstToLose(preemptible: RankedQueue): Request | undefined {
    for (;;) {
      const { first } = preemptible;
      if (first === undefined || !first.isComplete(this.simulation.now)) return first;
      preemptible.remove(first);
      this.#noteLeaving(first);
    }
  }

  /** Notes that a request gives its servers back in an event of this instant. */
  #noteLeaving(request: Request): void {
    request.state = 'leaving';
    if (this.#preemptible !== null) this.#leaving += this.#upCount(request);
  }

  /** How many of the servers of a request are up. */
  #upCount(request: Request): number {
    return this.#numbered?.upCount(request) ?? request.servers;
  }

  #leaveService(request: Request): void {
    this.integrate();
    this.countStop(request.servers);
    if (this.#preemptible !== null) {
      if (request.state === 'leaving') this.#leaving -= this.#upCount(request);
      else this.#preemptible.remove(request);
    }
    this.#free += this.#numbered?.giveBack(request) ?? request.servers;
    this.#holders.remove(request);
  }

  /** Notes that a numbered server is down, and returns the request that holds it. */
  #takeDown(server: number): Request | null {
    const { numbered } = this;
    const holder = numbered.holderOf(server);
    if (!numbered.isUp(server)) return holder;
    numbered.takeDown(server);
    this.#servers--;
    if (holder === null) this.#free--;
    else if (holder.state === 'leaving') this.#leaving--;
    return holder;
  }

  #request(options: RequestOptions, service: Service | null): Request {
    const priority = options.priority ?? null;
    if (Number.isNaN(priority)) throw new RangeError(`${this.name}: a priority must be a number`);
    return new Request(this, requireServers(this.name, options.servers ?? 1, 1), priority, service);
  }

  #isNumbered(): Error {
    return new Error(`${this.name}: numbered servers change by drain(), fail() and repair()`);
  }
}
