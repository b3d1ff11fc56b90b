/**
 * Load-response curves of storage systems as their result pages publish them: operations per second and mean response time.
 * The parameters of systems without a curve come from all of these. SPEC results are quoted with metric, overall response
 * time (ORT), date of publication and address.
 */

import type { ResponseCurve } from '../fit-law.ts';

interface PublishedCurve {
  readonly id: string;
  readonly family: string;
  readonly source: string;
  readonly bytesPerOperation: number | null;
  readonly resolutionMilliseconds: number;
  readonly pairs: readonly (readonly [operationsPerSecond: number, milliseconds: number])[];
}

function responseCurve({ pairs, resolutionMilliseconds, ...curve }: PublishedCurve): ResponseCurve {
  return {
    ...curve,
    resolutionSeconds: resolutionMilliseconds / 1e3,
    points: pairs.map(([operationsPerSecond, milliseconds]) => ({
      operationsPerSecond,
      responseSeconds: milliseconds / 1e3,
    })),
  };
}

export const NETAPP_A90_EDA = responseCurve({
  id: 'netapp-a90-8n-eda',
  family: 'netapp-a90',
  source:
    'SPECstorage2020_EDA_BLENDED, 8-node NetApp AFF A90, 8,100 Job_Sets, ORT 1.17 ms, 2024-07-08, https://www.spec.org/storage2020/results/res2024q3/storage2020-20240708-00080.txt',
  bytesPerOperation: 58_809e6 / 3_644_870,
  resolutionMilliseconds: 0.1,
  pairs: [
    [364_520, 0.4],
    [729_040, 0.4],
    [1_093_560, 0.4],
    [1_458_079, 0.5],
    [1_822_600, 0.6],
    [2_187_119, 0.8],
    [2_551_642, 1.1],
    [2_916_162, 1.5],
    [3_280_653, 2.6],
    [3_644_870, 4.9],
  ],
});

export const ANF_LARGE_VOLUME_EDA = responseCurve({
  id: 'anf-lv1-eda',
  family: 'azure-netapp-files',
  source:
    'SPECstorage2020_EDA_BLENDED, Azure NetApp Files, 1 large volume, 1,760 Job_Sets, ORT 0.48 ms, 2025-09-29, https://www.spec.org/storage2020/results/res2025q4/storage2020-20250929-00143.txt',
  bytesPerOperation: 12_780e6 / 792_046,
  resolutionMilliseconds: 0.1,
  pairs: [
    [49_502, 0.3],
    [99_005, 0.3],
    [148_508, 0.3],
    [198_011, 0.3],
    [247_513, 0.3],
    [297_016, 0.4],
    [346_519, 0.4],
    [396_022, 0.4],
    [445_524, 0.4],
    [495_022, 0.4],
    [544_530, 0.4],
    [594_033, 0.4],
    [643_536, 0.5],
    [693_038, 0.7],
    [742_541, 1.0],
    [792_046, 2.3],
  ],
});

export const QUMULO_ANQ_AI_IMAGE = responseCurve({
  id: 'qumulo-anq-aiimage-704',
  family: 'qumulo-anq',
  source:
    'SPECstorage2020_AI_IMAGE, Azure Native Qumulo, 704 AI_Jobs, ORT 0.84 ms, 2024-05-21, https://spec.org/storage2020/results/res2024q2/storage2020-20240521-00078.html',
  bytesPerOperation: 68_849e6 / 306_279,
  resolutionMilliseconds: 0.001,
  pairs: [
    [27_843, 0.794],
    [55_687, 0.772],
    [83_530, 0.789],
    [111_374, 0.793],
    [139_218, 0.812],
    [167_061, 0.825],
    [194_905, 0.84],
    [222_748, 0.861],
    [250_592, 0.899],
    [278_436, 0.928],
    [306_279, 0.976],
  ],
});

