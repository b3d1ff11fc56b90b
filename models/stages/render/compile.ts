import { compileAssetRead } from '../../scenario/compile/assets.ts';
import { chosen, payloadStorage } from '../../scenario/compile/choice.ts';
import type { Compilation } from '../../scenario/compile/compilation.ts';
import { compileReleases } from '../../scenario/compile/releases.ts';
import { limitArrivals } from '../../scenario/compile/work-limit.ts';
import type { RunSection } from '../../scenario/schema/infrastructure.ts';
import type { StageBase } from '../stage-kind.ts';
import { type RenderStage, readsOf } from './definition.ts';
import type { RenderSection } from './schema.ts';

export function compileRender(
  base: StageBase,
  section: RenderSection,
  run: RunSection,
  compilation: Compilation,
): RenderStage | undefined {
  const path = ['stages', base.name];
  const { release, frame } = section;
  const arrivals = compileReleases(base, release.plan, 'release', run, compilation);
  const farm = chosen(section.farm, [...compilation.scenario.farms.keys()]);
  const reads = compileReads(frame.reads, base, compilation);
  const writes = payloadStorage(frame.writes.storage, base, ['frame', 'writes'], compilation);
  if (arrivals === undefined || farm === undefined || reads === undefined || writes === undefined)
    return undefined;
  limitArrivals([...path, 'release'], arrivals, release.frames, run, compilation);
  return {
    ...base,
    storage: base.storage === '' ? readsOf({ reads })[0]!.storage : base.storage,
    kind: 'render',
    farm,
    release: arrivals,
    framesPerWave: release.frames,
    priority: section.priority,
    computeSeconds: frame.time,
    gpuMemoryBytes: frame.gpuMemory,
    reads,
    writes: { ...frame.writes, storage: writes },
    metadata: Object.fromEntries(
      Object.entries(frame.metadata).filter(([, count]) => count !== undefined && count > 0),
    ),
    outstanding: frame.outstanding,
    verify: frame.verify,
  };
}

/** Compiles the inputs of a frame; undefined where they name something that is not there, which has been reported. */
function compileReads(
  reads: RenderSection['frame']['reads'],
  base: StageBase,
  compilation: Compilation,
): RenderStage['reads'] | undefined {
  if (!Array.isArray(reads)) {
    const storage = payloadStorage(reads.storage, base, ['frame', 'reads'], compilation);
    return storage === undefined ? undefined : { ...reads, storage };
  }
  const path = ['stages', base.name, 'frame', 'reads'];
  const assets = reads.map((read, place) => compileAssetRead(read, [...path, place], compilation));
  return assets.every((read) => read !== undefined) ? { assets } : undefined;
}
