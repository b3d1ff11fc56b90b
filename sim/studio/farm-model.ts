import type { Lease, Placement } from '../../models/effects.ts';
import type { Farm } from '../../models/studio.ts';
import type { Body } from '../kernel/process.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { Station } from '../kernel/station.ts';

/** A farm: one station whose servers are GPUs, and which node each of them belongs to. */
export class FarmModel {
  readonly name: string;
  readonly gpus: number;
  readonly station: Station;
  readonly #simulation: Simulation;
  /** Nodes with a free GPU, once per free GPU; the last one is used next. */
  readonly #freeNodes: number[];
  #computing = 0;
  #computingIntegral = 0;
  #integratedToSeconds = 0;

  constructor(simulation: Simulation, farm: Farm) {
    this.name = farm.name;
    this.gpus = farm.nodes * farm.gpusPerNode;
    this.#simulation = simulation;
    this.station = new Station(simulation, {
      name: `compute.${farm.name}`,
      servers: this.gpus,
      discipline: 'priority',
    });
    this.#freeNodes = Array.from({ length: this.gpus }, (_, slot) => (this.gpus - 1 - slot) % farm.nodes);
  }

  /** Waits for a GPU. The process that asked holds it until it calls `release`, or ends. */
  *acquire(placement: Placement): Body<Lease> {
    yield this.station.seize({ priority: placement.priority });
    // A server of the station is ours, so the list cannot be empty.
    const node = this.#freeNodes.pop()!;
    return { farm: this.name, client: { kind: 'node', farm: this.name, node } };
  }

  /** Gives the GPU of a lease back; called by the process that acquired it. */
  release(lease: Lease): void {
    this.#freeNodes.push(lease.client.node);
    this.station.release();
  }

  /** Waits while a GPU computes, which tells GPUs that compute from GPUs that wait for storage. */
  *compute(seconds: number): Body<void> {
    this.#changeComputing(1);
    try {
      yield seconds;
    } finally {
      this.#changeComputing(-1);
    }
  }

  /** GPU-seconds spent computing up to now. */
  computingIntegral(now: number): number {
    return this.#computingIntegral + this.#computing * (now - this.#integratedToSeconds);
  }

  #changeComputing(by: 1 | -1): void {
    const now = this.#simulation.now;
    this.#computingIntegral = this.computingIntegral(now);
    this.#integratedToSeconds = now;
    this.#computing += by;
  }
}
