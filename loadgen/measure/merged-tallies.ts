/** Adds up tallies of the same group, of several threads or several seconds. */

import { Histogram } from '../../models/histogram.ts';
import type { TargetErrorCode } from '../targets/target.ts';
import type { OperationGroup, OperationTally } from './operation-tally.ts';

interface Sum {
  readonly group: OperationGroup;
  offered: number;
  sent: number;
  answered: number;
  readonly failed: Partial<Record<TargetErrorCode, number>>;
  retries: number;
  bytes: number;
  readonly response: Histogram;
  readonly service: Histogram;
  readonly sendError: Histogram;
}

export class MergedTallies {
  readonly #sums = new Map<string, Sum>();

  add(tally: OperationTally): void {
    const { stage, step, kind, loop } = tally;
    const key = [stage, step, kind, loop].join('\n');
    let sum = this.#sums.get(key);
    if (sum === undefined) {
      sum = emptySum({ stage, step, kind, loop });
      this.#sums.set(key, sum);
    }
    sum.offered += tally.offered;
    sum.sent += tally.sent;
    sum.answered += tally.answered;
    sum.retries += tally.retries;
    sum.bytes += tally.bytes;
    for (const [code, count] of Object.entries(tally.failed) as [TargetErrorCode, number][]) {
      sum.failed[code] = (sum.failed[code] ?? 0) + count;
    }
    sum.response.merge(tally.response);
    sum.service.merge(tally.service);
    sum.sendError.merge(tally.sendError);
  }

  /** In the order of their names, so that the order in which threads reported is not seen. */
  get tallies(): readonly OperationTally[] {
    return [...this.#sums]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { group, response, service, sendError, ...counts }]) => ({
        ...group,
        ...counts,
        response: response.snapshot(),
        service: service.snapshot(),
        sendError: sendError.snapshot(),
      }));
  }
}

function emptySum(group: OperationGroup): Sum {
  return {
    group,
    offered: 0,
    sent: 0,
    answered: 0,
    failed: {},
    retries: 0,
    bytes: 0,
    response: new Histogram(),
    service: new Histogram(),
    sendError: new Histogram(),
  };
}
