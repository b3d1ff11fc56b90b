/** Run, storage, network and farms of the studio. */

import { calibrateCurve, roundingOf } from '../../hardware/calibrate-curve.ts';
import type { PublishedStorage } from '../../hardware/catalog/storage-system.ts';
import { CUSTOM_DEVICE, envelopeOf, findGpu, findStorage } from '../../hardware/catalog.ts';
import type { EnvelopeOverrides } from '../../hardware/derive-envelope.ts';
import type { Evidence, StorageEnvelope } from '../../hardware/envelope.ts';
import { peakOperationsPerSecond, type ResponseCurve } from '../../hardware/fit-law.ts';
import { type RateContradiction, TRANSFER_DIRECTIONS } from '../../hardware/operation-size.ts';
import { RATE_FIELDS } from '../../hardware/published-rates.ts';
import {
  type Farm,
  LANGUAGE_DEFAULT,
  type Network,
  type RepeatedDay,
  type RunSettings,
  type StorageConfiguration,
  type StorageSystem,
} from '../../studio.ts';
import { formatQuantity } from '../../units.ts';
import * as problems from '../problems.ts';
import * as quantityProblems from '../quantity-problems.ts';
import {
  DAYS_UNLESS_GIVEN,
  type FarmSection,
  type NetworkSection,
  type ReplicationsSection,
  type RunSection,
  type StorageSection,
} from '../schema/infrastructure.ts';
import type { Compilation } from './compilation.ts';
import { withFurtherServices } from './further-services.ts';

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
  const assume = (key: 'atLeast' | 'atMost', value: number) => {
    if (replications[key] === undefined)
      compilation.assume(['run', 'replications', key], String(value), LANGUAGE_DEFAULT);
  };
  assume('atLeast', fewest);
  assume('atMost', most);
  if (fewest > most) {
    compilation.fault(
      ['run', 'replications', 'atMost'],
      quantityProblems.outOfRange(String(most), `at least ${fewest}, as "atLeast" is`),
    );
  }
  return { replications: most, precision: { halfWidthShare: precision, replicationsMin: fewest } };
}

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
  return { kind: until, daysMax: days ?? DAYS_UNLESS_GIVEN };
}

/** Keys of a storage section, by the figure of the envelope that each states. */
const STATED_FIGURES = {
  readBytesPerSecond: 'read',
  writeBytesPerSecond: 'write',
  readOperationsPerSecond: 'readRate',
  writeOperationsPerSecond: 'writeRate',
  readBytesPerOperation: 'readSize',
  writeBytesPerOperation: 'writeSize',
  metadataOperationsPerSecond: 'metadataRate',
  idleResponseSeconds: 'idleResponse',
  metadataIsolated: 'metadataIsolated',
  beyondPeak: 'beyondPeak',
} as const satisfies Readonly<Record<keyof EnvelopeOverrides, keyof StorageSection>>;

/** Undefined when the device lacks figures, or is unknown (which references.ts reports). */
export function compileStorage(
  name: string,
  section: StorageSection,
  compilation: Compilation,
): StorageSystem | undefined {
  const { device, nodes, derate } = section;
  for (const direction of TRANSFER_DIRECTIONS) {
    if (section[`${direction}Size`] === undefined || section[`${direction}Rate`] !== undefined) continue;
    compilation.faultOfKey(
      ['storage', name, `${direction}Size`],
      problems.notOneForm(
        `"${direction}Size" goes with "${direction}Rate"`,
        `it is the size of the ${direction}s that the rate was measured with`,
      ),
    );
  }
  const overrides = Object.fromEntries(
    Object.entries(STATED_FIGURES).flatMap(([figure, key]) =>
      section[key] === undefined ? [] : [[figure, section[key]]],
    ),
  ) as EnvelopeOverrides;
  const curve = compileCurve(name, section, compilation);
  if (curve === null) return undefined;
  const peak = curve === undefined ? undefined : peakOperationsPerSecond(curve.points);
  const ofCurve = section.device === CUSTOM_DEVICE && peak !== undefined ? ratesAt(peak) : {};
  const answer = envelopeOf(device, {
    ...(curve === undefined ? {} : { curve }),
    ...(nodes === undefined ? {} : { nodes }),
    ...(derate === undefined ? {} : { derate }),
    overrides: { ...ofCurve, ...overrides },
  });
  switch (answer.kind) {
    case 'envelope':
      return compiledStorage(name, section, answer.envelope, compilation);
    case 'incomplete': {
      const keys = answer.missing.map(({ field }) => keyOf(field));
      const reasons = new Set(answer.missing.map(({ why }) => why));
      const [why = null] = reasons.size === 1 ? reasons : [];
      compilation.fault(['storage', name, 'device'], problems.missingFigures(device, keys, why));
      return undefined;
    }
    case 'contradictory':
      for (const contradiction of answer.contradictions) reportOnePeak(name, contradiction, compilation);
      return undefined;
    case 'unknown-device':
      return undefined;
    default:
      return answer satisfies never;
  }
}

