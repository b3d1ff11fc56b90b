/** The name under which a resource is reported: racks and hosts are reported together, as their hottest and their mean. */
export function resourceGroup(name: string): string {
  if (name.startsWith('network.uplink[')) return 'network.uplinks';
  if (name.startsWith('network.host.')) return 'network.hosts';
  return name;
}
