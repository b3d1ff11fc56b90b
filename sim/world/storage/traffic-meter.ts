import type { Crossing, FluidNetwork, FluidResource } from '../../kernel/fluid.ts';

/** Total data that a batch moves to and from a storage system. */
export interface BatchTraffic {
  readonly readBytes: number;
  readonly writeBytes: number;
  readonly metadataOperations: number;
}

/**
 * Meter of the work that a storage system has served since the start of the run, batches in flight by their progress. A
 * flow crosses resources that never limit it, and the fluid network adds up what passes. A reading therefore costs the
 * same, however long the backlog.
 */
export class TrafficMeter {
  readonly #reads: FluidResource;
  readonly #writes: FluidResource;
  readonly #metadata: FluidResource;
  /** Bytes answered operation by operation, not as flows. */
  #readBytes = 0;
  #writtenBytes = 0;
  #metadataOperations = 0;

  constructor(fluid: FluidNetwork, storage: string) {
    const unlimited = (what: string) =>
      fluid.resource({ name: `traffic.${storage}.${what}`, capacity: Infinity });
    this.#reads = unlimited('reads');
    this.#writes = unlimited('writes');
    this.#metadata = unlimited('metadata');
  }

  /** Adds to a route, per operation of a batch, what is to be counted when a flow passes. */
  addTo(
    route: Crossing[],
    { readBytes, writeBytes, metadataOperations }: BatchTraffic,
    operations: number,
  ): void {
    if (readBytes > 0) route.push({ resource: this.#reads, coefficient: readBytes / operations });
    if (writeBytes > 0) route.push({ resource: this.#writes, coefficient: writeBytes / operations });
    if (metadataOperations > 0)
      route.push({ resource: this.#metadata, coefficient: metadataOperations / operations });
  }

  /** Counts one answered operation of some of a batch, all of them alike. */
  count({ readBytes, writeBytes, metadataOperations }: BatchTraffic, operations: number): void {
    this.#readBytes += readBytes / operations;
    this.#writtenBytes += writeBytes / operations;
    this.#metadataOperations += metadataOperations / operations;
  }

  readBytes(now: number): number {
    return this.#readBytes + this.#reads.usedIntegral(now);
  }

  writtenBytes(now: number): number {
    return this.#writtenBytes + this.#writes.usedIntegral(now);
  }

  metadataOperations(now: number): number {
    return this.#metadataOperations + this.#metadata.usedIntegral(now);
  }
}
