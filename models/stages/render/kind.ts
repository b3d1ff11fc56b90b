import { observed, response } from '../../metrics.ts';
import { METADATA_KINDS } from '../../operations.ts';
import type { StageKind } from '../stage-kind.ts';
import { render } from './behaviour.ts';
import { compileRender } from './compile.ts';
import { assetsOf, type RenderStage, readsOf } from './definition.ts';
import { type RenderSection, renderSchema } from './schema.ts';
import { renderTerms } from './terms.ts';
import {
  frameOperationWeight,
  framePayloadBytes,
  leastOfRender,
  renderTraits,
  scaleRender,
  waveComputeSeconds,
} from './traits.ts';
import { renderWorkload } from './workload.ts';

/** Waves of frames on a farm. */
export const RENDER_KIND: StageKind<RenderStage, RenderSection> = {
  name: 'render',
  unit: ['frame', 'frames'],
  loop: { kind: 'closed', outstanding: ({ outstanding }) => outstanding },
  metrics: {
    turnaround: observed('from the release of a frame to its publication'),
    makespan: observed('from the release of a wave to its last published frame', 'wave'),
    startLatency: observed('from the release of a frame to its first start on a node'),
    storageWait: observed('time that a frame holds its GPU without computing', 'unit', { withoutFarm: true }),
    locate: response('locate', METADATA_KINDS, 'response time of one metadata operation of a frame'),
    read: response('read', ['read'], 'response time of one read of a frame'),
    write: response('write', ['write'], 'response time of one write of a frame'),
  },
  schema: renderSchema,
  references: [
    { kind: 'farm' },
    { kind: 'storage', keys: ['frame', 'reads', 'storage'] },
    { kind: 'storage', keys: ['frame', 'writes', 'storage'] },
    { kind: 'assets', keys: ['frame', 'reads'] },
  ],
  storage: (stage) => [...new Set([...readsOf(stage), stage.writes].map(({ storage }) => storage))],
  assets: assetsOf,
  compile: compileRender,
  perform: render,
  traits: renderTraits,
  scale: scaleRender,
  workload: renderWorkload,
  payloadBytes: framePayloadBytes,
  operationWeight: frameOperationWeight,
  leastPossible: leastOfRender,
  computeAloneSeconds: waveComputeSeconds,
  terms: renderTerms,
};
