import { mean } from '../../distributions/distribution.ts';
import { response } from '../../metrics.ts';
import { scaledCount } from '../scaled-count.ts';
import type { StageKind, StageTraits } from '../stage-kind.ts';
import { editorialScrub } from './behaviour.ts';
import { compileEditorial } from './compile.ts';
import type { EditorialStage } from './definition.ts';
import { type EditorialSection, editorialSchema } from './schema.ts';
import { editorialTerms } from './terms.ts';
import { editorialWorkload } from './workload.ts';

const TRAITS: StageTraits = { pace: 'steady', farm: null, readerBytesPerSecond: null };

/** Editors scrubbing through proxies: bursts of small random reads. */
export const EDITORIAL_KIND: StageKind<EditorialStage, EditorialSection> = {
  name: 'editorial',
  unit: ['gesture', 'gestures'],
  loop: { kind: 'closed', outstanding: ({ outstanding }) => outstanding },
  metrics: {
    scrub: response('scrub', ['read'], 'response time of one read while scrubbing'),
  },
  schema: editorialSchema,
  references: [],
  compile: compileEditorial,
  perform: editorialScrub,
  traits: ({ gestures }) => ({ ...TRAITS, release: gestures }),
  scale: (stage, factor) => ({ ...stage, seats: scaledCount(stage.seats, factor) }),
  workload: editorialWorkload,
  payloadBytes: ({ bytesPerRead }) => mean(bytesPerRead),
  operationWeight: () => 1,
  terms: editorialTerms,
};
