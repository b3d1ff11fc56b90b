/** Network switches: ports and throughput. */

import type { EvidenceGrade } from '../envelope.ts';
import { type Figure, figure, UNKNOWN } from './figure.ts';

export interface Switch {
  readonly id: string;
  readonly ports: string;
  /** Sum over all ports, one way. */
  readonly portBytesPerSecond: Figure;
  readonly switchingBytesPerSecond: Figure;
  readonly bufferBytes: Figure;
  readonly rackUnits: Figure;
  readonly powerWatts: Figure;
  readonly priceDollars: Figure;
}

interface PublishedSwitch {
  readonly switchingTerabits?: number;
  readonly bufferMegabytes?: number;
  readonly rackUnits?: number;
}

function networkSwitch(
  id: string,
  ports: string,
  portGigabits: number,
  grade: EvidenceGrade,
  source: string,
  published: PublishedSwitch,
): Switch {
  const known = (value: number | undefined, scale: number) =>
    value === undefined ? UNKNOWN : figure(value * scale, grade, source);
  return {
    id,
    ports,
    portBytesPerSecond: figure((portGigabits * 1e9) / 8, 'inferred', `sum over the ports: ${source}`),
    switchingBytesPerSecond: known(published.switchingTerabits, 1e12 / 8),
    bufferBytes: known(published.bufferMegabytes, 1e6),
    rackUnits: known(published.rackUnits, 1),
    powerWatts: UNKNOWN,
    priceDollars: UNKNOWN,
  };
}

export const SWITCHES: readonly Switch[] = [
  networkSwitch(
    'sn2410',
    '48x 25GbE + 8x 100GbE',
    48 * 25 + 8 * 100,
    'secondary',
    'github.com/netbox-community/devicetype-library Mellanox/SN2410.yml @114a09d',
    { rackUnits: 1 },
  ),
  networkSwitch(
    'sn3420',
    '48x 10/25GbE + 12x up to 100GbE',
    48 * 25 + 12 * 100,
    'vendor',
    'NVIDIA SN3000 docs',
    {},
  ),
  networkSwitch(
    'sn3700c',
    '32x 100GbE',
    32 * 100,
    'secondary',
    'github.com/netbox-community/devicetype-library Mellanox/SN3700C.yml @18608ae',
    { rackUnits: 1 },
  ),
  networkSwitch('sn3700', '32x 200GbE', 32 * 200, 'vendor', 'NVIDIA Spectrum-2 docs', {
    switchingTerabits: 6.4,
    bufferMegabytes: 42,
  }),
  networkSwitch(
    'sn4700',
    '32x 400GbE',
    32 * 400,
    'vendor',
    'NVIDIA SN4000 docs; github.com/netbox-community/devicetype-library SN4700.yml @6abb4bc',
    { switchingTerabits: 12.8, bufferMegabytes: 64, rackUnits: 1 },
  ),
  networkSwitch('sn5600', '64x 800GbE', 64 * 800, 'vendor', 'NVIDIA SN5000 docs', {
    switchingTerabits: 51.2,
    rackUnits: 2,
  }),
  networkSwitch('qm9700', '64x 400G NDR InfiniBand', 64 * 400, 'vendor', 'NVIDIA docs', {}),
];
