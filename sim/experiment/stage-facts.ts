/** Figures of a stage that sentences on its times need: sizes, services and limits, means over its operations. */

import { serviceSeconds } from '../../models/hardware/storage-law.ts';
import type { OperationKind } from '../../models/operations.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';

/** Mean payload of one read or write of a stage in bytes; 0 for kinds that carry none. */
export function meanPayloadBytes(stage: StageDefinition, kind: OperationKind): number {
  if (kind !== 'read' && kind !== 'write') return 0;
  return kindOf(stage).payloadBytes(stage, kind);
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
    const weight = kindOf(stage).operationWeight(stage, kind);
    operations += weight;
    seconds += weight * serviceSeconds(envelope, kind, meanPayloadBytes(stage, kind));
  }
  return seconds / operations;
}

/** The most requests that a client of a stage keeps in flight; null for a stage whose operations come whatever the answers. */
export function outstandingOf(stage: StageDefinition): number | null {
  const { loop } = kindOf(stage);
  return loop.kind === 'open' ? null : loop.outstanding(stage);
}
