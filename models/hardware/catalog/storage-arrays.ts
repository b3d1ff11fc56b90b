/** Arrays and scale-out appliances that are known by their vendor's figures or by SPEC results. */

import { figure, GIBI, GIGA, MEGA, TEBI, UNKNOWN } from './figure.ts';
import { NETAPP_A90_EDA } from './response-curves.ts';
import type { PublishedStorage } from './storage-system.ts';

const SIZING_TOOL = "quoted by a vendor's public sizing tool";
const MICRON_WEKA = 'Micron/WEKA reference architecture';
const A900_SWBUILD =
  'SPECstorage2020_SWBUILD, 2-node NetApp AFF A900, 950,000 operations/s, ORT 1.16 ms; date and address not retained';
const SWBUILD_RATE = 'a build is 500 operations/s by the workload definition (5 instances of 100)';

const NETAPP_AFF_A90: PublishedStorage = {
  id: 'netapp-aff-a90',
  vendor: 'NetApp',
  model: 'AFF A90',
  nodeMeaning: 'controller; two make an HA pair',
  nodes: 8,
  metadataIsolated: false,
  figures: {
    rackUnits: figure(
      16,
      'inferred',
      'four chassis of 4 units, one per HA pair: github.com/netbox-community/devicetype-library device-types/NetApp/AFF-A90-Chassis.yaml @f555f3c',
    ),
    usableBytes: UNKNOWN,
    powerWatts: UNKNOWN,
    listPriceDollars: UNKNOWN,
  },
  peaks: [
    {
      workload: 'SPECstorage2020_EDA_BLENDED',
      operationsPerSecond: 3_644_870,
      bytesPerSecond: 58_809 * MEGA,
      payload: 'read-and-write',
      metadataShare: 0.4,
      evidence: { grade: 'certified', source: NETAPP_A90_EDA.source },
    },
    {
      workload: 'SPECstorage2020_SWBUILD',
      operationsPerSecond: 11_040 * 500,
      bytesPerSecond: 44_906 * MEGA,
      payload: 'read-and-write',
      metadataShare: 0.87,
      evidence: {
        grade: 'secondary',
        source: `SPECstorage2020_SWBUILD, 8-node NetApp AFF A90, 11,040 Builds, ORT 1.42 ms, 2025-04-14, https://www.spec.org/storage2020/results/res2025q2/storage2020-20250414-00125.html, quoted by an article; ${SWBUILD_RATE}`,
      },
    },
  ],
  curve: NETAPP_A90_EDA,
  notes: [
    'Claim of the vendor quoted by a secondary article, not used: 351 GiB/s of GPUDirect reads from four A90.',
    'Network cards per controller: 2x 40/100GbE, 2x up to 400GbE (AFF-A90-Controller.yaml, netbox device types).',
  ],
};

const NETAPP_AFF_A900: PublishedStorage = {
  id: 'netapp-aff-a900',
  vendor: 'NetApp',
  model: 'AFF A900',
  nodeMeaning: 'controller; two make an HA pair',
  nodes: 2,
  metadataIsolated: false,
  figures: {
    mixedOperationsPerSecond: figure(950_000, 'secondary', A900_SWBUILD),
    usableBytes: UNKNOWN,
    powerWatts: UNKNOWN,
    listPriceDollars: UNKNOWN,
  },
  peaks: [
    {
      workload: 'SPECstorage2020_SWBUILD',
      operationsPerSecond: 950_000,
      bytesPerSecond: 7.7 * GIGA,
      payload: 'read-and-write',
      evidence: { grade: 'secondary', source: A900_SWBUILD },
    },
  ],
  curve: null,
  notes: [
    'The vendor says 2.4 million operations/s per HA pair at 0.1 ms, without the mixture; not used (github.com/NetAppDocs/netapp-solutions @010d6661 ai/aipod_nv_hw_components.adoc).',
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
    readBytesPerSecond: figure(123 * GIBI, 'vendor', `${MICRON_WEKA}: 123 GiB/s read`),
    writeBytesPerSecond: figure(37.6 * GIBI, 'vendor', `${MICRON_WEKA}: 37.6 GiB/s write`),
    readOperationsPerSecond: figure(4.35 * MEGA, 'vendor', `${MICRON_WEKA}: 4.35 million reads/s`),
    writeOperationsPerSecond: figure(1.32 * MEGA, 'vendor', `${MICRON_WEKA}: 1.32 million writes/s`),
    powerWatts: UNKNOWN,
    listPriceDollars: UNKNOWN,
  },
  peaks: [],
  curve: null,
  notes: [],
};

