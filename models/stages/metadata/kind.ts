import { response } from '../../metrics.ts';
import { METADATA_KINDS } from '../../operations.ts';
import type { StageKind } from '../stage-kind.ts';
import { metadataChurn } from './behaviour.ts';
import { compileMetadata } from './compile.ts';
import type { MetadataStage } from './definition.ts';
import { type MetadataSection, metadataSchema } from './schema.ts';
import { churnPayloadBytes, dueOperations, METADATA_TRAITS, scaleMetadata } from './traits.ts';
import { metadataWorkload } from './workload.ts';

/** The pipeline's own churn: path resolution, version look-ups, small reads, all day. */
export const METADATA_KIND: StageKind<MetadataStage, MetadataSection> = {
  name: 'metadata',
  unit: ['interval', 'intervals'],
  loop: { kind: 'open', due: dueOperations },
  metrics: {
    latency: response('churn', METADATA_KINDS, 'response time of one metadata operation'),
    read: response('churn', ['read'], 'response time of one small read'),
  },
  schema: metadataSchema,
  references: [],
  compile: compileMetadata,
  perform: metadataChurn,
  traits: () => METADATA_TRAITS,
  scale: scaleMetadata,
  workload: metadataWorkload,
  payloadBytes: churnPayloadBytes,
  operationWeight: ({ mix }, kind) => mix[kind] ?? 0,
};
