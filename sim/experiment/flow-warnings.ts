import { servers } from '../../models/hardware/storage-law.ts';
import type { ResourceResult, Warning } from '../../models/result.ts';
import { kindOf, systemsOf } from '../../models/stages/stage-kinds.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';
import { StudioResources } from '../../models/studio-resources.ts';

/** A client with this many requests in flight for each server of a service has them meet themselves, again and again. */
const CROWDING = 4;

/**
 * Warns of what `fidelity: flows` is known to get wrong by more than the bounds that hold elsewhere, where a run met it. The
 * factors are those of test/sim/world/storage/closed-queue-corners.test.ts.
 */
export function flowWarnings(studio: Studio, resources: readonly ResourceResult[]): readonly Warning[] {
  if (studio.run.fidelity !== 'flows') return [];
  return [...resources.flatMap((resource) => overloadWarning(studio, resource)), ...crowdWarnings(studio)];
}

/**
 * Warns about closed loops beside open load that fills their service for moments. Flows take the queue of such a moment
 * for as long as the burst, while a client that waits in it sends little.
 */
function overloadWarning(studio: Studio, { name, utilization }: ResourceResult): readonly Warning[] {
  const resource = new StudioResources(studio).named(name);
  if (resource.kind !== 'storage-data' && resource.kind !== 'storage-metadata') return [];
  if ((utilization.saturatedSeconds ?? 0) === 0) return [];
  const there = studio.stages.filter((stage) => systemsOf(stage).includes(resource.system.name));
  const open = there.filter(isOpen);
  const closed = there.filter((stage) => !isOpen(stage));
  if (open.length === 0 || closed.length === 0) return [];
  return [
    {
      code: 'flows-in-overload',
      message: `${name} was full for moments, and takes operations of ${namesOf(open)} that come whatever the answers. Where these fill it, flows take response times of ${namesOf(closed)} for up to 1.5 times as long as they are (p95 up to 2.7 times with 64 requests in flight); run.fidelity: operations does not`,
    },
  ];
}

/** Many requests of one client at few servers: they come and end in bunches, which flows smooth. */
function crowdWarnings({ stages, storage }: Studio): readonly Warning[] {
  return stages.flatMap((stage) => {
    const { loop } = kindOf(stage);
    if (loop.kind === 'open') return [];
    const outstanding = loop.outstanding(stage);
    const systems = storage.filter(({ name }) => systemsOf(stage).includes(name));
    return systems.flatMap((system) => {
      const few = servers(system.envelope.data);
      if (outstanding < CROWDING * few) return [];
      return {
        code: 'flows-in-a-crowd',
        message: `${stage.name} keeps ${outstanding} requests in flight for each client, at ${few} servers of ${system.name}. Flows take its response times for 0.8 to 1.3 times as long as they are, and what a client waits in all for up to 1.45 times where few are at work; run.fidelity: operations does not`,
      };
    });
  });
}

function isOpen(stage: StageDefinition): boolean {
  return kindOf(stage).loop.kind === 'open';
}

function namesOf(stages: readonly StageDefinition[]): string {
  return stages.map(({ name }) => name).join(', ');
}
