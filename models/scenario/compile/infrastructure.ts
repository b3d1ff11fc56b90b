/** Run, storage, network and farms of the studio. */

import { envelopeOf, findGpu, findStorage } from '../../hardware/catalog.ts';
import type { EnvelopeOverrides } from '../../hardware/derive-envelope.ts';
import type { Farm, Network, RepeatedDay, RunSettings, StorageSystem } from '../../studio.ts';
import * as problems from '../problems.ts';
import type {
  FarmSection,
  NetworkSection,
  ReplicationsSection,
  RunSection,
  StorageSection,
} from '../schema/infrastructure.ts';
import type { Compilation } from './compilation.ts';

export function compileRun(run: RunSection, compilation: Compilation): RunSettings {
  const { warmup } = run;
  if (warmup !== 'auto' && warmup >= run.duration)
    compilation.fault(['run', 'warmup'], problems.warmupTooLong());
  const until = compileUntil(run, compilation);
  return {
    durationSeconds: run.duration,
    ...(until === undefined ? {} : { until }),
    startSecondsOfDay: run.start,
    warmup: warmup === 'auto' ? { kind: 'auto' } : { kind: 'given', seconds: warmup },
    ...compileReplications(run.replications, compilation),
    seed: run.seed,
    fidelity: run.fidelity,
  };
}

const AT_LEAST = 10;
const AT_MOST = 100;

function compileReplications(
  replications: ReplicationsSection,
  compilation: Compilation,
): Pick<RunSettings, 'replications' | 'precision'> {
  if (typeof replications === 'number') return { replications };
  const { precision, atLeast, atMost } = replications;
  const fewest = atLeast ?? Math.min(AT_LEAST, atMost ?? AT_LEAST);
  const most = atMost ?? Math.max(AT_MOST, fewest);
  if (fewest > most) {
    compilation.fault(
      ['run', 'replications', 'atMost'],
      problems.outOfRange(String(most), `at least ${fewest}, as "atLeast" is`),
    );
  }
  return { replications: most, precision: { halfWidthShare: precision, replicationsMin: fewest } };
}

/** How often a day is repeated at most until it is steady, unless the scenario says so. */
const DAYS_MAX = 7;

/** Undefined where the span is run once. */
function compileUntil(
  { until, days, warmup }: RunSection,
  compilation: Compilation,
): RepeatedDay | undefined {
  if (until === undefined) {
    if (days !== undefined)
      compilation.faultOfKey(['run', 'days'], problems.notOneForm('"days" goes with "until: steady"'));
    return undefined;
  }
  if (warmup !== 'auto' && warmup > 0) {
    compilation.fault(
      ['run', 'warmup'],
      problems.notOneForm(
        '"warmup" cannot be combined with "until: steady"',
        'remove it: all days but the last are left out',
      ),
    );
  }
  return { kind: until, daysMax: days ?? DAYS_MAX };
}

/** Keys of a storage section, by the figure of the envelope that each states. */
const STATED_FIGURES = {
  readBytesPerSecond: 'read',
  writeBytesPerSecond: 'write',
  readOperationsPerSecond: 'readRate',
  writeOperationsPerSecond: 'writeRate',
  metadataOperationsPerSecond: 'metadataRate',
  idleResponseSeconds: 'idleResponse',
  metadataIsolated: 'metadataIsolated',
} as const satisfies Readonly<Record<keyof EnvelopeOverrides, keyof StorageSection>>;

/** Undefined when the device lacks figures, or is unknown (which references.ts reports). */
export function compileStorage(
  name: string,
  section: StorageSection,
  compilation: Compilation,
): StorageSystem | undefined {
  const { device, nodes, derate } = section;
  const overrides = Object.fromEntries(
    Object.entries(STATED_FIGURES).flatMap(([figure, key]) =>
      section[key] === undefined ? [] : [[figure, section[key]]],
    ),
  ) as EnvelopeOverrides;
  const answer = envelopeOf(device, {
    ...(nodes === undefined ? {} : { nodes }),
    ...(derate === undefined ? {} : { derate }),
    overrides,
  });
  switch (answer.kind) {
    case 'envelope':
      return { name, device, envelope: answer.envelope, ...configurationOf(section) };
    case 'incomplete': {
      const keys = answer.missing.map(({ field }) => keyOf(field));
      const reasons = new Set(answer.missing.map(({ why }) => why));
      const [why = null] = reasons.size === 1 ? reasons : [];
      compilation.fault(['storage', name, 'device'], problems.missingFigures(device, keys, why));
      return undefined;
    }
    case 'unknown-device':
      return undefined;
    default:
      return answer satisfies never;
  }
}

/** The size and derating in use, so that a result can show what the scenario left to the catalog. */
function configurationOf(section: StorageSection): Pick<StorageSystem, 'configuration'> {
  const system = findStorage(section.device);
  if (system === undefined) return {};
  const stated = { grade: 'stated', source: 'stated in the scenario' } as const;
  const published = {
    grade:
      system.peaks[0]?.evidence.grade ?? system.figures.readBytesPerSecond?.evidence?.grade ?? 'secondary',
    source: `as published, not stated in the scenario; a node is: ${system.nodeMeaning}`,
  } as const;
  const nodes = section.nodes ?? system.nodes;
  return {
    configuration: {
      ...(nodes === null
        ? {}
        : { nodes: { value: nodes, evidence: section.nodes === undefined ? published : stated } }),
      derate: {
        value: section.derate ?? 1,
        evidence:
          section.derate === undefined
            ? {
                grade: published.grade,
                source: 'not stated in the scenario: every rate is counted on in full',
              }
            : stated,
      },
    },
  };
}

function keyOf(figure: string): string {
  return Object.entries(STATED_FIGURES).find(([field]) => field === figure)?.[1] ?? figure;
}

export function compileNetwork(network: NetworkSection): Network {
  return {
    racks: network.racks,
    hostBytesPerSecond: network.host,
    uplinkBytesPerSecond: network.uplink,
    coreBytesPerSecond: network.core,
    roundTripSeconds: network.roundTrip,
  };
}

/** Undefined when the memory of its GPUs is not known, which is reported. */
export function compileFarm(name: string, section: FarmSection, compilation: Compilation): Farm | undefined {
  const gpuMemoryBytes = gpuMemory(name, section, compilation);
  if (gpuMemoryBytes === undefined) return undefined;
  return { name, nodes: section.nodes, gpusPerNode: section.gpus, gpuMemoryBytes };
}

function gpuMemory(
  name: string,
  { gpu, gpuMemory: stated }: FarmSection,
  compilation: Compilation,
): number | undefined {
  if (gpu === undefined) {
    if (stated === undefined) {
      compilation.faultOfKey(
        ['compute', name],
        problems.notOneForm('a farm needs either "gpu" or "gpuMemory"'),
      );
    }
    return stated;
  }
  const found = findGpu(gpu);
  if (found === undefined) return undefined;
  const published = found.memoryBytes.value;
  if (stated !== undefined && published !== null) {
    compilation.fault(
      ['compute', name, 'gpuMemory'],
      problems.notOneForm('"gpu" already gives the memory', 'keep one of the two'),
    );
    return undefined;
  }
  if (stated === undefined && published === null) {
    compilation.fault(['compute', name, 'gpu'], problems.missingFigures(gpu, ['gpuMemory']));
  }
  return stated ?? published ?? undefined;
}
