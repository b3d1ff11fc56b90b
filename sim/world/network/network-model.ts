import type { Client } from '../../../models/effects.ts';
import { CORE, HOSTS, UPLINKS, uplinkTarget } from '../../../models/resource-names.ts';
import type { Network } from '../../../models/studio.ts';
import type { FluidNetwork } from '../../kernel/fluid.ts';
import type { Simulation } from '../../kernel/simulation.ts';
import { Link } from '../resources/link.ts';
import type { ResourceRegistry } from '../resources/resource-registry.ts';
import { NetworkPath } from './network-path.ts';

/**
 * Hosts in racks. A farm node reaches storage through its NIC, its rack's uplink and the core. A workstation stands in
 * the machine room and crosses its NIC and the core. Node i of a farm stands in rack i modulo the number of racks.
 */
export class NetworkModel {
  readonly core: Link;
  readonly uplinks: readonly Link[];
  readonly roundTripSeconds: number;
  /** Bandwidth of one host. */
  readonly hostBytesPerSecond: number;
  /** Path that traffic from many hosts at once has in common: no single NIC limits it. */
  readonly shared: NetworkPath;
  readonly #addLink: (id: string, group: string, bytesPerSecond: number) => Link;
  /** Paths by kind of client, by farm or stage, by node or seat. */
  readonly #paths: Readonly<Record<Client['kind'], Map<string, (NetworkPath | undefined)[]>>> = {
    node: new Map(),
    workstation: new Map(),
  };

  constructor(simulation: Simulation, fluid: FluidNetwork, network: Network, resources: ResourceRegistry) {
    this.#addLink = (id, group, bytesPerSecond) =>
      resources.addCrossed(
        new Link(simulation, fluid, { id, group }, bytesPerSecond, () => this.#measurePaths()),
      );
    this.hostBytesPerSecond = network.hostBytesPerSecond;
    this.roundTripSeconds = network.roundTripSeconds;
    this.core = this.#addLink(CORE, CORE, network.coreBytesPerSecond);
    this.uplinks = Array.from({ length: network.racks }, (_, rack) =>
      this.#addLink(uplinkTarget(rack), UPLINKS, network.uplinkBytesPerSecond),
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

  #connect(client: Client, id: string, host: number): NetworkPath {
    const nic = this.#addLink(id, HOSTS, this.hostBytesPerSecond);
    return this.#pathOver(
      client.kind === 'node' ? [nic, this.uplinks[host % this.uplinks.length]!, this.core] : [nic, this.core],
    );
  }

  #pathOver(links: readonly Link[]): NetworkPath {
    return new NetworkPath(links, this.hostBytesPerSecond);
  }

  #measurePaths(): void {
    this.shared.measure();
    for (const kind of Object.values(this.#paths)) {
      for (const paths of kind.values()) for (const path of paths) path?.measure();
    }
  }
}
