/**
 * Twelve load-response curves as published: operations per second and milliseconds of mean response. SPEC results are
 * quoted with metric, overall response time (ORT), date of publication and address.
 */

import type { ResponsePoint } from '../../../models/hardware/fit-law.ts';

export interface PublishedCurve {
  readonly id: string;
  readonly source: string;
  readonly pairs: readonly (readonly [operationsPerSecond: number, milliseconds: number])[];
}

export function pointsOf(curve: PublishedCurve): ResponsePoint[] {
  return curve.pairs.map(([operationsPerSecond, milliseconds]) => ({
    operationsPerSecond,
    responseSeconds: milliseconds / 1e3,
  }));
}

export const SPEC_CURVES: readonly PublishedCurve[] = [
  {
    id: 'netapp-a90-8n-eda',
    source:
      'SPECstorage2020_EDA_BLENDED, NetApp 8-node AFF A90 (4 HA pairs), FlexGroup, NFSv3, 8,100.0 Job_Sets, ORT 1.17 ms, 2024-07-08, https://www.spec.org/storage2020/results/res2024q3/storage2020-20240708-00080.txt',
    pairs: [
      [364_520.0, 0.4],
      [729_040.0, 0.4],
      [1_093_560.0, 0.4],
      [1_458_079.0, 0.5],
      [1_822_600.0, 0.6],
      [2_187_119.0, 0.8],
      [2_551_642.0, 1.1],
      [2_916_162.0, 1.5],
      [3_280_653.0, 2.6],
      [3_644_870.0, 4.9],
    ],
  },
  {
    id: 'anf-lv1-eda',
    source:
      'SPECstorage2020_EDA_BLENDED, Azure NetApp Files, 1 large volume, 1,760.0 Job_Sets, ORT 0.48 ms, 2025-09-29, https://www.spec.org/storage2020/results/res2025q4/storage2020-20250929-00143.txt',
    pairs: [
      [49_502.0, 0.3],
      [99_005.0, 0.3],
      [148_508.0, 0.3],
      [198_011.0, 0.3],
      [247_513.0, 0.3],
      [297_016.0, 0.4],
      [346_519.0, 0.4],
      [396_022.0, 0.4],
      [445_524.0, 0.4],
      [495_022.0, 0.4],
      [544_530.0, 0.4],
      [594_033.0, 0.4],
      [643_536.0, 0.5],
      [693_038.0, 0.7],
      [742_541.0, 1.0],
      [792_046.0, 2.3],
    ],
  },
  {
    id: 'anf-lv6-eda',
    source:
      'SPECstorage2020_EDA_BLENDED, Azure NetApp Files, 6 large volumes (large volume scale), 10,560.0 Job_Sets, ORT 0.64 ms, 2025-09-29, https://www.spec.org/storage2020/results/res2025q4/storage2020-20250929-00142.txt',
    pairs: [
      [316_817.0, 0.3],
      [633_634.0, 0.3],
      [950_453.0, 0.3],
      [1_267_250.0, 0.3],
      [1_584_076.0, 0.4],
      [1_900_875.0, 0.4],
      [2_217_683.0, 0.4],
      [2_534_490.0, 0.4],
      [2_851_300.0, 0.4],
      [3_168_158.0, 0.5],
      [3_484_890.0, 0.5],
      [3_801_696.0, 0.6],
      [4_118_539.0, 0.8],
      [4_435_382.0, 1.5],
      [4_745_453.0, 3.8],
    ],
  },
  {
    id: 'qumulo-anq-aiimage-704',
    source:
      'SPECstorage2020_AI_IMAGE, Azure Native Qumulo public cloud reference, 704.0 AI_Jobs, ORT 0.84 ms, 2024-05-21, https://spec.org/storage2020/results/res2024q2/storage2020-20240521-00078.html',
    pairs: [
      [27_843.0, 0.794],
      [55_687.0, 0.772],
      [83_530.0, 0.789],
      [111_374.0, 0.793],
      [139_218.0, 0.812],
      [167_061.0, 0.825],
      [194_905.0, 0.84],
      [222_748.0, 0.861],
      [250_592.0, 0.899],
      [278_436.0, 0.928],
      [306_279.0, 0.976],
    ],
  },
  {
    id: 'netapp-fas6240-20n-sfs2008',
    source:
      'SPECsfs2008_nfs.v3, NetApp Data ONTAP 8.1 Cluster-Mode 20-node FAS6240 (SAS HDD + Flash Cache), 1,261,145.0 ops/s, ORT 1.56 ms, 2011-10-17, http://ftp.spec.org/sfs2008/results/res2011q4/sfs2008-20111017-00199.txt',
    pairs: [
      [125_342.0, 0.6],
      [250_777.0, 0.8],
      [376_471.0, 0.9],
      [502_482.0, 1.1],
      [628_292.0, 1.4],
      [753_771.0, 1.4],
      [880_345.0, 1.7],
      [1_007_833.0, 2.2],
      [1_134_271.0, 3.1],
      [1_261_145.0, 4.7],
    ],
  },
  {
    id: 'avere-fxt3800-3n-amplistor-sfs2008',
    source:
      'SPECsfs2008_nfs.v3, Avere FXT 3800 3-node edge-cache cluster over object store (Amplidata), 180,229.0 ops/s, ORT 0.95 ms, 2014-03-03, http://www.spec.org/sfs2008/results/res2014q2/sfs2008-20140303-00241.txt',
    pairs: [
      [17_807.0, 0.3],
      [35_659.0, 0.4],
      [53_529.0, 0.5],
      [71_387.0, 0.6],
      [89_262.0, 0.8],
      [107_172.0, 0.9],
      [125_280.0, 1.1],
      [143_069.0, 1.4],
      [160_721.0, 1.9],
      [180_229.0, 3.0],
    ],
  },
  {
    id: 'avere-fxt3800-3n-zfs-sfs2008',
    source:
      'SPECsfs2008_nfs.v3, Avere FXT 3800 3-node edge-cache cluster, ZFS core filer, 180,043.0 ops/s, ORT 0.87 ms, 2014-03-17, http://www.spec.org/sfs2008/results/res2014q2/sfs2008-20140317-00244.txt',
    pairs: [
      [17_808.0, 0.3],
      [35_658.0, 0.4],
      [53_519.0, 0.5],
      [71_383.0, 0.6],
      [89_274.0, 0.7],
      [107_189.0, 0.8],
      [125_289.0, 1.0],
      [143_053.0, 1.2],
      [160_709.0, 1.7],
      [180_043.0, 2.7],
    ],
  },
  {
    id: 'avere-fxt3800-3n-localzfs-sfs2008',
    source:
      'SPECsfs2008_nfs.v3, Avere FXT 3800 3-node, local ZFS storage config, 180,538.0 ops/s, ORT 0.88 ms, 2014-04-28, http://spec.org/sfs2008/results/res2014q2/sfs2008-20140428-00246.html',
    pairs: [
      [17_859.0, 0.3],
      [35_758.0, 0.4],
      [53_680.0, 0.5],
      [71_595.0, 0.6],
      [89_506.0, 0.7],
      [107_481.0, 0.8],
      [125_649.0, 1.0],
      [143_458.0, 1.3],
      [161_102.0, 1.7],
      [180_538.0, 2.7],
    ],
  },
  {
    id: 'arkologic-sma8100-sfs2008',
    source:
      'SPECsfs2008_nfs.v3, Arkologic SMA 8100 all-flash ZFS, 141,261.0 ops/s, ORT 0.33 ms, 2014-06-17, http://ftp.spec.org/sfs2008/results/res2014q3/sfs2008-20140617-00251.html',
    pairs: [
      [14_048.0, 0.3],
      [28_293.0, 0.3],
      [42_526.0, 0.3],
      [61_538.0, 0.3],
      [77_152.0, 0.3],
      [89_894.0, 0.3],
      [102_382.0, 0.4],
      [115_814.0, 0.4],
      [129_880.0, 0.5],
      [141_261.0, 0.6],
    ],
  },
  {
    id: 'netapp-f840-2n-sfs97v2',
    source:
      'SPECsfs97.v2, NetApp F840 2-node, 76x18GB FCAL, 30,555.0 ops/s, ORT 1.56 ms, 2000-09-05, http://www.spec.org/sfs97/results/res2000q3/sfs97-20000905-00194.asc',
    pairs: [
      [3_037.0, 1.1],
      [6_071.0, 1.3],
      [9_135.0, 1.4],
      [13_147.0, 1.2],
      [16_242.0, 1.3],
      [18_983.0, 1.4],
      [21_771.0, 1.9],
      [24_532.0, 2.0],
      [27_650.0, 2.4],
      [30_555.0, 3.5],
    ],
  },
  {
    id: 'netapp-f840-12n-sfs97v2',
    source:
      'SPECsfs97.v2, NetApp F840 12-node, 336 disks, 182,548.0 ops/s, ORT 1.59 ms, 2000-09-05, http://ftp.spec.org/sfs97/results/res2000q3/sfs97-20000905-00199.asc',
    pairs: [
      [18_276.0, 1.1],
      [36_463.0, 1.3],
      [54_667.0, 1.4],
      [76_739.0, 1.2],
      [95_504.0, 1.4],
      [112_621.0, 1.5],
      [129_201.0, 1.9],
      [147_215.0, 2.0],
      [165_972.0, 2.5],
      [182_152.0, 3.5],
      [182_548.0, 3.6],
    ],
  },
  {
    id: 'netapp-f820c-2n-sfs97v3',
    source:
      'SPECsfs97.v3, NetApp F820c failover cluster, 56 disks, 14,186.0 ops/s, ORT 1.55 ms, 2001-02-05, https://open.spec.org/sfs97/results/res2001q1/sfs97-20010205-00252.asc',
    pairs: [
      [1_338.0, 1.1],
      [2_687.0, 1.2],
      [4_128.0, 1.2],
      [5_425.0, 1.3],
      [6_894.0, 1.4],
      [8_163.0, 1.8],
      [9_498.0, 1.7],
      [10_934.0, 2.0],
      [12_238.0, 2.2],
      [13_546.0, 2.4],
      [13_789.0, 2.5],
      [14_053.0, 2.5],
      [14_186.0, 2.6],
    ],
  },
];
