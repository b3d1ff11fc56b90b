import type { FaultTally } from '../../../models/faults/fault-tally.ts';
import type { FarmModel } from '../../runtime/farm-model.ts';

/** Something that a fault can strike: a resource, or a node of a farm. */
export interface FaultTarget {
  /** It stops; what comes of the jobs on it is counted. */
  fail(tally: FaultTally): void;
  /** It keeps a share of its original capacity. */
  degrade(share: number): void;
  /** It is as it was at the start of the run. */
  repair(): void;
}

/** A node of a farm. */
export class FarmNode implements FaultTarget {
  readonly #farm: FarmModel;
  readonly #node: number;

  constructor(farm: FarmModel, node: number) {
    this.#farm = farm;
    this.#node = node;
  }

  fail(tally: FaultTally): void {
    this.#farm.failNode(this.#node, tally);
  }

  /** Throws an Error: a node fails as a whole. */
  degrade(): void {
    throw new Error(`node ${this.#node} of ${this.#farm.name} fails as a whole`);
  }

  repair(): void {
    this.#farm.repairNode(this.#node);
  }
}

const NODE = /^compute\.(.+)\.node\[(\d+)\]$/;

/** Returns the node of a farm that a target names; undefined for another target. Throws an Error for a farm that there is not. */
export function nodeNamed(target: string, farms: ReadonlyMap<string, FarmModel>): FarmNode | undefined {
  const match = NODE.exec(target);
  if (match === null) return undefined;
  const farm = farms.get(match[1]!);
  if (farm === undefined) throw new Error(`there is no farm ${match[1]!}`);
  return new FarmNode(farm, Number(match[2]));
}
