import type { EvidenceGrade, FurtherService, StorageEnvelope } from '../../models/hardware/envelope.ts';
import {
  halfwayTransfer,
  TRANSFER_DIRECTIONS,
  type TransferDirection,
} from '../../models/hardware/operation-size.ts';
import { METADATA_KINDS } from '../../models/operations.ts';
import type { StorageSummary, TransferSummary, Unit } from '../../models/result.ts';
import type { StorageConfiguration, StorageSystem } from '../../models/studio.ts';

/** Worst first. */
const GRADES: readonly EvidenceGrade[] = [
  'guess',
  'inferred',
  'stated',
  'secondary',
  'vendor',
  'benchmark',
  'certified',
  'measured',
];

/** The figures of an envelope that a verdict rests on, by the names under which their evidence is kept. */
const FIGURES: readonly (readonly [name: string, unit: Unit, of: (envelope: StorageEnvelope) => number])[] = [
  ['readBytesPerSecond', 'bytes/s', ({ readBytesPerSecond }) => readBytesPerSecond],
  ['writeBytesPerSecond', 'bytes/s', ({ writeBytesPerSecond }) => writeBytesPerSecond],
  ['readOperationsPerSecond', 'operations/s', ({ readOperationsPerSecond }) => readOperationsPerSecond],
  ['writeOperationsPerSecond', 'operations/s', ({ writeOperationsPerSecond }) => writeOperationsPerSecond],
  [
    'metadataOperationsPerSecond',
    'operations/s',
    ({ metadataOperationsPerSecond }) => metadataOperationsPerSecond,
  ],
  ['streamBytesPerSecond', 'bytes/s', ({ streamBytesPerSecond }) => streamBytesPerSecond],
  ['beyondPeak', 'fraction', ({ beyondPeak }) => beyondPeak?.operations ?? 0],
  ['data.lanes', 'count', ({ data }) => data.lanes],
  ['data.serversPerLane', 'count', ({ data }) => data.serversPerLane],
  ['data.idleResponseSeconds', 'seconds', ({ data }) => data.idleResponseSeconds],
  ['data.variability', 'count', ({ data }) => data.variability],
  ['metadata.lanes', 'count', ({ metadata }) => metadata.lanes],
  ['metadata.serversPerLane', 'count', ({ metadata }) => metadata.serversPerLane],
  ['metadata.idleResponseSeconds', 'seconds', ({ metadata }) => metadata.idleResponseSeconds],
  ['metadata.variability', 'count', ({ metadata }) => metadata.variability],
  // A getattr costs one by definition.
  ...METADATA_KINDS.filter((kind) => kind !== 'getattr').map(
    (kind) =>
      [`metadataCost.${kind}`, 'count', ({ metadataCost }: StorageEnvelope) => metadataCost[kind]] as const,
  ),
];

/** The figures of a further service, by the names under which their evidence is kept below its own. */
const FURTHER_FIGURES: readonly (readonly [
  name: string,
  unit: Unit,
  of: (service: FurtherService) => number | undefined,
])[] = [
  ['operationsPerSecond', 'operations/s', ({ operationsPerSecond }) => operationsPerSecond],
  ['bytesPerSecond', 'bytes/s', ({ bytesPerSecond }) => bytesPerSecond],
  ['lanes', 'count', ({ law }) => law.lanes],
  ['serversPerLane', 'count', ({ law }) => law.serversPerLane],
  ['idleResponseSeconds', 'seconds', ({ law }) => law.idleResponseSeconds],
  ['variability', 'count', ({ law }) => law.variability],
];

const CONFIGURED = [
  ['nodes', 'count'],
  ['derate', 'fraction'],
] as const satisfies readonly (readonly [keyof StorageConfiguration, Unit])[];

/** A storage system with the evidence for each figure of its envelope, worst grade first. */
export function storageSummary({ name, device, envelope, configuration }: StorageSystem): StorageSummary {
  const figures = FIGURES.flatMap(([figure, unit, of]) => {
    const evidence = envelope.evidence[figure];
    return evidence === undefined ? [] : [{ name: figure, value: of(envelope), unit, ...evidence }];
  });
  const further = (envelope.further ?? []).flatMap((service) =>
    FURTHER_FIGURES.flatMap(([figure, unit, of]) => {
      const evidence = envelope.evidence[`${service.name}.${figure}`];
      const value = of(service);
      return evidence === undefined || value === undefined
        ? []
        : [{ name: `${service.name}.${figure}`, value, unit, ...evidence }];
    }),
  );
  const configured = CONFIGURED.flatMap(([figure, unit]) => {
    const known = configuration?.[figure];
    return known === undefined ? [] : [{ name: figure, value: known.value, unit, ...known.evidence }];
  });
  return {
    name,
    device,
    figures: [...figures, ...further, ...configured].toSorted(
      (a, b) => GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade),
    ),
    transfers: TRANSFER_DIRECTIONS.map((direction) => transferSummary(envelope, direction)),
  };
}

/** The size for which the scenario states a rate; without one, the size at which both limits weigh the same. */
function transferSummary(envelope: StorageEnvelope, direction: TransferDirection): TransferSummary {
  const stated = envelope.statedTransfers?.find((each) => each.direction === direction);
  const { operationsPerSecond, bytesPerOperation } = stated ?? halfwayTransfer(envelope, direction);
  return {
    kind: stated === undefined ? 'halfway' : 'stated',
    direction,
    bytesPerOperation,
    operationsPerSecond,
    bytesPerSecond: operationsPerSecond * bytesPerOperation,
  };
}