/** The date and number of a SPECstorage 2020 result are in its address. */
function specStorage2020(address: string): string {
  return `https://www.spec.org/storage2020/results/${address}.html, ${SIZING_TOOL}`;
}

const WEKA_HPE_12N: PublishedStorage = {
  id: 'weka-hpe-alletra4110-12n',
  vendor: 'WEKA/HPE',
  model: '12x Alletra 4110, 16x 3.84 TB, 800 Gb/s per node, 10+2',
  nodeMeaning: 'node',
  nodes: 12,
  metadataIsolated: false,
  figures: {
    usableBytes: figure(502.87 * TEBI, 'secondary', `502.87 TiB usable, ${SIZING_TOOL}`),
    powerWatts: UNKNOWN,
    listPriceDollars: UNKNOWN,
  },
  peaks: [
    {
      workload: 'SPECstorage2020_EDA_BLENDED',
      operationsPerSecond: 7_650_428,
      bytesPerSecond: 123_442 * MEGA,
      payload: 'read-and-write',
      evidence: {
        grade: 'secondary',
        source: `17,000 Job_Sets, ORT 0.18 ms, 2025-01-13, ${specStorage2020('res2025q1/storage2020-20250113-00104')}`,
      },
    },
    {
      workload: 'SPECstorage2020_GENOMICS',
      operationsPerSecond: 5_403_070,
      bytesPerSecond: 458_896 * MEGA,
      payload: 'read-and-write',
      evidence: {
        grade: 'secondary',
        source: `5,600 Jobs, ORT 0.57 ms, 2025-01-13, ${specStorage2020('res2025q1/storage2020-20250113-00106')}`,
      },
    },
    {
      workload: 'SPECstorage2020_AI_IMAGE',
      operationsPerSecond: 2_174_983,
      bytesPerSecond: 488_945 * MEGA,
      payload: 'read',
      evidence: {
        grade: 'secondary',
        source: `5,000 AI_Jobs, ORT 1.06 ms, 2025-01-13, ${specStorage2020('res2025q1/storage2020-20250113-00105')}`,
      },
    },
    {
      workload: 'SPECstorage2020_VDA',
      operationsPerSecond: 144_098,
      bytesPerSecond: 66_321 * MEGA,
      payload: 'write',
      evidence: {
        grade: 'secondary',
        source: `14,400 Streams, ORT 1.29 ms, 2025-01-13, ${specStorage2020('res2025q1/storage2020-20250113-00107')}`,
      },
    },
  ],
  curve: null,
  notes: ['The sizing tool estimates 700 to 1,300 W per server: an estimate, not measured.'],
};