/** Rates of a custom device whose curve says how many operations of its mixture it performs. */
function ratesAt(operationsPerSecond: number): EnvelopeOverrides {
  return {
    readOperationsPerSecond: operationsPerSecond,
    writeOperationsPerSecond: operationsPerSecond,
    metadataOperationsPerSecond: operationsPerSecond,
  };
}

/** The curve of a section; undefined where it has none, null where none can be made of it. */
function compileCurve(
  name: string,
  section: StorageSection,
  compilation: Compilation,
): ResponseCurve | undefined | null {
  if (section.curve === undefined) return undefined;
  const points = section.curve.map(([operationsPerSecond, responseSeconds]) => ({
    operationsPerSecond,
    responseSeconds,
  }));
  for (const key of ['idleResponse', 'beyondPeak'] as const) {
    if (section[key] !== undefined)
      compilation.faultOfKey(
        ['storage', name, key],
        problems.notOneForm(`"${key}" cannot be combined with "curve"`, 'remove it: the curve says it'),
      );
  }
  if (section.metadataIsolated === true)
    compilation.faultOfKey(
      ['storage', name, 'metadataIsolated'],
      problems.notOneForm('"curve" is of one service', 'remove "metadataIsolated", or the curve'),
    );
  const calibrated = calibrateCurve(points);
  if (calibrated.kind === 'refused') {
    compilation.fault(['storage', name, 'curve'], quantityProblems.curveRefused(calibrated.why));
    return null;
  }
  return {
    id: name,
    family: name,
    source: `the curve of ${points.length} points in the scenario`,
    bytesPerOperation: null,
    resolutionSeconds: roundingOf(points),
    points: points.slice(0, points.length - calibrated.collapsed.length),
  };
}

function reportOnePeak(
  name: string,
  { direction, operationsPerSecond, bytesPerOperation, bandwidthBytesPerSecond }: RateContradiction,
  compilation: Compilation,
): void {
  const reached = operationsPerSecond * bytesPerOperation;
  compilation.fault(
    ['storage', name, `${direction}Size`],
    quantityProblems.onePeakOnly(
      direction,
      `${formatQuantity(operationsPerSecond, 'operations/s')} of ${formatQuantity(bytesPerOperation, 'bytes')} each`,
      formatQuantity(reached, 'bytes/s'),
      formatQuantity(bandwidthBytesPerSecond, 'bytes/s'),
      formatQuantity(2 * reached, 'bytes/s'),
    ),
  );
}

