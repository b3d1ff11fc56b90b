import type { ModulatedRate } from '../../arrivals/modulated-rate.ts';
import type { Distribution } from '../../distributions/distribution.ts';
import type { OperationKind } from '../../operations.ts';
import type { StageDefinition } from '../../studio.ts';

/** The pipeline's own churn: path resolution, version look-ups, small reads, all day. */
export interface MetadataStage extends StageDefinition {
  readonly kind: 'metadata';
  readonly rate: ModulatedRate;
  /** Fractions of the operations by kind; they add up to 1. */
  readonly mix: Readonly<Partial<Record<OperationKind, number>>>;
  readonly readBytes: Distribution;
  readonly writeBytes: Distribution;
  /** How many files the churn walks over. */
  readonly files: number;
  /** Machines from which the churn comes. */
  readonly clients: number;
}
