import { modulatedCounts, type OperationCount } from '../../arrivals/modulated-rate.ts';
import { mean, scaled } from '../../distributions/distribution.ts';
import type { StreamSource } from '../../random.ts';
import type { StageTraits } from '../stage-kind.ts';
import type { MetadataStage } from './definition.ts';

export const METADATA_TRAITS: StageTraits = { pace: 'steady', farm: null, readerBytesPerSecond: null };

/** Scales the operations of the churn. */
export function scaleMetadata(stage: MetadataStage, factor: number): MetadataStage {
  return { ...stage, rate: { ...stage.rate, level: scaled(stage.rate.level, factor) } };
}

export function dueOperations(
  stage: MetadataStage,
  streams: StreamSource,
  durationSeconds: number,
): Iterable<OperationCount> {
  return modulatedCounts(stage.rate, streams.stream(stage.name, 'rate'), durationSeconds);
}

export function churnPayloadBytes({ readBytes, writeBytes }: MetadataStage, kind: 'read' | 'write'): number {
  return mean(kind === 'read' ? readBytes : writeBytes);
}
