/** The parts that a time is made of: each a kind of time, spent on one resource. */

/**
 * Kinds of time.
 *
 * - `queue`: waiting for a busy resource.
 * - `saturation`: all the time of a client that keeps a fixed number of requests in flight while a resource on its way is
 *   saturated. Such a client goes at the pace of that resource: whatever else became faster would be waited for in its queue.
 * - `outage`: standing still while a resource is down, and work that has to be done again because a node failed.
 * - `service`: being served by a storage system that has a server free.
 * - `compute`: computing on a node.
 * - `distance`: the round trip between a host and the storage.
 * - `transmission`: sending a payload over a link that is free.
 * - `outstanding`: what a client's limit of requests in flight adds to what its operations take when all are sent at once.
 * - `device`: reading from the client's own device, such as a camera card.
 */
export const TIME_KINDS = [
  'queue',
  'saturation',
  'outage',
  'service',
  'compute',
  'distance',
  'transmission',
  'outstanding',
  'device',
] as const;

export type TimeKind = (typeof TIME_KINDS)[number];

/** One kind of time on one resource, such as the queue of "compute.farm". */
export interface TimePart {
  readonly kind: TimeKind;
  /** Name of a resource of the result, or of what stands for one: "network.roundTrip", "remote.outstanding". */
  readonly resource: string;
}
