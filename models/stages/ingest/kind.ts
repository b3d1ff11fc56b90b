import { CAMERAS } from '../../hardware/catalog/cameras.ts';
import { observed, response } from '../../metrics.ts';
import { unknownCamera } from '../../scenario/problems.ts';
import type { StageKind } from '../stage-kind.ts';
import { ingest } from './behaviour.ts';
import { compileIngest } from './compile.ts';
import type { IngestStage } from './definition.ts';
import { type IngestSection, ingestSchema } from './schema.ts';
import { ingestTerms } from './terms.ts';
import { cardPayloadBytes, ingestTraits, leastOfIngest, scaleIngest } from './traits.ts';
import { ingestWorkload } from './workload.ts';

/** Camera cards copied into the studio. */
export const INGEST_KIND: StageKind<IngestStage, IngestSection> = {
  name: 'ingest',
  unit: ['delivery', 'deliveries'],
  loop: { kind: 'closed', outstanding: ({ outstanding }) => outstanding },
  metrics: {
    completion: observed('from the arrival of the cards to the last one copied and verified'),
    write: response('copy', ['write'], 'response time of one write of the copy'),
  },
  schema: ingestSchema,
  references: [
    { kind: 'storage', keys: ['from'], beside: true },
    {
      kind: 'catalog',
      key: 'camera',
      known: CAMERAS.map(({ id }) => id),
      unknown: unknownCamera,
    },
  ],
  storage: ({ from, storage }) => (from === undefined ? [storage] : [from, storage]),
  compile: compileIngest,
  perform: ingest,
  traits: ingestTraits,
  scale: scaleIngest,
  workload: ingestWorkload,
  payloadBytes: cardPayloadBytes,
  operationWeight: () => 1,
  leastPossible: leastOfIngest,
  terms: ingestTerms,
};
