import { OPERATION_KINDS } from '../../models/operations.ts';
import type { Link } from '../world/resources/link.ts';
import type { Resource } from '../world/resources/resource.ts';
import { BatchAccount } from './batch-account.ts';
import { operationCost } from './batch-cost.ts';
import type { BatchRequest } from './batch-flow.ts';

/** The links of a batch without payload. */
const NONE: readonly Link[] = [];

/** The account of a closed batch as a flow; null where no objective asks for it. */
export function accountOf({ work, origin, cost, path }: BatchRequest, now: number): BatchAccount | null {
  if (!BatchAccount.isKept(work, origin)) return null;
  const { demands } = cost;
  const links = cost.bytesPerOperation === 0 ? NONE : path.way.links;
  const resources = Array<Resource>(demands.length + links.length);
  for (let place = 0; place < demands.length; place++) resources[place] = demands[place]!.service;
  for (let place = 0; place < links.length; place++) resources[demands.length + place] = links[place]!;
  return BatchAccount.of(work, origin, { path, resources, links }, now);
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
