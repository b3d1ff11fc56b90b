import { typicalLaw } from '../../hardware/derive-law.ts';
import type { FurtherService, StorageEnvelope } from '../../hardware/envelope.ts';
import { TYPICAL_SHAPE } from '../../hardware/typical-shape.ts';
import type { OperationKind } from '../../operations.ts';
import { DATA, METADATA } from '../../resource-names.ts';
import { formatQuantity } from '../../units.ts';
import * as problems from '../problems.ts';
import type { StorageSection } from '../schema/infrastructure.ts';
import type { Compilation } from './compilation.ts';

/** First parts of the names of other resources. */
const TAKEN: readonly string[] = [DATA, METADATA, 'network', 'compute'];

/** Returns the envelope with the further services of a storage section, each operation answered by one of them. */
export function withFurtherServices(
  system: string,
  section: StorageSection,
  envelope: StorageEnvelope,
  compilation: Compilation,
): StorageEnvelope {
  if (section.services === undefined) return envelope;
  const answeredBy = new Map<OperationKind, string>();
  const further: FurtherService[] = [];
  const evidence = { ...envelope.evidence };
  for (const [name, { operations, rate, bandwidth, idleResponse }] of Object.entries(section.services)) {
    const path = ['storage', system, 'services', name];
    if (TAKEN.includes(name)) compilation.faultOfKey(path, problems.serviceNameTaken(name));
    for (const [place, operation] of operations.entries()) {
      const other = answeredBy.get(operation);
      if (other !== undefined)
        compilation.fault([...path, 'operations', place], problems.answeredTwice(operation, other));
      answeredBy.set(operation, name);
    }
    const hasPayload = operations.includes('read') || operations.includes('write');
    if (bandwidth === undefined && hasPayload)
      compilation.assume([...path, 'bandwidth'], "the system's own", `the bandwidth of ${system}`);
    if (bandwidth !== undefined && !hasPayload)
      compilation.faultOfKey([...path, 'bandwidth'], problems.bandwidthWithoutPayload());
    const idleSeconds = idleResponse ?? envelope.data.idleResponseSeconds;
    if (idleResponse === undefined)
      compilation.assume(
        [...path, 'idleResponse'],
        formatQuantity(idleSeconds, 'seconds'),
        `the idle response of ${system}`,
      );
    const counted = section.derate ?? 1;
    const stated = { grade: 'stated', source: 'stated in the scenario' } as const;
    const idle =
      idleResponse === undefined ? (envelope.evidence['data.idleResponseSeconds'] ?? stated) : stated;
    const operationsPerSecond = rate * counted;
    const shape = {
      ...TYPICAL_SHAPE,
      ...(envelope.beyondPeak === undefined ? {} : { beyondPeak: envelope.beyondPeak.operations }),
    };
    const { law, evidence: ofLaw } = typicalLaw(
      operationsPerSecond,
      { value: idleSeconds, evidence: idle },
      shape,
    );
    further.push({
      name,
      operations,
      operationsPerSecond,
      ...(bandwidth === undefined ? {} : { bytesPerSecond: bandwidth * counted }),
      law,
    });
    evidence[`${name}.operationsPerSecond`] = stated;
    for (const [field, each] of Object.entries(ofLaw)) evidence[`${name}.${field}`] = each;
    if (bandwidth !== undefined) evidence[`${name}.bytesPerSecond`] = stated;
  }
  return { ...envelope, further, evidence };
}
