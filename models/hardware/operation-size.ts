/**
 * The operation size at which the rate and the bandwidth of reads, or of writes, weigh the same. A data sheet often
 * measures the two limits at once. The cost of an operation adds them up: 1 / rate + bytes / bandwidth. The functions
 * here find that size, and take the bytes out of a rate that was measured with them.
 */

import { formatQuantity } from '../units.ts';
import { figure } from './catalog/figure.ts';
import type { StorageEnvelope } from './envelope.ts';
import type { Derivation } from './published-rates.ts';

/** The kinds of operations that carry a payload. */
export type TransferDirection = 'read' | 'write';

export const TRANSFER_DIRECTIONS = ['read', 'write'] as const satisfies readonly TransferDirection[];

/** A rate of operations with the payload of each. */
export interface RatedTransfer {
  readonly direction: TransferDirection;
  readonly operationsPerSecond: number;
  /** Above 0. */
  readonly bytesPerOperation: number;
}

/** A rate whose operations carry as much as the bandwidth moves, or more, so that nothing is left for the operation itself. */
export interface RateContradiction extends RatedTransfer {
  readonly bandwidthBytesPerSecond: number;
}

/**
 * Largest share of an operation's cost that its bytes may be for the rest to mean anything. Data sheets round, and take kB
 * for KiB or MB for MiB: 4.9%.
 */
const PAYLOAD_SHARE_MAX = 0.95;

/**
 * Returns the rate of operations without payload, from a rate that was measured with payload: 1 / (1 / rate - bytes /
 * bandwidth). With it, operations of that size saturate at the rate that was measured. Undefined where the bytes are
 * all of the cost, or nearly.
 */
export function rateWithoutPayload(
  { direction, operationsPerSecond, bytesPerOperation }: RatedTransfer,
  bandwidthBytesPerSecond: number,
): Derivation {
  const payloadShare = (operationsPerSecond * bytesPerOperation) / bandwidthBytesPerSecond;
  if (!(payloadShare <= PAYLOAD_SHARE_MAX)) return { kind: 'missing', why: 'its payload is all of its cost' };
  const value = operationsPerSecond / (1 - payloadShare);
  const rate = formatQuantity(operationsPerSecond, 'operations/s');
  const size = formatQuantity(bytesPerOperation, 'bytes');
  return {
    kind: 'known',
    ...figure(
      value,
      'inferred',
      `${rate} of ${direction}s of ${size}, stated in the scenario, less their bytes at full bandwidth: ${(value / operationsPerSecond).toFixed(2)} times the rate that was stated`,
    ),
  };
}

/** The operation size at which rate and bandwidth weigh the same, and half of either, which is what is reached there. */
export function halfwayTransfer(envelope: StorageEnvelope, direction: TransferDirection): RatedTransfer {
  const operationsPerSecond = envelope[`${direction}OperationsPerSecond`];
  const bytesPerSecond = envelope[`${direction}BytesPerSecond`];
  return {
    direction,
    operationsPerSecond: operationsPerSecond / 2,
    bytesPerOperation: bytesPerSecond / operationsPerSecond,
  };
}
