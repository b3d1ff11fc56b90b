import {
  METADATA_KINDS,
  metadataOperationCount,
  type OperationBatch,
  type OperationKind,
} from '../../../models/operations.ts';
import type { BatchTraffic, TrafficMeter } from '../storage/traffic-meter.ts';
import type { IoPath } from './io-path.ts';

/** Data that a batch moves to and from one storage system, and the meter that counts it. */
export interface Traffic extends BatchTraffic {
  readonly meter: TrafficMeter;
}

/** Returns the traffic of a batch with each storage system of its path. */
export function trafficOf(batch: OperationBatch, path: IoPath): readonly Traffic[] {
  const { readBytes, writeBytes, counts } = batch;
  const [meter] = path.meters;
  if (path.meters.length === 1) {
    return [{ meter: meter!, readBytes, writeBytes, metadataOperations: metadataOperationCount(counts) }];
  }
  return path.meters.map((each) => sharedTraffic(batch, path, each));
}

function sharedTraffic(
  { readBytes, writeBytes, counts }: OperationBatch,
  path: IoPath,
  meter: TrafficMeter,
): Traffic {
  let metadataOperations = 0;
  for (const kind of METADATA_KINDS) metadataOperations += (counts[kind] ?? 0) * shareAt(path, kind, meter);
  return {
    meter,
    readBytes: readBytes * shareAt(path, 'read', meter),
    writeBytes: writeBytes * shareAt(path, 'write', meter),
    metadataOperations,
  };
}

function shareAt(path: IoPath, kind: OperationKind, meter: TrafficMeter): number {
  let sum = 0;
  for (const { hop, share } of path.legsOf(kind)) if (hop.meter === meter) sum += share;
  return sum;
}
