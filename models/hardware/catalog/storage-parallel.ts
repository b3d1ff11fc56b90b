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
  io500System(
    { id: 'qumulo-eikon', vendor: 'Qumulo', model: 'Qumulo Core at Eikon', metadataIsolated: false },
    {
      submission: 'Eikon Therapeutics/spt-compute1/Qumulo Core/2023/submission-680',
      clientNodes: 23,
      easyReadGiBps: 43.239801,
      easyWriteGiBps: 21.69498,
      hardReadGiBps: 5.050924,
      hardWriteGiBps: 0.013275,
      statThousands: 323.830681,
      createThousands: 43.745574,
      deleteThousands: 25.066271,
    },
  ),
  io500System(
    {
      id: 'ddn-ai400x2-ii',
      vendor: 'DDN',
      model: 'AI400X2-II EXAScaler (number of appliances not in the result)',
      metadataIsolated: true,
    },
    {
      submission: 'DDN/AI400X2-II/EXAScaler/2023/submission-658',
      clientNodes: 10,
      easyReadGiBps: 165.718164,
      easyWriteGiBps: 113.364402,
      hardReadGiBps: 33.298017,
      hardWriteGiBps: 11.212272,
      statThousands: 2499.089605,
      createThousands: 729.811167,
      deleteThousands: 606.271409,
    },
  ),
  io500System(
    { id: 'cephfs-gwdg', vendor: 'Ceph', model: 'GWDG Emmy CephFS 2024', metadataIsolated: true },
    {
      submission: 'Gesellschaft fur wissenschaftliche Datenverarbeitung/Emmy/CephFS/2024/submission-733',
      clientNodes: 18,
      easyReadGiBps: 78.512746,
      easyWriteGiBps: 24.571818,
      hardReadGiBps: 18.598785,
      hardWriteGiBps: 0.56263,
      statThousands: 118.456085,
      createThousands: 164.213226,
      deleteThousands: 73.433666,
    },
  ),
  io500System(
    { id: 'cephfs-cnaf', vendor: 'Ceph', model: 'INFN CNAF CephFS 2025', metadataIsolated: true },
    {
      submission: 'Istituto Nazionale di Fisica Nucleare/Tier1-CNAF/CephFS/2025/submission-745',
      clientNodes: 10,
      easyReadGiBps: 40.561907,
      easyWriteGiBps: 27.030023,
      hardReadGiBps: 2.968241,
      hardWriteGiBps: 1.443928,
      statThousands: 23.616706,
      createThousands: 4.739586,
      deleteThousands: 3.721429,
    },
  ),
  io500System(
    { id: 'panasas-flash', vendor: 'Panasas', model: 'ActiveStor Flash', metadataIsolated: null },
    {
      submission: 'Panasas/PanEast ActiveStor Flash/Panfs/2023/submission-655',
      clientNodes: 10,
      easyReadGiBps: 27.969004,
      easyWriteGiBps: 32.092906,
      hardReadGiBps: 1.856778,
      hardWriteGiBps: 0.243486,
      statThousands: 48.321654,
      createThousands: 8.134894,
      deleteThousands: 9.285633,
    },
  ),
  io500System(
    {
      id: 'hammerspace-2025',
      vendor: 'Hammerspace',
      model: 'pNFS v5.2 Samsung AE-25',
      metadataIsolated: true,
      notes: ['High bandwidth beside a modest create rate: metadata and data are independent axes.'],
    },
    {
      submission:
        'Samsung Electronics/Samsung AE-25 Cluster/pNFS v5.2.3-90 via Hammerspace Anvil Metadata Service/2025/submission-778',
      clientNodes: 10,
      easyReadGiBps: 540.754507,
      easyWriteGiBps: 509.042058,
      hardReadGiBps: 98.407901,
      hardWriteGiBps: 1.147141,
      statThousands: 554.875604,
      createThousands: 73.294754,
      deleteThousands: 48.461368,
    },
  ),
];
