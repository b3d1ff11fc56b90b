import type { Client } from '../../models/effects.ts';
import type { Network } from '../../models/studio.ts';
import type { FluidNetwork, FluidResource } from '../kernel/fluid.ts';
import { resourceGroup } from './resource-group.ts';

/** Links between clients and storage. A payload that has them to itself goes at the speed of the slowest. */
export interface NetworkPath {
  readonly links: readonly FluidResource[];
  /** As reports name it: hosts, uplinks or core. */
  readonly slowest: string;
  readonly bytesPerSecond: number;
}

const HOSTS = 'network.hosts';

/**
 * Hosts in racks: a farm node reaches storage through its NIC, its rack's uplink and the core; a workstation stands in
 * the machine room and crosses its NIC and the core. Node i of a farm stands in rack i modulo the number of racks.
 */
export class NetworkModel {
  readonly core: FluidResource;
  readonly uplinks: readonly FluidResource[];
  readonly roundTripSeconds: number;
  /** Bandwidth of one host. */
  readonly hostBytesPerSecond: number;
  /** What traffic from many hosts at once has in common: no single NIC limits it. */
  readonly shared: NetworkPath;
  readonly #fluid: FluidNetwork;
  /** By kind of client, by farm or stage, by node or seat. */
  readonly #paths: Readonly<Record<Client['kind'], Map<string, NetworkPath[]>>> = {
    node: new Map(),
    workstation: new Map(),
  };

  constructor(fluid: FluidNetwork, network: Network) {
    this.#fluid = fluid;
    this.hostBytesPerSecond = network.hostBytesPerSecond;
    this.roundTripSeconds = network.roundTripSeconds;
    this.core = fluid.resource({ name: 'network.core', capacity: network.coreBytesPerSecond });
    this.uplinks = Array.from({ length: network.racks }, (_, rack) =>
      fluid.resource({ name: `network.uplink[${rack}]`, capacity: network.uplinkBytesPerSecond }),
    );
    this.shared = this.#pathOver([this.core]);
  }

  /** Returns the path between a client and storage. */
  path(client: Client): NetworkPath {
    const [group, host] = client.kind === 'node' ? [client.farm, client.node] : [client.stage, client.seat];
    const paths = this.#paths[client.kind];
    let ofGroup = paths.get(group);
    if (ofGroup === undefined) paths.set(group, (ofGroup = []));
    ofGroup[host] ??= this.#connect(client, `network.host.${group}.${client.kind}[${host}]`, host);
    return ofGroup[host];
  }

  #connect(client: Client, name: string, host: number): NetworkPath {
    const nic = this.#fluid.resource({ name, capacity: this.hostBytesPerSecond });
    return this.#pathOver(
      client.kind === 'node' ? [nic, this.uplinks[host % this.uplinks.length]!, this.core] : [nic, this.core],
    );
  }

  /** Each payload leaves some host, whether its NIC is among the links or not. */
  #pathOver(links: readonly FluidResource[]): NetworkPath {
    let slowest = HOSTS;
    let bytesPerSecond = this.hostBytesPerSecond;
    for (const { name, capacity } of links) {
      if (capacity >= bytesPerSecond) continue;
      bytesPerSecond = capacity;
      slowest = resourceGroup(name);
    }
    return { links, slowest, bytesPerSecond };
  }
}
