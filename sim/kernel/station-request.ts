import type { Holding, Process, Suspension, Waitable, Waiter } from './process.ts';
import type { Station } from './station.ts';

/**
 * The state of a request; one that is preempted in a timed service is queued again. One that is `leaving` gives its servers
 * back in an event of this instant: its service is complete, or it is evicted. One that is `lost` has been evicted, and its
 * process has not released it yet.
 */
export type RequestState = 'new' | 'queued' | 'serving' | 'leaving' | 'lost' | 'done';

/** Seconds of service at speed 1, or a draw of them. */
export type Service = number | (() => number);

/**
 * One process's request for servers of a station: waits in its queue, then holds servers. It holds them for a service
 * that the station times (`visit`) or until the process releases them (`seize`). Its fields are kept by the station.
 */
export class Request implements Waitable, Suspension, Holding {
  readonly station: Station;
  readonly servers: number;
  /** Null if the process holds the servers until it releases them. */
  readonly service: Service | null;
  /** Seconds of service at speed 1 that were to be given when it was last begun or suspended; null before they are drawn. */
  remainingSeconds: number | null;
  /** As asked for; null stands for the process's own. */
  readonly priority: number | null;
  state: RequestState = 'new';
  waiter: Waiter | null = null;
  /** Order in the queue: by rank, then by sequence. */
  rank = 0;
  sequence = 0;
  /** Place in the queue's heap. */
  position = 0;
  /** When the service under way will end. */
  endSeconds = 0;
  /** The next older request through which the process holds servers. */
  nextHeld: Request | null = null;
  /** Neighbours among the station's requests that hold servers. */
  earlier: Request | null = null;
  later: Request | null = null;

  constructor(station: Station, servers: number, priority: number | null, service: Service | null) {
    this.station = station;
    this.servers = servers;
    this.priority = priority;
    this.service = service;
    this.remainingSeconds = this.wholeSeconds;
  }

  /** The process that made the request. */
  get process(): Process {
    return this.waiter!.process;
  }

  /** Whether it waits for servers or holds some. */
  get isHeld(): boolean {
    return this.state === 'queued' || this.state === 'serving' || this.state === 'leaving';
  }

  /** The service from its beginning, in seconds; null if it is to be drawn. */
  get wholeSeconds(): number | null {
    return typeof this.service === 'number' ? this.service : null;
  }

  /** Whether the service of a request that holds servers is timed, and complete at an instant. */
  isComplete(now: number): boolean {
    return this.service !== null && this.endSeconds <= now;
  }

  /** Takes the request out of the list of what its process holds. */
  unlink(): void {
    const waiter = this.waiter!;
    if (waiter.held === this) {
      waiter.held = this.nextHeld;
      return;
    }
    let later = waiter.held!;
    while (later.nextHeld !== this) later = later.nextHeld!;
    later.nextHeld = this.nextHeld;
  }

  get waitsFor(): string {
    const { name, servers, speed } = this.station;
    if (this.state !== 'queued') return `service at ${name}, whose speed is ${speed}`;
    return `${this.servers} of the ${servers} servers of ${name}`;
  }

  get isStalled(): boolean {
    if (this.state === 'queued') return this.servers > this.station.servers;
    return this.state === 'serving' && this.endSeconds === Infinity;
  }

  begin(waiter: Waiter): Suspension | null {
    return this.station.admit(this, waiter);
  }

  abandon(): void {
    this.station.abandon(this);
  }

  lose(): void {
    this.station.lose(this);
  }
}

/** The reason of an interrupt that tells a process that it has lost servers that it had seized. */
export class Preemption {
  readonly station: Station;
  /** The process that they were needed for; null if the station has fewer servers than before. */
  readonly by: Process | null;

  constructor(station: Station, by: Process | null) {
    this.station = station;
    this.by = by;
  }

  toString(): string {
    return `${this.station.name}: preempted${this.by === null ? '' : ` by ${this.by.name}`}`;
  }
}
