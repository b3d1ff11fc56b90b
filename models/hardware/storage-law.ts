/**
 * The storage law: the cost and the duration of one operation on a storage system. Both granularities of the simulator
 * and the comparison with a measured target share it.
 *
 * Cost is affine. The demand of an operation is the part of the whole system's second that it uses up. It has a fixed
 * part, one over the rate of its kind, and bytes over bandwidth. A system (or its metadata service) offers one second
 * of demand per second, so utilization is the sum of the demands in a second. Rates and bandwidths of an envelope are
 * published peaks. The capacity lies above them by its `beyondPeak`, so that a system at its published peak is not yet
 * full.
 *
 * Time follows from the servers. A service consists of `lanes x serversPerLane` equal servers. A small operation
 * occupies one of them for that many times its demand; a large payload is striped over several at once. An operation
 * without any wait is answered after its *served* time, which the scenario states as the idle response. The time for
 * which it *occupies* its servers follows from the rate limit and may differ. A write-back cache answers early, and a
 * pipeline takes in the next request before the last one is answered. Response times grow with utilization by
 * Sakasegawa's law for a lane. Source: H. Sakasegawa, "An approximation formula Lq = alpha rho^beta / (1 - rho)",
 * Annals of the Institute of Statistical Mathematics 29, 1977. It is exact for M/M/1 and gives the mean response of
 * M/M/c within 3.4% for up to 64 servers.
 */

import { constant } from '../distributions/constant.ts';
import type { Distribution } from '../distributions/distribution.ts';
import { gamma } from '../distributions/gamma.ts';
import { isMetadata, type OperationKind } from '../operations.ts';
import type { FurtherService, ServiceLaw, StorageEnvelope } from './envelope.ts';

/** The law of the service that answers operations of this kind. */
function lawFor(envelope: StorageEnvelope, kind: OperationKind): ServiceLaw {
  return furtherFor(envelope, kind)?.law ?? (isMetadata(kind) ? envelope.metadata : envelope.data);
}

/** The further service that answers operations of this kind; undefined where data or metadata does. */
function furtherFor({ further }: StorageEnvelope, kind: OperationKind): FurtherService | undefined {
  return further?.find(({ operations }) => operations.includes(kind));
}

/**
 * Demand of one operation in seconds of its service's second. Metadata kinds carry no payload; a commit costs what a
 * write without payload costs.
 */
export function demandSeconds(envelope: StorageEnvelope, kind: OperationKind, bytes: number): number {
  const { operations, bytes: ofBytes } = envelope.beyondPeak ?? HARD_LIMITS;
  return (
    fixedDemandSeconds(envelope, kind) / (1 + operations) +
    bytes / (bandwidthBytesPerSecond(envelope, kind) * (1 + ofBytes))
  );
}

const HARD_LIMITS = { operations: 0, bytes: 0 } as const;

/**
 * Response time of one operation on an otherwise idle system, in seconds. The law's idle response is that of a read
 * without payload, or of a getattr; other kinds take longer in proportion to their fixed demand. The payload adds its
 * bytes at the rate of a single stream, which the whole system's bandwidth may limit.
 */
export function serviceSeconds(envelope: StorageEnvelope, kind: OperationKind, bytes: number): number {
  const law = lawFor(envelope, kind);
  const fixed =
    law.idleResponseSeconds * (fixedDemandSeconds(envelope, kind) / referenceSeconds(envelope, kind));
  return fixed + bytes / Math.min(envelope.streamBytesPerSecond, bandwidthBytesPerSecond(envelope, kind));
}

/** Demand of the operation whose response on an idle system the law of a service states. */
function referenceSeconds(envelope: StorageEnvelope, kind: OperationKind): number {
  const further = furtherFor(envelope, kind);
  if (further !== undefined) return 1 / further.operationsPerSecond;
  return isMetadata(kind) ? 1 / envelope.metadataOperationsPerSecond : 1 / envelope.readOperationsPerSecond;
}

/**
 * How many servers work on one operation side by side: what it occupies servers for in all, over how long it takes.
 * From one, for every operation whose payload is small, to all servers.
 */
