import { modulatedRate } from '../../arrivals/modulated-rate.ts';
import { constant } from '../../distributions/constant.ts';
import { type Distribution, mean } from '../../distributions/distribution.ts';
import type { Compilation } from '../../scenario/compile/compilation.ts';
import { limitWork } from '../../scenario/compile/work-limit.ts';
import * as problems from '../../scenario/problems.ts';
import type { RunSection } from '../../scenario/schema/infrastructure.ts';
import type { StageBase } from '../stage-kind.ts';
import type { MetadataStage } from './definition.ts';
import type { MetadataSection } from './schema.ts';

/** More operations in one burst than whole numbers can be divided over the kinds of a mix. */
const BURST_OPERATIONS_MAX = 1e15;

export function compileMetadata(
  base: StageBase,
  section: MetadataSection,
  run: RunSection,
  compilation: Compilation,
): MetadataStage | undefined {
  const path = ['stages', base.name];
  const { level, levelEvery, burst, burstEvery } = section.rate;
  limitWork([...path, 'rate'], run.duration / burstEvery, compilation);
  const perBurst = mean(level) * burstEvery;
  if (perBurst > BURST_OPERATIONS_MAX) {
    compilation.fault([...path, 'rate', 'level'], problems.tooMuchWork(perBurst, BURST_OPERATIONS_MAX));
  }
  const readBytes = payloadOf(base.name, 'read', section, compilation);
  const writeBytes = payloadOf(base.name, 'write', section, compilation);
  if (readBytes === undefined || writeBytes === undefined) return undefined;
  const reason = 'a level must last a whole number of bursts';
  const rate = compilation.possible('rate', reason, [...path, 'rate'], () =>
    modulatedRate({ level, levelSeconds: levelEvery, burst, burstSeconds: burstEvery }),
  );
  if (rate === undefined) return undefined;
  const { mix, files, clients } = section;
  return { ...base, kind: 'metadata', rate, mix, readBytes, writeBytes, files, clients };
}

/** Sizes of the reads or writes of a mix; not needed where the mix has none. */
function payloadOf(
  name: string,
  kind: 'read' | 'write',
  section: MetadataSection,
  compilation: Compilation,
): Distribution | undefined {
  const key = `${kind}Bytes` as const;
  if (section[key] !== undefined) return section[key];
  if ((section.mix[kind] ?? 0) === 0) return constant(0);
  compilation.faultOfKey(
    ['stages', name, key],
    problems.missingKey(key, `the size of the ${kind}s in the mix`),
  );
  return undefined;
}
