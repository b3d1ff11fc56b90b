import type { Process, Suspension, Waitable } from './process.ts';
import type { Station } from './station.ts';

/**
 * Where a request stands; a preempted one is queued again. One that is served at a preemptive station has had its service,
 * and holds its server until its event of this instant.
 */
export type RequestState = 'new' | 'queued' | 'serving' | 'served' | 'done';

/**
 * One process's request for servers of a station: waits in its queue, then holds servers, either for a service that
 * the station times (`visit`) or until the process releases them (`seize`). Its fields are kept by the station.
 */
export class Request implements Waitable, Suspension {
  readonly station: Station;
  readonly servers: number;
  /** Seconds of service still to be given; null if the process holds the servers until it releases them. */
  remainingSeconds: number | null;
  /** As asked for; null stands for the process's own. */
  readonly priority: number | null;
  state: RequestState = 'new';
  process: Process | null = null;
  /** Order in the queue: by rank, then by sequence. */
  rank = 0;
  sequence = 0;
  /** Place in the queue's heap. */
  position = 0;
  /** When the service under way will end. */
  endSeconds = 0;
  /** The next older request through which the process holds servers. */
  nextHeld: Request | null = null;

  constructor(station: Station, servers: number, priority: number | null, serviceSeconds: number | null) {
    this.station = station;
    this.servers = servers;
    this.priority = priority;
    this.remainingSeconds = serviceSeconds;
  }

  begin(process: Process): Suspension | null {
    return this.station.admit(this, process);
  }

  abandon(): void {
    this.station.abandon(this);
  }
}
