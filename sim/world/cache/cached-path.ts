import { shareOfBundle } from '../../../models/assets/bundle-reads.ts';
import type { CacheLookup } from '../../../models/caches/node-caches.ts';
import { OPERATION_KINDS, type OperationBatch, type OperationKind } from '../../../models/operations.ts';
import type { Hop, Leg } from '../path/hop.ts';
import { IoPath, type Legs } from '../path/io-path.ts';
import type { Resource } from '../resources/resource.ts';

/** The path of a batch of which caches answer for some bundles: reads of these, and the lookups before them, leave it early. */
export class CachedPath<Service extends Resource> extends IoPath<Service> {
  readonly #storage: IoPath<Service>;
  readonly #lookup: CacheLookup;
  readonly #caches: readonly Hop<Service>[];

  /** `caches` are the hops to the caches of the client, in their order. */
  constructor(
    storage: IoPath<Service>,
    batch: OperationBatch,
    lookup: CacheLookup,
    caches: readonly Hop<Service>[],
    route: object,
  ) {
    const hops = [...storage.hops, ...caches];
    super(hops, legsOf(storage, batch, lookup, hops), storage.way, route);
    this.#storage = storage;
    this.#lookup = lookup;
    this.#caches = caches;
  }

  override hopOfBundle(kind: OperationKind, place: number): Hop<Service> | null {
    if (!isAnswered(kind)) return null;
    const cache = this.#lookup.answers[place]!;
    return cache === null ? this.#storage.legsOf(kind)[0]!.hop : this.#caches[cache]!;
  }

  override performed(): void {
    this.#storage.performed();
    this.#lookup.fill();
  }
}

/** Whether caches answer operations of a kind: what is held never changes, so that nobody need ask storage about it. */
function isAnswered(kind: OperationKind): boolean {
  return kind === 'read' || kind === 'lookup';
}

function legsOf<Service extends Resource>(
  storage: IoPath<Service>,
  batch: OperationBatch,
  lookup: CacheLookup,
  hops: readonly Hop<Service>[],
): Legs<Service> {
  const entries = OPERATION_KINDS.map(
    (kind) =>
      [kind, isAnswered(kind) ? shared(storage, kind, batch, lookup, hops) : storage.legsOf(kind)] as const,
  );
  return Object.fromEntries(entries) as Legs<Service>;
}

/** The legs of a kind: what caches answer, each its share, and the rest at the storage. */
function shared<Service extends Resource>(
  storage: IoPath<Service>,
  kind: OperationKind,
  { counts, distinctFiles }: OperationBatch,
  { reads, answers }: CacheLookup,
  hops: readonly Hop<Service>[],
): readonly Leg<Service>[] {
  const count = counts[kind] ?? 0;
  if (count === 0) return storage.legsOf(kind);
  const answered = hops.map(() => 0);
  let left = count;
  for (const [place, cache] of answers.entries()) {
    if (cache === null) continue;
    const operations = shareOfBundle(reads, place, distinctFiles, count);
    answered[storage.hops.length + cache]! += operations;
    left -= operations;
  }
  const legs: Leg<Service>[] = [];
  if (left > 0) {
    for (const leg of storage.legsOf(kind)) legs.push({ ...leg, share: (leg.share * left) / count });
  }
  for (const [place, operations] of answered.entries()) {
    if (operations > 0) legs.push({ hop: hops[place]!, place, share: operations / count });
  }
  return legs;
}