const WEKA_SAMSUNG_6N: PublishedStorage = {
  id: 'weka-samsung-6n',
  vendor: 'WEKA/Samsung',
  model: '6x R7515 with Samsung drives',
  nodeMeaning: 'node',
  nodes: 6,
  metadataIsolated: false,
  figures: { usableBytes: figure(188 * TEBI, 'secondary', `188 TiB usable, ${SIZING_TOOL}`) },
  peaks: [
    {
      workload: 'SPECstorage2020_EDA_BLENDED',
      operationsPerSecond: 1_619_967,
      bytesPerSecond: 26_141 * MEGA,
      payload: 'read-and-write',
      evidence: {
        grade: 'secondary',
        source: `3,600 Job_Sets, ORT 0.30 ms, 2022-01-10, ${specStorage2020('res2022q1/storage2020-20220110-00027')}`,
      },
    },
    {
      workload: 'SPECstorage2020_GENOMICS',
      operationsPerSecond: 1_117_289,
      bytesPerSecond: 94_890 * MEGA,
      payload: 'read-and-write',
      evidence: {
        grade: 'secondary',
        source: `1,120 Jobs, ORT 0.38 ms, 2022-01-10, ${specStorage2020('res2022q1/storage2020-20220110-00029')}`,
      },
    },
    {
      workload: 'SPECstorage2020_AI_IMAGE',
      operationsPerSecond: 608_967,
      bytesPerSecond: 136_899 * MEGA,
      payload: 'read',
      evidence: {
        grade: 'secondary',
        source: `1,400 AI_Jobs, ORT 0.84 ms, 2022-01-10, ${specStorage2020('res2022q1/storage2020-20220110-00028')}`,
      },
    },
    {
      workload: 'SPECstorage2020_VDA',
      operationsPerSecond: 80_052,
      bytesPerSecond: 36_846 * MEGA,
      payload: 'write',
      evidence: {
        grade: 'secondary',
        source: `8,000 Streams, ORT 2.05 ms, 2022-01-10, ${specStorage2020('res2022q1/storage2020-20220110-00030')}`,
      },
    },
  ],
  curve: null,
  notes: [],
};

const PURE_FLASHBLADE: PublishedStorage = {
  id: 'pure-flashblade',
  vendor: 'Pure',
  model: 'FlashBlade (model not stated)',
  nodeMeaning: 'system',
  nodes: 1,
  metadataIsolated: null,
  figures: { powerWatts: UNKNOWN, listPriceDollars: UNKNOWN },
  peaks: [],
  curve: null,
  notes: [
    'An unaudited laboratory run of EDA_BLENDED that did not count as valid, attribution inferred, reached 1.19 million operations/s with 18.5 GB/s at 9.8 ms: not used.',
    'Early claims: 1.5 million operations/s and 16 GB/s per chassis, 2017 (penguinpunk.net, SFD13 notes); about 1 GB/s sustained per blade, at least 7 blades, 2016 (faststorage.eu).',
    'FlashBlade//S500 "75 GB/s, 17 blades" is seen on a third-party checklist only: unreliable.',
  ],
};

const DELL_F210: PublishedStorage = {
  id: 'dell-f210',
  vendor: 'Dell',
  model: 'PowerScale F210',
  nodeMeaning: 'node; a cluster has 3 to 252',
  nodes: 1,
  metadataIsolated: null,
  figures: {
    readBytesPerSecond: UNKNOWN,
    writeBytesPerSecond: UNKNOWN,
    rackUnits: figure(1, 'vendor', 'http://www.unstructureddatatips.com/powerscale-f210-platform-node/'),
    powerWatts: UNKNOWN,
    listPriceDollars: UNKNOWN,
  },
  peaks: [],
  curve: null,
  notes: [
    'One 12-core 4410Y, 128 GB of memory, 4 NVMe drives of 1.92 to 15.36 TB (at most 61.44 TB raw per node), front and back end 2x 100/25GbE each (http://www.unstructureddatatips.com/powerscale-f210-platform-node/).',
  ],
};

const DELL_F910: PublishedStorage = {
  id: 'dell-f910',
  vendor: 'Dell',
  model: 'PowerScale F910',
  nodeMeaning: 'node; a cluster has 3 or more',
  nodes: 1,
  metadataIsolated: null,
  figures: {
    readBytesPerSecond: UNKNOWN,
    writeBytesPerSecond: UNKNOWN,
    rackUnits: figure(2, 'secondary', 'https://wwt.com/blog/dell-powerscale-f910-first-impressions'),
    powerWatts: UNKNOWN,
    listPriceDollars: UNKNOWN,
  },
  peaks: [],
  curve: null,
  notes: [
    'R760 with PCIe 5, front and back end 4x 100GbE, OneFS 9.8 or later (https://wwt.com/blog/dell-powerscale-f910-first-impressions; scribd 836011597 participant guide).',
  ],
};

