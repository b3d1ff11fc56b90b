/** Figures of a stage that sentences on its times need: sizes, services and limits, means over its operations. */

import { mean } from '../../models/distributions/distribution.ts';
import { serviceSeconds } from '../../models/hardware/storage-law.ts';
import { isMetadata, type OperationKind } from '../../models/operations.ts';
import { transferCount } from '../../models/stages/transfer.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';

/** Mean payload of one read or write of a stage in bytes; 0 for kinds that carry none. */
export function meanPayloadBytes(stage: StageDefinition, kind: OperationKind): number {
  if (kind !== 'read' && kind !== 'write') return 0;
  switch (stage.kind) {
    case 'ingest': {
      const bytes = mean(stage.bytesPerCard);
      return bytes / transferCount(bytes, Math.max(1, Math.ceil(bytes / stage.bytesPerFile)));
    }
    case 'render': {
      const { bytes, files } = kind === 'read' ? stage.reads : stage.writes;
      return mean(bytes) / transferCount(mean(bytes), files);
    }
    case 'metadata':
      return mean(kind === 'read' ? stage.readBytes : stage.writeBytes);
    case 'editorial':
      return mean(stage.bytesPerRead);
  }
}

/** Time in which the storage of a stage serves one operation of these kinds when idle: mean over the operations of the stage. */
export function meanServiceSeconds(
  stage: StageDefinition,
  kinds: readonly OperationKind[],
  { storage }: Studio,
): number {
  const { envelope } = storage.find(({ name }) => name === stage.storage)!;
  let [operations, seconds] = [0, 0];
  for (const kind of kinds) {
    const weight = weightOf(stage, kind);
    operations += weight;
    seconds += weight * serviceSeconds(envelope, kind, meanPayloadBytes(stage, kind));
  }
  return seconds / operations;
}

/** How often a stage performs a kind of operation beside the other kinds of the same metric. */
function weightOf(stage: StageDefinition, kind: OperationKind): number {
  switch (stage.kind) {
    case 'ingest':
    case 'editorial':
      return 1;
    case 'render':
      return isMetadata(kind) ? (stage.metadata[kind] ?? 0) : 1;
    case 'metadata':
      return stage.mix[kind] ?? 0;
  }
}

/** The most requests that a client of a stage keeps in flight; null for a stage whose operations come whatever the answers. */
export function outstandingOf(stage: StageDefinition): number | null {
  return stage.kind === 'metadata' ? null : stage.outstanding;
}

/** Bandwidth of the links of one kind, each, in bytes/s. */
export function linkBytesPerSecond(resource: string, { network }: Studio): number {
  switch (resource) {
    case 'network.core':
      return network.coreBytesPerSecond;
    case 'network.uplinks':
      return network.uplinkBytesPerSecond;
    default:
      return network.hostBytesPerSecond;
  }
}
