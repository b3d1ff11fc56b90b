import { OPERATION_KINDS, type OperationKind } from '../../../models/operations.ts';
import type { NetworkPath } from '../network/network-path.ts';
import type { Resource } from '../resources/resource.ts';
import type { TrafficMeter } from '../storage/traffic-meter.ts';
import type { Hop, Leg } from './hop.ts';

/** Hops of the operations of each kind, and the share of them that takes each. */
export type Legs<Service extends Resource = Resource> = Readonly<
  Record<OperationKind, readonly Leg<Service>[]>
>;

/**
 * The way of a batch through the studio: a list of hops, of which each operation takes one. Whatever decides where data lies or
 * comes from makes another list; the performers only execute it. One path serves many batches.
 */
export class IoPath<Service extends Resource = Resource> {
  readonly hops: readonly Hop<Service>[];
  /** The way between the client and storage. */
  readonly way: NetworkPath;
  /** The same object for all paths that differ in their ways only: their costs are the same but for the payload's transmission. */
  readonly route: object;
  /** The meters of the storage systems on it, each once. */
  readonly meters: readonly TrafficMeter[];
  /** Whether all hops are reached on the way of the path. */
  readonly isOneWay: boolean;
  readonly #legs: Legs<Service>;

  constructor(hops: readonly Hop<Service>[], legs: Legs<Service>, way: NetworkPath, route: object) {
    this.hops = hops;
    this.way = way;
    this.meters = [...new Set(hops.map(({ meter }) => meter))];
    this.isOneWay = hops.every((hop) => hop.way === way);
    this.route = route;
    this.#legs = legs;
  }

  /** The hops that operations of a kind take, each with its share of them. */
  legsOf(kind: OperationKind): readonly Leg<Service>[] {
    return this.#legs[kind];
  }

  /** The hop that an operation on a bundle of the batch takes; null where that depends on its kind alone. */
  hopOfBundle(_kind: OperationKind, _place: number): Hop<Service> | null {
    return null;
  }

  /** Tells that a batch has been performed over it. */
  performed(): void {}
}

/** Makes legs of one hop for each kind of operation, chosen by a function that returns the hop's place. */
export function oneLegEach<Service extends Resource>(
  hops: readonly Hop<Service>[],
  placeOf: (kind: OperationKind) => number,
): Legs<Service> {
  const legs = hops.map((hop, place): readonly Leg<Service>[] => [{ hop, place, share: 1 }]);
  const entries = OPERATION_KINDS.map((kind) => [kind, legs[placeOf(kind)]!] as const);
  return Object.fromEntries(entries) as Legs<Service>;
}
