/** Storage that is rented: limits per volume, per capacity or per prefix, from the providers' own pages. */

import { figure, GIBI, GIGA, MEBI, MEGA, TEBI, UNKNOWN } from './figure.ts';
import { ANF_LARGE_VOLUME_EDA, QUMULO_ANQ_AI_IMAGE } from './response-curves.ts';
import type { PublishedStorage, WorkloadPeak } from './storage-system.ts';

const MICROSOFT_LEARN = 'Microsoft Learn, Azure NetApp Files performance benchmarks, regular volume';
const NETFLIX =
  "github.com/Netflix-Skunkworks/service-capacity-modeling, the authors' modelling values, not the provider's";
const MONTHS_PER_YEAR = 12;

const AZURE_NETAPP_FILES: PublishedStorage = {
  id: 'azure-netapp-files',
  vendor: 'Microsoft/NetApp',
  model: 'Azure NetApp Files, regular volumes',
  nodeMeaning: 'regular volume',
  nodes: 1,
  metadataIsolated: null,
  figures: {
    mixedOperationsPerSecond: figure(
      49_502,
      'vendor',
      `${MICROSOFT_LEARN}: 49,502 operations/s of the EDA mixture at the edge, with 866 MiB/s; 39,600 at 2 ms`,
    ),
    idleResponseSeconds: figure(
      0.3e-3,
      'inferred',
      `first point of the large volume's curve: ${ANF_LARGE_VOLUME_EDA.source}`,
    ),
    listPriceDollars: UNKNOWN,
  },
  peaks: [
    sizedPeak('random 4 KiB reads', 460_000, 4096, 'read'),
    sizedPeak('sequential 64 KiB reads', (4500 * MEBI) / 65_536, 65_536, 'read'),
    sizedPeak('random 4 KiB writes', 130_000, 4096, 'write'),
    sizedPeak('sequential 64 KiB writes', (1600 * MEBI) / 65_536, 65_536, 'write'),
  ],
  curve: null,
  notes: [
    `A large volume reaches 792,046 operations/s with 12.8 GB/s, six of them 4,745,453 with 76.5 GB/s (${ANF_LARGE_VOLUME_EDA.source}; six volumes: ORT 0.64 ms, 2025-09-29, https://www.spec.org/storage2020/results/res2025q4/storage2020-20250929-00142.txt). One workload does not separate operations from bytes, so large volumes are not simulated.`,
    'Breakthrough mode: 1,296,040 operations/s with 20.9 GB/s under EDA_BLENDED, at most 50 GiB/s and 2 PiB per volume.',
    'Throughput also depends on the service level: 16, 64 or 128 MiB/s per TiB (Standard, Premium, Ultra).',
  ],
};

/** A peak of Azure NetApp Files in operations of one size. */
function sizedPeak(
  workload: string,
  operationsPerSecond: number,
  bytesPerOperation: number,
  payload: 'read' | 'write',
): WorkloadPeak {
  return {
    workload,
    operationsPerSecond,
    bytesPerSecond: operationsPerSecond * bytesPerOperation,
    payload,
    evidence: { grade: 'vendor', source: MICROSOFT_LEARN },
  };
}

