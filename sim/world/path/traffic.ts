import { METADATA_KINDS, type OperationBatch, type OperationKind } from '../../../models/operations.ts';
import type { BatchTraffic, TrafficMeter } from '../../studio/traffic-meter.ts';
import type { IoPath } from './io-path.ts';

/** What a batch moves to and from one storage system, and the meter that counts it. */
export interface Traffic extends BatchTraffic {
  readonly meter: TrafficMeter;
}

/** Returns the traffic of a batch with each storage system of its path. */
export function trafficOf(batch: OperationBatch, path: IoPath): readonly Traffic[] {
  const traffic: Traffic[] = [];
  for (let place = 0; place < path.hops.length; place++) {
    const { meter } = path.hops[place]!;
    if (traffic.some((other) => other.meter === meter)) continue;
    let metadataOperations = 0;
    for (const kind of METADATA_KINDS) {
      const count = batch.counts[kind] ?? 0;
      if (count > 0) metadataOperations += count * shareAt(path, kind, meter);
    }
    traffic.push({
      meter,
      readBytes: batch.readBytes > 0 ? batch.readBytes * shareAt(path, 'read', meter) : 0,
      writeBytes: batch.writeBytes > 0 ? batch.writeBytes * shareAt(path, 'write', meter) : 0,
      metadataOperations,
    });
  }
  return traffic;
}

function shareAt(path: IoPath, kind: OperationKind, meter: TrafficMeter): number {
  let sum = 0;
  for (const { hop, share } of path.legsOf(kind)) if (hop.meter === meter) sum += share;
  return sum;
}
