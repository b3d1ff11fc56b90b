/** Figures of a stage that sentences on its times need: sizes, services and limits, means over its operations. */

import { serviceSeconds } from '../../models/hardware/storage-law.ts';
import type { OperationKind } from '../../models/operations.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';
import { StudioResources } from '../../models/studio-resources.ts';

/** Mean payload of one read or write of a stage in bytes; 0 for kinds that carry none. */
export function meanPayloadBytes(stage: StageDefinition, kind: OperationKind): number {
  if (kind !== 'read' && kind !== 'write') return 0;
  return kindOf(stage).payloadBytes(stage, kind);
}

/** Time that a service takes for one operation of these kinds when idle: mean over the operations of a stage. */
export function meanServiceSeconds(
  stage: StageDefinition,
  kinds: readonly OperationKind[],
  service: string,
  studio: Studio,
): number {
  const resource = new StudioResources(studio).named(service);
  if (!('system' in resource)) throw new Error(`${service} is no service of a storage system`);
  const { envelope } = resource.system;
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