/** The system, with everything told that the scenario leaves to the catalog. */
function compiledStorage(
  name: string,
  section: StorageSection,
  envelope: StorageEnvelope,
  compilation: Compilation,
): StorageSystem {
  const configuration = configurationOf(section);
  const { nodes, derate } = configuration;
  if (section.device === CUSTOM_DEVICE && section.nodes !== undefined)
    compilation.fault(['storage', name, 'nodes'], problems.nodesOfCustom());
  const assume = (key: keyof StorageSection, value: string, { grade, source }: Evidence) => {
    if (section[key] === undefined)
      compilation.assume(['storage', name, key], value, grade === 'guess' ? `a guess: ${source}` : source);
  };
  if (nodes !== undefined) assume('nodes', formatQuantity(nodes.value, 'count'), nodes.evidence);
  assume('derate', formatQuantity(derate.value, 'fraction'), derate.evidence);
  for (const [key, text, figure] of ENVELOPE_TEXTS) {
    const evidence = envelope.evidence[figure];
    if (evidence === undefined) continue;
    const isRate = RATE_FIELDS.some((each) => each === figure);
    const source = isRate ? `${section.device} in the catalog, as counted on` : evidence.source;
    assume(key, text(envelope), { ...evidence, source });
  }
  for (const direction of TRANSFER_DIRECTIONS) {
    if (section[`${direction}Rate`] === undefined) continue;
    const source = `"${direction}Rate" is taken as the rate of ${direction}s without payload`;
    assume(`${direction}Size`, '0B', { grade: 'stated', source });
  }
  return {
    name,
    device: section.device,
    envelope: withFurtherServices(name, section, envelope, compilation),
    configuration,
  };
}

/** Keys of a storage section with the value in use, and under which name its evidence is kept. */
const ENVELOPE_TEXTS: readonly (readonly [
  key: keyof StorageSection,
  text: (envelope: StorageEnvelope) => string,
  figure: string,
])[] = [
  ['read', ({ readBytesPerSecond }) => formatQuantity(readBytesPerSecond, 'bytes/s'), 'readBytesPerSecond'],
  [
    'write',
    ({ writeBytesPerSecond }) => formatQuantity(writeBytesPerSecond, 'bytes/s'),
    'writeBytesPerSecond',
  ],
  [
    'readRate',
    ({ readOperationsPerSecond }) => formatQuantity(readOperationsPerSecond, 'operations/s'),
    'readOperationsPerSecond',
  ],
  [
    'writeRate',
    ({ writeOperationsPerSecond }) => formatQuantity(writeOperationsPerSecond, 'operations/s'),
    'writeOperationsPerSecond',
  ],
  [
    'metadataRate',
    ({ metadataOperationsPerSecond }) => formatQuantity(metadataOperationsPerSecond, 'operations/s'),
    'metadataOperationsPerSecond',
  ],
  ['metadataIsolated', ({ metadataIsolated }) => String(metadataIsolated), 'metadataIsolated'],
  [
    'idleResponse',
    ({ data }) => formatQuantity(data.idleResponseSeconds, 'seconds'),
    'data.idleResponseSeconds',
  ],
  ['beyondPeak', ({ beyondPeak }) => formatQuantity(beyondPeak?.operations ?? 0, 'fraction'), 'beyondPeak'],
];

/** The size and derating in use, so that a result can show what the scenario left to the catalog. */
function configurationOf(section: StorageSection): StorageConfiguration {
  const system = findStorage(section.device);
  const stated = { grade: 'stated', source: 'stated in the scenario' } as const;
  const grade =
    system?.peaks[0]?.evidence.grade ?? system?.figures.readBytesPerSecond?.evidence?.grade ?? 'secondary';
  const nodes = section.nodes ?? system?.nodes ?? null;
  return {
    ...(system === undefined || nodes === null
      ? {}
      : {
          nodes: {
            value: nodes,
            evidence:
              section.nodes === undefined
                ? {
                    grade,
                    source: `as published, not stated in the scenario${nodeNote(system)}`,
                  }
                : stated,
          },
        }),
    derate: {
      value: section.derate ?? 1,
      evidence:
        section.derate === undefined
          ? {
              grade: system === undefined ? 'stated' : grade,
              source: 'not stated in the scenario: every rate is counted on in full',
            }
          : stated,
    },
  };
}

/** Says what a published system counts as a node, unless it is one. */
function nodeNote({ nodeMeaning }: PublishedStorage): string {
  return nodeMeaning === 'node' ? '' : `; a node is: ${nodeMeaning}`;
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
  if (stated === undefined && published !== null) {
    compilation.assume(
      ['compute', name, 'gpuMemory'],
      formatQuantity(published, 'bytes'),
      `that of ${gpu} in the catalog`,
    );
  }
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