/** Every official curve at hand, of nine families of systems, 2000 to 2025. */
export const PUBLISHED_CURVES: readonly ResponseCurve[] = [
  NETAPP_A90_EDA,
  ANF_LARGE_VOLUME_EDA,
  responseCurve({
    id: 'anf-lv6-eda',
    family: 'azure-netapp-files',
    source:
      'SPECstorage2020_EDA_BLENDED, Azure NetApp Files, 6 large volumes (large volume scale), 10,560 Job_Sets, ORT 0.64 ms, 2025-09-29, https://www.spec.org/storage2020/results/res2025q4/storage2020-20250929-00142.txt',
    bytesPerOperation: 76_487e6 / 4_745_453,
    resolutionMilliseconds: 0.1,
    pairs: [
      [316_817, 0.3],
      [633_634, 0.3],
      [950_453, 0.3],
      [1_267_250, 0.3],
      [1_584_076, 0.4],
      [1_900_875, 0.4],
      [2_217_683, 0.4],
      [2_534_490, 0.4],
      [2_851_300, 0.4],
      [3_168_158, 0.5],
      [3_484_890, 0.5],
      [3_801_696, 0.6],
      [4_118_539, 0.8],
      [4_435_382, 1.5],
      [4_745_453, 3.8],
    ],
  }),
  QUMULO_ANQ_AI_IMAGE,
  responseCurve({
    id: 'netapp-fas6240-20n-sfs2008',
    family: 'netapp-fas6240',
    source:
      'SPECsfs2008_nfs.v3, NetApp Data ONTAP 8.1 Cluster-Mode 20-node FAS6240 (SAS HDD + Flash Cache), 1,261,145 ops/s, ORT 1.56 ms, 2011-10-17, http://ftp.spec.org/sfs2008/results/res2011q4/sfs2008-20111017-00199.txt',
    bytesPerOperation: null,
    resolutionMilliseconds: 0.1,
    pairs: [
      [125_342, 0.6],
      [250_777, 0.8],
      [376_471, 0.9],
      [502_482, 1.1],
      [628_292, 1.4],
      [753_771, 1.4],
      [880_345, 1.7],
      [1_007_833, 2.2],
      [1_134_271, 3.1],
      [1_261_145, 4.7],
    ],
  }),
  responseCurve({
    id: 'avere-fxt3800-3n-amplistor-sfs2008',
    family: 'avere-fxt3800',
    source:
      'SPECsfs2008_nfs.v3, Avere FXT 3800 3-node edge-cache cluster over object store (Amplidata), 180,229 ops/s, ORT 0.95 ms, 2014-03-03, http://www.spec.org/sfs2008/results/res2014q2/sfs2008-20140303-00241.txt',
    bytesPerOperation: null,
    resolutionMilliseconds: 0.1,
    pairs: [
      [17_807, 0.3],
      [35_659, 0.4],
      [53_529, 0.5],
      [71_387, 0.6],
      [89_262, 0.8],
      [107_172, 0.9],
      [125_280, 1.1],
      [143_069, 1.4],
      [160_721, 1.9],
      [180_229, 3.0],
    ],
  }),
  responseCurve({
    id: 'avere-fxt3800-3n-zfs-sfs2008',
    family: 'avere-fxt3800',
    source:
      'SPECsfs2008_nfs.v3, Avere FXT 3800 3-node edge-cache cluster, ZFS core filer, 180,043 ops/s, ORT 0.87 ms, 2014-03-17, http://www.spec.org/sfs2008/results/res2014q2/sfs2008-20140317-00244.txt',
    bytesPerOperation: null,
    resolutionMilliseconds: 0.1,
    pairs: [
      [17_808, 0.3],
      [35_658, 0.4],
      [53_519, 0.5],
      [71_383, 0.6],
      [89_274, 0.7],
      [107_189, 0.8],
      [125_289, 1.0],
      [143_053, 1.2],
      [160_709, 1.7],
      [180_043, 2.7],
    ],
  }),
  responseCurve({
    id: 'avere-fxt3800-3n-localzfs-sfs2008',
    family: 'avere-fxt3800',
    source:
      'SPECsfs2008_nfs.v3, Avere FXT 3800 3-node, local ZFS storage config, 180,538 ops/s, ORT 0.88 ms, 2014-04-28, http://spec.org/sfs2008/results/res2014q2/sfs2008-20140428-00246.html',
    bytesPerOperation: null,
    resolutionMilliseconds: 0.1,
    pairs: [
      [17_859, 0.3],
      [35_758, 0.4],
      [53_680, 0.5],
      [71_595, 0.6],
      [89_506, 0.7],
      [107_481, 0.8],
      [125_649, 1.0],
      [143_458, 1.3],
      [161_102, 1.7],
      [180_538, 2.7],
    ],
  }),
  responseCurve({
    id: 'arkologic-sma8100-sfs2008',
    family: 'arkologic-sma8100',
    source:
      'SPECsfs2008_nfs.v3, Arkologic SMA 8100 all-flash ZFS, 141,261 ops/s, ORT 0.33 ms, 2014-06-17, http://ftp.spec.org/sfs2008/results/res2014q3/sfs2008-20140617-00251.html',
    bytesPerOperation: null,
    resolutionMilliseconds: 0.1,
    pairs: [
      [14_048, 0.3],
      [28_293, 0.3],
      [42_526, 0.3],
      [61_538, 0.3],
      [77_152, 0.3],
      [89_894, 0.3],
      [102_382, 0.4],
      [115_814, 0.4],
      [129_880, 0.5],
      [141_261, 0.6],
    ],
  }),
  responseCurve({
    id: 'netapp-f840-2n-sfs97v2',
    family: 'netapp-f840',
    source:
      'SPECsfs97.v2, NetApp F840 2-node, 76x18GB FCAL, 30,555 ops/s, ORT 1.56 ms, 2000-09-05, http://www.spec.org/sfs97/results/res2000q3/sfs97-20000905-00194.asc',
    bytesPerOperation: null,
    resolutionMilliseconds: 0.1,
    pairs: [
      [3_037, 1.1],
      [6_071, 1.3],
      [9_135, 1.4],
      [13_147, 1.2],
      [16_242, 1.3],
      [18_983, 1.4],
      [21_771, 1.9],
      [24_532, 2.0],
      [27_650, 2.4],
      [30_555, 3.5],
    ],
  }),
  responseCurve({
    id: 'netapp-f840-12n-sfs97v2',
    family: 'netapp-f840',
    source:
      'SPECsfs97.v2, NetApp F840 12-node, 336 disks, 182,548 ops/s, ORT 1.59 ms, 2000-09-05, http://ftp.spec.org/sfs97/results/res2000q3/sfs97-20000905-00199.asc',
    bytesPerOperation: null,
    resolutionMilliseconds: 0.1,
    pairs: [
      [18_276, 1.1],
      [36_463, 1.3],
      [54_667, 1.4],
      [76_739, 1.2],
      [95_504, 1.4],
      [112_621, 1.5],
      [129_201, 1.9],
      [147_215, 2.0],
      [165_972, 2.5],
      [182_152, 3.5],
      [182_548, 3.6],
    ],
  }),
  responseCurve({
    id: 'netapp-f820c-2n-sfs97v3',
    family: 'netapp-f820c',
    source:
      'SPECsfs97.v3, NetApp F820c failover cluster, 56 disks, 14,186 ops/s, ORT 1.55 ms, 2001-02-05, https://open.spec.org/sfs97/results/res2001q1/sfs97-20010205-00252.asc',
    bytesPerOperation: null,
    resolutionMilliseconds: 0.1,
    pairs: [
      [1_338, 1.1],
      [2_687, 1.2],
      [4_128, 1.2],
      [5_425, 1.3],
      [6_894, 1.4],
      [8_163, 1.8],
      [9_498, 1.7],
      [10_934, 2.0],
      [12_238, 2.2],
      [13_546, 2.4],
      [13_789, 2.5],
      [14_053, 2.5],
      [14_186, 2.6],
    ],
  }),
  responseCurve({
    id: 'sangfor-f8000-2n-eda',
    family: 'sangfor-f8000',
    source:
      'SPECstorage2020_EDA_BLENDED, Sangfor Unified Storage F8000, 2 nodes, 2,500 Job_Sets, ORT 0.47 ms, 2025-09-29, https://ftp.spec.org/storage2020/results/res2025q4/storage2020-20250929-00140.html',
    bytesPerOperation: 18_151e6 / 1_125_050,
    resolutionMilliseconds: 0.001,
    pairs: [
      [112_506, 0.135],
      [225_012, 0.169],
      [337_519, 0.197],
      [450_025, 0.198],
      [562_531, 0.263],
      [675_037, 0.303],
      [787_544, 0.404],
      [900_045, 0.536],
      [1_012_554, 0.866],
      [1_125_050, 2.478],
    ],
  }),
];
