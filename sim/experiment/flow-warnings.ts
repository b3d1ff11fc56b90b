import type { ResourceResult, Warning } from '../../models/result.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';

/**
 * Warns of what `fidelity: flows` is known to get wrong by more than a fifth, where a run met it: closed loops beside open
 * load that fills their service for moments. Flows take the queue of such a moment for as long as the burst, while a client
 * that waits in it sends little. The factors are those of test/sim/studio/closed-queue-corners.test.ts.
 */
export function flowWarnings(studio: Studio, resources: readonly ResourceResult[]): readonly Warning[] {
  if (studio.run.fidelity !== 'flows') return [];
  return resources.flatMap((resource) => {
    const { name, kind, utilization } = resource;
    if (kind !== 'storage-data' && kind !== 'storage-metadata') return [];
    const saturatedSeconds = utilization.saturatedSeconds ?? 0;
    if (saturatedSeconds === 0) return [];
    const system = name.slice(name.indexOf('.') + 1);
    const there = studio.stages.filter(({ storage }) => storage === system);
    const open = there.filter(isOpen);
    const closed = there.filter((stage) => !isOpen(stage));
    if (open.length === 0 || closed.length === 0) return [];
    return [
      {
        code: 'flows-in-overload',
        message: `${name} was full for moments while ${namesOf(open)} sent operations to it whatever the answers. In such moments, flows take response times of ${namesOf(closed)} for up to 1.5 times as long as they are (p95 up to 2.7 times with 64 requests in flight); run.fidelity: operations does not`,
      },
    ];
  });
}

function isOpen(stage: StageDefinition): boolean {
  return kindOf(stage).loop.kind === 'open';
}

function namesOf(stages: readonly StageDefinition[]): string {
  return stages.map(({ name }) => name).join(', ');
}
