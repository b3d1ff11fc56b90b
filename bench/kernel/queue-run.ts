/** Runs M/M/c from an empty start, service 1 s, until so many customers have come and gone; returns their mean sojourn. */
export type QueueRun = (customers: number, servers: number, utilization: number, seed: number) => number;
