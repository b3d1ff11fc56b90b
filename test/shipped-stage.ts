import type { EditorialStage } from '../models/stages/editorial/definition.ts';
import type { IngestStage } from '../models/stages/ingest/definition.ts';
import type { MetadataStage } from '../models/stages/metadata/definition.ts';
import type { RenderStage } from '../models/stages/render/definition.ts';
import type { StageDefinition } from '../models/studio.ts';

/** A stage of one of the kinds that Headroom comes with. */
export type ShippedStage = IngestStage | RenderStage | MetadataStage | EditorialStage;

/** Returns the stage as its kind compiled it, so that a test can look inside. */
export function shipped(stage: StageDefinition): ShippedStage {
  return stage as ShippedStage;
}
