import type { OperationResult } from '../../models/load-section.ts';
import type { OperationTally } from '../measure/operation-tally.ts';
import type { LoadOutcome } from '../run/load-outcome.ts';
import { failedOf } from './measured-run.ts';
import { timeSpread } from './time-spread.ts';

/** Every group of operations with its counts and times, in the order in which the run tallied them. */
export function operationResults({ tallies }: LoadOutcome): readonly OperationResult[] {
  return tallies.map(operationResult);
}

function operationResult(tally: OperationTally): OperationResult {
  const { stage, step, kind, loop, offered, sent, answered, failed, retries, bytes } = tally;
  return {
    stage,
    step,
    kind,
    loop,
    offered,
    sent,
    unsent: Math.max(0, offered - sent),
    answered,
    failed: failedOf(tally),
    failures: { ...failed },
    retries,
    bytes,
    response: timeSpread(tally.response),
    service: timeSpread(tally.service),
    sendError: timeSpread(tally.sendError),
  };
}