const AWS_FSX_LUSTRE: PublishedStorage = {
  id: 'aws-fsx-lustre',
  vendor: 'AWS',
  model: 'FSx for Lustre, SSD, PERSISTENT-1000',
  nodeMeaning: 'TiB of capacity',
  nodes: 1,
  metadataIsolated: true,
  figures: {
    readBytesPerSecond: figure(
      1000 * MEGA,
      'vendor',
      'AWS FSx for Lustre user guide, performance: 1,000 MB/s of disk throughput per TiB',
    ),
    writeBytesPerSecond: figure(
      1000 * MEGA,
      'vendor',
      'AWS FSx for Lustre user guide, performance: 1,000 MB/s of disk throughput per TiB',
    ),
    listPriceDollars: UNKNOWN,
  },
  peaks: [],
  curve: null,
  notes: [
    'Metadata operations/s are bought: 1,500, 3,000, 6,000, 12,000 or multiples of 12,000 up to 192,000; state metadataOperationsPerSecond. Metadata latency is given as sub-millisecond.',
    'Other classes, disk throughput per TiB: PERSISTENT-125, -250, -500 125, 250, 500 MB/s (bursts of 500 for the first two); SCRATCH_2 200; hard disks 40, bursts of 375. Bursts are paid from credits earned below the baseline.',
    'Network throughput per TiB of PERSISTENT-1000 is 2,600 MB/s, its cache 27.3 GiB per TiB (AWS FSx for Lustre user guide).',
  ],
};

const AWS_FSX_OPENZFS: PublishedStorage = {
  id: 'aws-fsx-openzfs',
  vendor: 'AWS',
  model: 'FSx for OpenZFS',
  nodeMeaning: 'file system',
  nodes: 1,
  metadataIsolated: null,
  figures: {
    readBytesPerSecond: figure(
      12.5 * GIGA,
      'vendor',
      'AWS FSx for OpenZFS guide (older edition): at most 12.5 GB/s',
    ),
    readOperationsPerSecond: figure(
      1 * MEGA,
      'vendor',
      'AWS FSx for OpenZFS guide (older edition): at most 1,000,000 operations/s from cache',
    ),
    writeBytesPerSecond: UNKNOWN,
    listPriceDollars: UNKNOWN,
  },
  peaks: [],
  curve: null,
  notes: [
    'From disk a third of the cached figures; latency "a few hundred microseconds"; bursts are paid from credits (AWS FSx for OpenZFS guide, older edition).',
  ],
};

const AWS_FSX_ONTAP: PublishedStorage = {
  id: 'aws-fsx-ontap',
  vendor: 'AWS/NetApp',
  model: 'FSx for ONTAP',
  nodeMeaning: 'file system',
  nodes: 1,
  metadataIsolated: null,
  figures: {
    dollarsPerByteMonth: figure(0.125 / GIGA, 'secondary', 'pricing article: $0.125 per GB and month of SSD'),
  },
  peaks: [],
  curve: null,
  notes: ['Further $0.017 per operation/s and month and $0.72 per MB/s and month (pricing article).'],
};

const AWS_S3: PublishedStorage = {
  id: 'aws-s3',
  vendor: 'AWS',
  model: 'S3 Standard',
  nodeMeaning: 'partitioned prefix',
  nodes: 1,
  metadataIsolated: null,
  figures: {
    readOperationsPerSecond: figure(
      5500,
      'vendor',
      'https://repost.aws/es/knowledge-center/http-5xx-errors-s3: at least 5,500 reads/s per partitioned prefix',
    ),
    writeOperationsPerSecond: figure(
      3500,
      'vendor',
      'https://repost.aws/es/knowledge-center/http-5xx-errors-s3: at least 3,500 writes/s per partitioned prefix',
    ),
    idleResponseSeconds: figure(5e-3, 'secondary', `middle of 1, 5 and 50 ms for a read: ${NETFLIX}`),
    dollarsPerByteMonth: figure(
      0.252 / GIBI / MONTHS_PER_YEAR,
      'secondary',
      `$0.252 per GiB and year: ${NETFLIX}, 3yr-reserved_zz-overrides.json`,
    ),
  },
  peaks: [],
  curve: null,
  notes: [
    'Beyond its rate a prefix answers 503 SlowDown while it is partitioned anew, which a comment by AWS puts at 30 to 60 minutes.',
    'A write takes 1, 10 or 50 ms (low, middle, high); requests cost $0.0000004 per read and $0.000005 per write (Netflix, as above).',
    'One client downloads at most 8,003 MB/s on c5n.18xlarge, 5,741 on c5n.9xlarge, 2,861 on c5n.2xlarge (github.com/zmarouf/s3-benchmark, 2019).',
    'Express One Zone: single-digit milliseconds to the first byte, by the vendor up to ten times faster than Standard.',
  ],
};

