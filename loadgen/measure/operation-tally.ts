/** Measurements of operations, in the form in which workers report, seconds are added up and results are made. */

import type { HistogramSnapshot } from '../../models/histogram.ts';
import type { OperationKind } from '../../models/operations.ts';
import type { TargetErrorCode } from '../targets/target.ts';

/**
 * How operations are issued. An open loop issues at times of its own, whatever the answers. A closed loop issues each
 * after the one before it, so a slow target is asked less.
 */
export type Loop = 'open' | 'closed';

/** Operations that are measured together. */
export interface OperationGroup {
  readonly stage: string;
  /** The step of the stage, such as "locate" or "read" (see models/metrics.ts). */
  readonly step: string;
  readonly kind: OperationKind;
  readonly loop: Loop;
}

/** Counts and times of a group over some span. */
export interface OperationTally extends OperationGroup {
  /** Came due: at its own time in an open loop, when the one before it was answered in a closed one. */
  readonly offered: number;
  /** Was sent to the target. What came due and was not sent when the run ended is unsent. */
  readonly sent: number;
  /** Was answered with success, in the end. */
  readonly answered: number;
  /** Was given up, by the code of the last failure. */
  readonly failed: Readonly<Partial<Record<TargetErrorCode, number>>>;
  /** Attempts after the first. */
  readonly retries: number;
  /** Payload of what was answered. */
  readonly bytes: number;
  /** From the time at which it was due to its answer: a stall of the target or of the generator is not hidden. Seconds. */
  readonly response: HistogramSnapshot;
  /** From the first sending to the answer. Seconds. */
  readonly service: HistogramSnapshot;
  /** From the time at which it was due to the first sending. Seconds. */
  readonly sendError: HistogramSnapshot;
}
