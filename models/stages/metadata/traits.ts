import { modulatedCounts, type OperationCount } from '../../arrivals/modulated-rate.ts';
import { mean, scaled } from '../../distributions/distribution.ts';
import type { StreamSource } from '../../random.ts';
import type { StageTraits } from '../stage-kind.ts';
import type { MetadataStage } from './definition.ts';

/** The traits of every stage of churn. */
export const METADATA_TRAITS: StageTraits = { pace: 'steady', farm: null, readerBytesPerSecond: null };

/** Returns the stage with `factor` times the operations. */
export function scaleMetadata(stage: MetadataStage, factor: number): MetadataStage {
  return { ...stage, rate: { ...stage.rate, level: scaled(stage.rate.level, factor) } };
}

/** Returns the operations that come due in each interval of the rate. */
export function dueOperations(
  stage: MetadataStage,
  streams: StreamSource,
  durationSeconds: number,
): Iterable<OperationCount> {
  return modulatedCounts(stage.rate, streams.stream(stage.name, 'rate'), durationSeconds);
}

/** Returns the mean payload in bytes of one read or write. */
export function churnPayloadBytes({ readBytes, writeBytes }: MetadataStage, kind: 'read' | 'write'): number {
  return mean(kind === 'read' ? readBytes : writeBytes);
}