const AWS_EBS: PublishedStorage = {
  id: 'aws-ebs-instance-drives',
  vendor: 'AWS',
  model: 'EBS gp3',
  nodeMeaning: 'volume',
  nodes: 1,
  metadataIsolated: null,
  figures: {
    readOperationsPerSecond: figure(
      16_000,
      'secondary',
      `at most 16,000 operations/s per volume: ${NETFLIX}`,
    ),
    writeOperationsPerSecond: figure(
      16_000,
      'secondary',
      `at most 16,000 operations/s per volume: ${NETFLIX}`,
    ),
    idleResponseSeconds: figure(
      1.05e-3,
      'secondary',
      `middle of 0.8, 1.05 and 1.8 ms for a read: ${NETFLIX}`,
    ),
    dollarsPerByteMonth: figure(
      0.96 / GIBI / MONTHS_PER_YEAR,
      'secondary',
      `$0.96 per GiB and year: ${NETFLIX}`,
    ),
  },
  peaks: [],
  curve: null,
  notes: [
    `gp2: as gp3, $1.20 per GiB and year. io2: 64,000 operations/s, reads 0.5, 0.8 or 1.2 ms, $1.50 per GiB and year. Beyond 3,000 operations/s gp3 costs $0.06 per operation/s and year (${NETFLIX}).`,
  ],
};

const QUMULO_ANQ: PublishedStorage = {
  id: 'qumulo-anq',
  vendor: 'Qumulo',
  model: 'Azure Native Qumulo',
  nodeMeaning: 'file system',
  nodes: 1,
  metadataIsolated: false,
  figures: {},
  peaks: [
    {
      workload: 'SPECstorage2020_AI_IMAGE',
      operationsPerSecond: 306_279,
      bytesPerSecond: 68_849 * MEGA,
      payload: 'read',
      evidence: { grade: 'certified', source: QUMULO_ANQ_AI_IMAGE.source },
    },
  ],
  curve: QUMULO_ANQ_AI_IMAGE,
  notes: ['The published curve ends far below the knee: the limits lie beyond what was measured.'],
};

const IONOS_NFS: PublishedStorage = {
  id: 'ionos-nfs',
  vendor: 'IONOS',
  model: 'Managed NFS',
  nodeMeaning: '4 TiB of capacity',
  nodes: 1,
  metadataIsolated: null,
  figures: {
    readBytesPerSecond: figure(4 * 370 * MEGA, 'vendor', 'IONOS documentation: 370 MB/s of reads per TiB'),
    writeBytesPerSecond: figure(4 * 319 * MEGA, 'vendor', 'IONOS documentation: 319 MB/s of writes per TiB'),
    readOperationsPerSecond: figure(24_000, 'vendor', 'IONOS documentation: 24,000 reads/s per 4 TiB'),
    writeOperationsPerSecond: figure(18_000, 'vendor', 'IONOS documentation: 18,000 writes/s per 4 TiB'),
    idleResponseSeconds: figure(2.8e-3, 'vendor', 'IONOS documentation: mean read latency 2.8 ms'),
    usableBytes: figure(4 * TEBI, 'vendor', 'IONOS documentation'),
  },
  peaks: [],
  curve: null,
  notes: [
    'Above the 99th percentile reads take up to 292 ms and writes up to 2,187 ms, the mean write 20.7 ms (IONOS documentation).',
  ],
};

export const CLOUD: readonly PublishedStorage[] = [
  AZURE_NETAPP_FILES,
  AWS_FSX_LUSTRE,
  AWS_FSX_OPENZFS,
  AWS_FSX_ONTAP,
  AWS_S3,
  AWS_EBS,
  QUMULO_ANQ,
  IONOS_NFS,
];
