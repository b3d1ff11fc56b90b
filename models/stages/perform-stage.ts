import type { Stage } from '../effects.ts';
import type { StageDefinition } from '../studio.ts';
import { editorialScrub } from './editorial-scrub.ts';
import { ingest } from './ingest.ts';
import { metadataChurn } from './metadata-churn.ts';
import { render } from './render.ts';
import type { StageContext } from './stage-context.ts';

/** The whole behaviour of a stage over the run, as effects. */
export function performStage(stage: StageDefinition, context: StageContext): Stage {
  switch (stage.kind) {
    case 'ingest':
      return ingest(stage, context);
    case 'render':
      return render(stage, context);
    case 'metadata':
      return metadataChurn(stage, context);
    case 'editorial':
      return editorialScrub(stage, context);
  }
}
