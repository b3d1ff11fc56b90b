import {
  METADATA_KINDS,
  metadataOperationCount,
  type OperationBatch,
  type OperationKind,
} from '../../../models/operations.ts';
import type { BatchTraffic, TrafficMeter } from '../storage/traffic-meter.ts';
import type { IoPath } from './io-path.ts';

/** Returns what a batch moves to and from one storage system of its path, the one that a meter belongs to. */
export function trafficWith(
  meter: TrafficMeter,
  { readBytes, writeBytes, counts }: OperationBatch,
  path: IoPath,
): BatchTraffic {
  if (path.meters.length === 1) {
    return { readBytes, writeBytes, metadataOperations: metadataOperationCount(counts) };
  }
  let metadataOperations = 0;
  for (const kind of METADATA_KINDS) metadataOperations += (counts[kind] ?? 0) * shareAt(path, kind, meter);
  return {
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
