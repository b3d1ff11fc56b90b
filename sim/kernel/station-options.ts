const DISCIPLINES = ['fcfs', 'priority', 'preemptive-resume', 'preemptive-repeat'] as const;

export type Discipline = (typeof DISCIPLINES)[number];

export interface StationOptions {
  readonly name?: string;
  /** Default 1. */
  readonly servers?: number;
  /** Default 'fcfs'. */
  readonly discipline?: Discipline;
  /** Whether the servers are told apart, by numbers from 0; default false. */
  readonly numbered?: boolean;
}

export interface RequestOptions {
  /** Rank in the queue, lower first; default the process's priority. Without effect under 'fcfs'. */
  readonly priority?: number;
  /** Servers wanted at once; default 1. */
  readonly servers?: number;
}

/** Throws a RangeError for an unknown discipline. */
export function requireDiscipline(station: string, discipline: Discipline): Discipline {
  if (DISCIPLINES.includes(discipline)) return discipline;
  throw new RangeError(
    `${station}: the discipline must be one of ${DISCIPLINES.join(', ')}, not ${discipline}`,
  );
}

/** Throws a RangeError for an impossible number of servers. */
export function requireServers(station: string, servers: number, least: number): number {
  if (Number.isSafeInteger(servers) && servers >= least) return servers;
  throw new RangeError(
    `${station}: the number of servers must be an integer, at least ${least}, not ${servers}`,
  );
}

/** Throws a RangeError for an impossible time of service. */
export function requireService(station: string, seconds: number): number {
  if (seconds >= 0 && seconds < Infinity) return seconds;
  throw new RangeError(`${station}: a service must be finite, zero or more, not ${seconds} s`);
}

/** Throws a RangeError for an impossible speed. */
export function requireSpeed(station: string, speed: number): void {
  if (speed >= 0 && speed < Infinity) return;
  throw new RangeError(`${station}: a speed must be finite, zero or more, not ${speed}`);
}
