import { OPERATION_KINDS } from '../../models/operations.ts';
import { BatchAccount } from './batch-account.ts';
import { operationCost } from './batch-cost.ts';
import type { BatchRequest } from './batch-flow.ts';

/** The account of a closed batch as a flow; null where no objective asks for it. */
export function accountOf({ work, origin, cost, path }: BatchRequest, now: number): BatchAccount | null {
  const services = cost.demands.map(({ service }) => service);
  const links = cost.bytesPerOperation === 0 ? [] : path.way.links;
  return BatchAccount.of(work, origin, { path, services, links }, now);
}

/** How long a batch took, and how long it would have taken without the limit of its client's device. */
export interface BatchTimes {
  readonly seconds: number;
  readonly loopSeconds: number;
  /** Requests that wait for the device on average. */
  readonly unused: number;
}

/** Adds what the operations of a batch spend when they wait for nothing but its client's device; then closes the account. */
export function closeAccount(
  account: BatchAccount,
  { work, model, cost, path, memory }: BatchRequest,
  { seconds, loopSeconds, unused }: BatchTimes,
): void {
  const { batch } = work;
  const { ledger } = account;
  ledger.waited = ledger.behindOwn = ledger.crowded = ledger.late = 0;
  for (const kind of OPERATION_KINDS) {
    const count = batch.counts[kind] ?? 0;
    if (count === 0) continue;
    for (const { hop, share } of path.legsOf(kind)) {
      const { slowest } = hop.way;
      ledger.choose({
        service: hop.service.group,
        sentOver: slowest,
        crowdedLink: slowest,
        lateFor: slowest,
      });
      const { servedSeconds, travelSeconds } = operationCost(batch, kind, hop, memory);
      ledger.roundTrip = hop.latencySeconds;
      ledger.served = servedSeconds;
      ledger.sent = travelSeconds - ledger.roundTrip;
      account.spend(count * share);
    }
  }
  account.spendOnDevice(unused * seconds);
  account.close(cost.operations, { seconds, loopSeconds }, model.simulation.now);
}
