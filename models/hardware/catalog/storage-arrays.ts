/** Arrays and scale-out appliances that are known by their vendor's figures or by SPEC results. */

import { figure, GIBI, MEGA, UNKNOWN } from './figure.ts';
import { NETAPP_A90_EDA } from './response-curves.ts';
import type { PublishedStorage } from './storage-system.ts';

const NETAPP_AFF_A90: PublishedStorage = {
  id: 'netapp-aff-a90',
  vendor: 'NetApp',
  model: 'AFF A90',
  nodeMeaning: 'controller; two make an HA pair',
  nodes: 8,
  metadataIsolated: false,
  figures: {
    usableBytes: UNKNOWN,
    powerWatts: UNKNOWN,
    listPriceDollars: UNKNOWN,
    rackUnits: figure(
      16,
      'inferred',
      'four chassis of 4 units, one per HA pair: github.com/netbox-community/devicetype-library device-types/NetApp/AFF-A90-Chassis.yaml @f555f3c',
    ),
  },
  peaks: [
    {
      workload: 'EDA_BLENDED',
      operationsPerSecond: 3_644_870,
      bytesPerSecond: 58_809 * MEGA,
      payload: 'read-and-write',
      evidence: { grade: 'certified', source: NETAPP_A90_EDA.source },
    },
    {
      workload: 'SWBUILD',
      operationsPerSecond: 11_040 * 500,
      bytesPerSecond: 44_906 * MEGA,
      payload: 'read-and-write',
      evidence: {
        grade: 'secondary',
        source:
          'SPECstorage2020_SWBUILD 11,040 Builds, ORT 1.42 ms, 2025-04-14, https://www.spec.org/storage2020/results/res2025q2/storage2020-20250414-00125.html, quoted by an article; a build is 500 operations/s by the workload definition (5 instances of 100)',
      },
    },
  ],
  curve: NETAPP_A90_EDA,
  notes: [
    'Vendor claims quoted by secondary articles and not used: 2.4 million operations/s per HA pair at 0.1 ms; 351 GiB/s of GPUDirect reads from four A90.',
  ],
};

const WEKA_SUPERMICRO_8N: PublishedStorage = {
  id: 'weka-supermicro-8n',
  vendor: 'WEKA',
  model: '8-node Supermicro, 6x Micron 9300, dual 100GbE, 4+2',
  nodeMeaning: 'node',
  nodes: 8,
  metadataIsolated: false,
  figures: {
    readBytesPerSecond: figure(123 * GIBI, 'vendor', 'Micron/WEKA reference architecture: 123 GiB/s read'),
    writeBytesPerSecond: figure(
      37.6 * GIBI,
      'vendor',
      'Micron/WEKA reference architecture: 37.6 GiB/s write',
    ),
    readOperationsPerSecond: figure(
      4.35 * MEGA,
      'vendor',
      'Micron/WEKA reference architecture: 4.35 million read IOPS',
    ),
    writeOperationsPerSecond: figure(
      1.32 * MEGA,
      'vendor',
      'Micron/WEKA reference architecture: 1.32 million write IOPS',
    ),
    powerWatts: UNKNOWN,
    listPriceDollars: UNKNOWN,
  },
  peaks: [],
  curve: null,
  notes: [],
};

export const ARRAYS: readonly PublishedStorage[] = [NETAPP_AFF_A90, WEKA_SUPERMICRO_8N];
