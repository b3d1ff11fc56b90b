import type { Client } from '../../models/effects.ts';
import type { Network } from '../../models/studio.ts';
import type { FluidNetwork, FluidResource } from '../kernel/fluid.ts';

/**
 * Hosts in racks: a farm node reaches storage through its NIC, its rack's uplink and the core; a workstation stands in
 * the machine room and crosses its NIC and the core. Node i of a farm stands in rack i modulo the number of racks.
 */
export class NetworkModel {
  readonly core: FluidResource;
  readonly uplinks: readonly FluidResource[];
  readonly roundTripSeconds: number;
  /** Bandwidth of one host, which also times the transmission of a single payload. */
  readonly hostBytesPerSecond: number;
  readonly #fluid: FluidNetwork;
  readonly #hosts = new Map<string, FluidResource>();
  readonly #paths = new Map<string, readonly FluidResource[]>();

  constructor(fluid: FluidNetwork, network: Network) {
    this.#fluid = fluid;
    this.hostBytesPerSecond = network.hostBytesPerSecond;
    this.roundTripSeconds = network.roundTripSeconds;
    this.core = fluid.resource({ name: 'network.core', capacity: network.coreBytesPerSecond });
    this.uplinks = Array.from({ length: network.racks }, (_, rack) =>
      fluid.resource({ name: `network.uplink[${rack}]`, capacity: network.uplinkBytesPerSecond }),
    );
  }

  /** The NICs of the hosts that have moved data so far. */
  get hosts(): Iterable<FluidResource> {
    return this.#hosts.values();
  }

  /** Links between a client and storage. */
  path(client: Client): readonly FluidResource[] {
    const host =
      client.kind === 'node' ? `${client.farm}.node[${client.node}]` : `${client.stage}.seat[${client.seat}]`;
    const known = this.#paths.get(host);
    if (known !== undefined) return known;
    const nic = this.#fluid.resource({ name: `network.host.${host}`, capacity: this.hostBytesPerSecond });
    this.#hosts.set(host, nic);
    const path =
      client.kind === 'node'
        ? [nic, this.uplinks[client.node % this.uplinks.length]!, this.core]
        : [nic, this.core];
    this.#paths.set(host, path);
    return path;
  }

  /** Links that traffic from many hosts at once has in common: no single NIC limits it. */
  get shared(): readonly FluidResource[] {
    return [this.core];
  }
}
