import type { ArrivalProcess } from '../../arrivals/arrival-process.ts';
import type { Distribution } from '../../distributions/distribution.ts';
import type { StageDefinition } from '../../studio.ts';

/** Editors scrubbing through proxies: bursts of small random reads. */
export interface EditorialStage extends StageDefinition {
  readonly kind: 'editorial';
  readonly seats: number;
  /** One gesture of the hand on the timeline, per seat. */
  readonly gestures: ArrivalProcess;
  readonly readsPerGesture: Distribution;
  readonly bytesPerRead: Distribution;
  readonly outstanding: number;
  /** Number of proxy files that are scrubbed through. */
  readonly files: number;
}
