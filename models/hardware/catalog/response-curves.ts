/** Load-response curves of systems in the catalog, as published: operations per second and mean response time. */

import type { ResponseCurve } from '../fit-law.ts';

/** `pairs` are operations per second and milliseconds, as the result pages print them. */
function responseCurve(
  id: string,
  source: string,
  bytesPerOperation: number,
  pairs: readonly (readonly [operationsPerSecond: number, milliseconds: number])[],
): ResponseCurve {
  return {
    id,
    source,
    bytesPerOperation,
    points: pairs.map(([operationsPerSecond, milliseconds]) => ({
      operationsPerSecond,
      responseSeconds: milliseconds / 1e3,
    })),
  };
}

export const NETAPP_A90_EDA = responseCurve(
  'netapp-a90-8n-eda',
  'SPECstorage2020_EDA_BLENDED, 8-node NetApp AFF A90, 8,100 Job_Sets, ORT 1.17 ms, 2024-07-08, https://www.spec.org/storage2020/results/res2024q3/storage2020-20240708-00080.txt',
  58_809e6 / 3_644_870,
  [
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
);

export const ANF_LARGE_VOLUME_EDA = responseCurve(
  'anf-lv1-eda',
  'SPECstorage2020_EDA_BLENDED, Azure NetApp Files, 1 large volume, 1,760 Job_Sets, ORT 0.48 ms, 2025-09-29, https://www.spec.org/storage2020/results/res2025q4/storage2020-20250929-00143.txt',
  12_780e6 / 792_046,
  [
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
);

export const QUMULO_ANQ_AI_IMAGE = responseCurve(
  'qumulo-anq-aiimage-704',
  'SPECstorage2020_AI_IMAGE, Azure Native Qumulo, 704 AI_Jobs, ORT 0.84 ms, 2024-05-21, https://spec.org/storage2020/results/res2024q2/storage2020-20240521-00078.html',
  68_849e6 / 306_279,
  [
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
);