export function stripes(envelope: StorageEnvelope, kind: OperationKind, bytes: number): number {
  const all = servers(lawFor(envelope, kind));
  const occupied = demandSeconds(envelope, kind, bytes) * all;
  return Math.min(all, Math.max(1, Math.round(occupied / serviceSeconds(envelope, kind, bytes))));
}

/** Seconds for which one stripe of an operation occupies a server: its share of the operation's demand on all servers. */
export function occupiedSeconds(envelope: StorageEnvelope, kind: OperationKind, bytes: number): number {
  const demanded = demandSeconds(envelope, kind, bytes) * servers(lawFor(envelope, kind));
  return demanded / stripes(envelope, kind, bytes);
}

/** How many operations a service works on at once. */
export function servers(law: ServiceLaw): number {
  return law.lanes * law.serversPerLane;
}

/**
 * Returns the mean time in seconds that an operation waits in its lane before it is served. By Sakasegawa's law it is S
 * x variability x rho^(sqrt(2(c+1)) - 1) / (c (1 - rho)). `meanServiceSeconds` is the mean over the operations in the
 * lane. Infinity at a utilization of 1 or more, where there is no steady state.
 */
export function meanWaitSeconds(law: ServiceLaw, utilization: number, meanServiceSeconds: number): number {
  if (utilization <= 0) return 0;
  if (utilization >= 1) return Number.POSITIVE_INFINITY;
  const { serversPerLane, variability } = law;
  const probability = waitingProbability(law, utilization);
  return (meanServiceSeconds * variability * probability) / (serversPerLane * (1 - utilization));
}

/** Probability that an operation finds every server of its lane busy: Sakasegawa's rho^(sqrt(2(c+1)) - 1), at most 1. */
export function waitingProbability(law: Pick<ServiceLaw, 'serversPerLane'>, utilization: number): number {
  const clamped = Math.min(1, Math.max(0, utilization));
  return clamped ** (Math.sqrt(2 * (law.serversPerLane + 1)) - 1);
}

/**
 * Returns the variation of the service of single operations, as a factor of mean 1. The law's variability is (ca2 +
 * cs2) / 2. Arrivals at a lane are the sum of many clients', so ca2 is about 1. That leaves cs2 = 2 x variability - 1
 * to the service. A gamma distribution has that squared coefficient of variation; a law with less than arrivals alone
 * has a constant service.
 */
export function serviceVariation({ variability }: Pick<ServiceLaw, 'variability'>): Distribution {
  const squaredVariation = 2 * variability - 1;
  return squaredVariation <= 0 ? constant(1) : gamma(1 / squaredVariation, squaredVariation);
}

/**
 * Returns the wait, in seconds, that a fraction `position` of operations does not exceed. It is zero with the
 * probability of finding a server free, else exponential, so that the mean is `meanSeconds`. Exact for M/M/1. A uniform
 * random `position` gives a random wait. `probability` is that of waiting at all.
 */
export function waitQuantileSeconds(meanSeconds: number, probability: number, position: number): number {
  if (meanSeconds <= 0 || position < 1 - probability) return 0;
  return (-Math.log((1 - position) / probability) * meanSeconds) / probability;
}

function fixedDemandSeconds(envelope: StorageEnvelope, kind: OperationKind): number {
  const further = furtherFor(envelope, kind);
  if (further !== undefined) return 1 / further.operationsPerSecond;
  if (isMetadata(kind)) return envelope.metadataCost[kind] / envelope.metadataOperationsPerSecond;
  return 1 / (kind === 'read' ? envelope.readOperationsPerSecond : envelope.writeOperationsPerSecond);
}

/** Infinite for kinds that carry no payload. */
function bandwidthBytesPerSecond(envelope: StorageEnvelope, kind: OperationKind): number {
  if (kind !== 'read' && kind !== 'write') return Number.POSITIVE_INFINITY;
  const ofSystem = kind === 'read' ? envelope.readBytesPerSecond : envelope.writeBytesPerSecond;
  return furtherFor(envelope, kind)?.bytesPerSecond ?? ofSystem;
}