const DELL_A310: PublishedStorage = {
  id: 'dell-a310',
  vendor: 'Dell',
  model: 'PowerScale A310/A3100',
  nodeMeaning: 'node; a cluster has 4 to 252, in pairs',
  nodes: 1,
  metadataIsolated: null,
  figures: {
    readBytesPerSecond: UNKNOWN,
    rackUnits: figure(1, 'inferred', 'four nodes in 4 units: http://www.unstructureddatatips.com/?p=2993'),
    powerWatts: UNKNOWN,
    listPriceDollars: UNKNOWN,
  },
  peaks: [],
  curve: null,
  notes: [
    'A node has 15 (A310) or 20 (A3100) hard disks, 96 GB of memory, a front end of 10/25GbE (http://www.unstructureddatatips.com/?p=2993).',
  ],
};

const ISILON_S200: PublishedStorage = {
  id: 'isilon-s200',
  vendor: 'EMC/Dell',
  model: 'Isilon S200 (2011)',
  nodeMeaning: 'node',
  nodes: 140,
  metadataIsolated: null,
  figures: {
    listPriceDollars: figure(
      84_061 * 140,
      'inferred',
      '140 nodes at $84,061: EMC list of 2011 quoted at recoverymonkey',
    ),
  },
  peaks: [],
  curve: null,
  notes: ['A SPECsfs2008 NFS result of 140 nodes exists; its figures are not in the sources consulted.'],
};

const CEPH_RGW_STFC: PublishedStorage = {
  id: 'ceph-rgw-stfc',
  vendor: 'Ceph',
  model: 'STFC RAL object gateway (single gateway, 2017)',
  nodeMeaning: 'gateway',
  nodes: 1,
  metadataIsolated: null,
  figures: {
    idleResponseSeconds: figure(
      6.97e-3,
      'secondary',
      'mean 4 KB read at concurrency 1: github.com/stfc/ceph-performance-data cosbench/archive/w45-4KB @eca2511',
    ),
  },
  peaks: [
    {
      workload: 'COSBench 70/30 reads and writes of 4 KB, concurrency 128',
      operationsPerSecond: 294.22,
      bytesPerSecond: 1.18 * MEGA,
      payload: 'read-and-write',
      evidence: {
        grade: 'secondary',
        source: 'github.com/stfc/ceph-performance-data cosbench/archive/w45-4KB @eca2511',
      },
    },
    {
      workload: 'COSBench 70/30 reads and writes of 1 MB, concurrency 128',
      operationsPerSecond: 73.69,
      bytesPerSecond: 73.69 * MEGA,
      payload: 'read-and-write',
      evidence: {
        grade: 'secondary',
        source: 'github.com/stfc/ceph-performance-data cosbench/archive/w48-1MB @eca2511',
      },
    },
  ],
  curve: null,
  notes: [],
};

const NVME_LOCAL: PublishedStorage = {
  id: 'nvme-local',
  vendor: 'generic',
  model: 'local NVMe drive',
  nodeMeaning: 'drive',
  nodes: 1,
  metadataIsolated: null,
  figures: {
    idleResponseSeconds: figure(
      87.5e-6,
      'vendor',
      'SPDK NVMe-oF RDMA performance report: 128 KiB at queue depth 1',
    ),
  },
  peaks: [],
  curve: null,
  notes: ['Over NVMe-oF the same read takes 122 us (SPDK NVMe-oF RDMA performance report).'],
};

export const ARRAYS: readonly PublishedStorage[] = [
  NETAPP_AFF_A90,
  NETAPP_AFF_A900,
  WEKA_SUPERMICRO_8N,
  WEKA_HPE_12N,
  WEKA_SAMSUNG_6N,
  PURE_FLASHBLADE,
  DELL_F210,
  DELL_F910,
  DELL_A310,
  ISILON_S200,
  CEPH_RGW_STFC,
  NVME_LOCAL,
];
