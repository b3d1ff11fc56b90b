import { compileArrivals } from '../../scenario/compile/arrivals.ts';
import { chosen, payloadStorage } from '../../scenario/compile/choice.ts';
import type { Compilation } from '../../scenario/compile/compilation.ts';
import { limitArrivals } from '../../scenario/compile/work-limit.ts';
import type { RunSection } from '../../scenario/schema/infrastructure.ts';
import type { StageBase } from '../stage-kind.ts';
import type { RenderStage } from './definition.ts';
import type { RenderSection } from './schema.ts';

export function compileRender(
  base: StageBase,
  section: RenderSection,
  run: RunSection,
  compilation: Compilation,
): RenderStage | undefined {
  const path = ['stages', base.name];
  const { release, frame } = section;
  const arrivals = compileArrivals(release.plan, run, [...path, 'release'], compilation);
  const farm = chosen(section.farm, [...compilation.scenario.farms.keys()]);
  const reads = payloadStorage(frame.reads.storage, base, ['frame', 'reads'], compilation);
  const writes = payloadStorage(frame.writes.storage, base, ['frame', 'writes'], compilation);
  if (arrivals === undefined || farm === undefined || reads === undefined || writes === undefined)
    return undefined;
  limitArrivals([...path, 'release'], arrivals, release.frames, run, compilation);
  return {
    ...base,
    storage: base.storage === '' ? reads : base.storage,
    kind: 'render',
    farm,
    release: arrivals,
    framesPerWave: release.frames,
    priority: section.priority,
    computeSeconds: frame.time,
    gpuMemoryBytes: frame.gpuMemory,
    reads: { ...frame.reads, storage: reads },
    writes: { ...frame.writes, storage: writes },
    metadata: Object.fromEntries(
      Object.entries(frame.metadata).filter(([, count]) => count !== undefined && count > 0),
    ),
    outstanding: frame.outstanding,
    verify: frame.verify,
  };
}
