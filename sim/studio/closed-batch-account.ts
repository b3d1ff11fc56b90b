import { OPERATION_KINDS } from '../../models/operations.ts';
import { BatchAccount } from './batch-account.ts';
import { operationCost } from './batch-cost.ts';
import type { BatchRequest } from './batch-flow.ts';

/** A payload goes at the speed of its host's link, and waits there for others of the same client. */
export const HOST_LINK = 'network.hosts';

/** The account of a closed batch as a flow; null where no objective asks for it. */
export function accountOf({ work, origin, storage, cost }: BatchRequest, now: number): BatchAccount | null {
  const services = cost.demands.map(({ service }) => service);
  const links = cost.bytesPerOperation === 0 ? [] : storage.network.path(work.client);
  return BatchAccount.of(work, origin, { envelope: storage.envelope, services, links }, now);
}

/**
 * Adds what the operations of a batch spend when they wait for nothing, and for its client's device, for which
 * `waitingForDevice` of its requests wait on average; then accounts for the `seconds` that it took.
 */
export function closeAccount(
  account: BatchAccount,
  { work, storage, cost }: BatchRequest,
  seconds: number,
  waitingForDevice: number,
): void {
  const { batch } = work;
  const { ledger } = account;
  ledger.roundTrip = storage.network.roundTripSeconds;
  ledger.waited = ledger.crowded = ledger.late = 0;
  for (const kind of OPERATION_KINDS) {
    const count = batch.counts[kind] ?? 0;
    if (count === 0) continue;
    ledger.choose({ kind, sentOver: HOST_LINK, crowdedLink: HOST_LINK, lateFor: HOST_LINK });
    const { servedSeconds, travelSeconds } = operationCost(batch, kind, storage);
    ledger.served = servedSeconds;
    ledger.sent = travelSeconds - ledger.roundTrip;
    account.spend(count);
  }
  account.spendOnDevice(waitingForDevice * seconds);
  account.close(cost.operations, seconds, storage.simulation.now);
}
