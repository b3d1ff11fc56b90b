/** File systems that are known by their IO500 results: bandwidth and metadata rates of one site's configuration. */

import { figure, GIBI, UNKNOWN } from './figure.ts';
import type { PublishedStorage } from './storage-system.ts';

interface Io500Result {
  readonly submission: string;
  readonly clientNodes: number;
  readonly easyReadGiBps: number;
  readonly easyWriteGiBps: number;
  readonly hardReadGiBps: number;
  readonly hardWriteGiBps: number;
  readonly statThousands: number;
  readonly createThousands: number;
  readonly deleteThousands: number;
}

/** The size of the servers is in no result, only that of the clients: such a system cannot be scaled by nodes. */
function io500System(
  system: Pick<PublishedStorage, 'id' | 'vendor' | 'model' | 'metadataIsolated'> & {
    readonly notes?: readonly string[];
  },
  result: Io500Result,
): PublishedStorage {
  const source = (phase: string) =>
    `IO500 ${phase}, ${result.clientNodes} client nodes: github.com/IO500/submission-data ${result.submission}`;
  const bandwidth = (gibibytesPerSecond: number, phase: string) =>
    figure(gibibytesPerSecond * GIBI, 'benchmark', source(phase));
  const rate = (thousandsPerSecond: number, phase: string) =>
    figure(thousandsPerSecond * 1e3, 'benchmark', source(phase));
  return {
    ...system,
    nodeMeaning: 'node',
    nodes: null,
    figures: {
      readBytesPerSecond: bandwidth(result.easyReadGiBps, 'ior-easy-read'),
      writeBytesPerSecond: bandwidth(result.easyWriteGiBps, 'ior-easy-write'),
      smallReadBytesPerSecond: bandwidth(result.hardReadGiBps, 'ior-hard-read'),
      smallWriteBytesPerSecond: bandwidth(result.hardWriteGiBps, 'ior-hard-write'),
      statOperationsPerSecond: rate(result.statThousands, 'mdtest-easy-stat'),
      createOperationsPerSecond: rate(result.createThousands, 'mdtest-easy-write'),
      removeOperationsPerSecond: rate(result.deleteThousands, 'mdtest-easy-delete'),
      powerWatts: UNKNOWN,
      listPriceDollars: UNKNOWN,
    },
    peaks: [],
    curve: null,
    notes: system.notes ?? [],
  };
}

export const PARALLEL_FILE_SYSTEMS: readonly PublishedStorage[] = [
  io500System(
    { id: 'weka-io500-mskcc', vendor: 'WEKA', model: 'MSKCC IRIS 2024', metadataIsolated: false },
    {
      submission: 'MSKCC/IRIS/WekaIO/2024/submission-719',
      clientNodes: 261,
      easyReadGiBps: 1076.533931,
      easyWriteGiBps: 383.768817,
      hardReadGiBps: 190.485379,
      hardWriteGiBps: 51.684517,
      statThousands: 15_370.211316,
      createThousands: 1484.483928,
      deleteThousands: 1693.759532,
    },
  ),
  io500System(
    {
      id: 'vast-janelia',
      vendor: 'VAST',
      model: 'Janelia VAST 2024 (size not in the result)',
      metadataIsolated: false,
      notes: [
        'A CBox is a server chassis with 4 CNodes, a DBox an NVMe-oF enclosure; EBox clusters start at 11 (kb.vastdata.com; vastdata.com v5.2 blog).',
      ],
    },
    {
      submission:
        'Howard Hughes Medical Institute Janelia Research Campus/Janelia Compute cluster/Vast/2024/submission-730',
      clientNodes: 32,
      easyReadGiBps: 99.520873,
      easyWriteGiBps: 44.795201,
      hardReadGiBps: 13.546557,
      hardWriteGiBps: 2.060636,
      statThousands: 1163.09851,
      createThousands: 242.089463,
      deleteThousands: 152.20592,
    },
  ),
];
