/** Stages of the studio. A stage that is wrong is undefined, and what is wrong with it reported. */

import type { ArrivalProcess } from '../../arrivals/arrival-process.ts';
import { expectedArrivals, expectedPhases } from '../../arrivals/expected-arrivals.ts';
import { modulatedRate } from '../../arrivals/modulated-rate.ts';
import { constant } from '../../distributions/constant.ts';
import { type Distribution, mean, scaled } from '../../distributions/distribution.ts';
import { findCamera } from '../../hardware/catalog.ts';
import type { EditorialStage } from '../../stages/editorial/definition.ts';
import type { IngestStage } from '../../stages/ingest/definition.ts';
import type { MetadataStage } from '../../stages/metadata/definition.ts';
import type { RenderStage } from '../../stages/render/definition.ts';
import type { StageDefinition } from '../../studio.ts';
import { formatQuantity } from '../../units.ts';
import * as problems from '../problems.ts';
import type { RunSection } from '../schema/infrastructure.ts';
import type {
  EditorialSection,
  IngestSection,
  MetadataSection,
  RenderSection,
  StageSection,
} from '../schema/stages.ts';
import { compileArrivals, workingHours } from './arrivals.ts';
import type { Compilation } from './compilation.ts';
import { chosen } from './references.ts';

/** More pieces of work in one run than a simulation or a replay gets through while somebody waits. */
const WORK_MAX = 20_000_000;

/** More operations in one burst than whole numbers can be divided over the kinds of a mix. */
const BURST_OPERATIONS_MAX = 1e15;

/** Frame rate at which the catalog gives a camera's data rate. */
const CATALOG_FRAMES_PER_SECOND = 24;

export function compileStage(
  name: string,
  section: StageSection,
  run: RunSection,
  compilation: Compilation,
): StageDefinition | undefined {
  const storage = chosen(section.storage, [...compilation.scenario.storage.keys()]);
  const base = { name, storage: storage ?? '' };
  const stage = compileKind(base, section, run, compilation);
  return storage === undefined ? undefined : stage;
}

interface Base {
  readonly name: string;
  readonly storage: string;
}

function compileKind(
  base: Base,
  section: StageSection,
  run: RunSection,
  compilation: Compilation,
): StageDefinition | undefined {
  switch (section.kind) {
    case 'ingest':
      return compileIngest(base, section, run, compilation);
    case 'render':
      return compileRender(base, section, run, compilation);
    case 'metadata':
      return compileMetadata(base, section, run, compilation);
    case 'editorial':
      return compileEditorial(base, section, run, compilation);
    default:
      return section satisfies never;
  }
}

function compileIngest(
  base: Base,
  section: IngestSection,
  run: RunSection,
  compilation: Compilation,
): IngestStage | undefined {
  const path = ['stages', base.name];
  const arrivals = compileArrivals(section.arrivals, run, [...path, 'arrivals'], compilation);
  const cards =
    section.camera === undefined
      ? describedCards(base.name, section, compilation)
      : filmedCards(base.name, section, section.camera, compilation);
  if (arrivals === undefined || cards === undefined) return undefined;
  limitArrivals([...path, 'arrivals'], arrivals, section.cards, run, compilation);
  return {
    ...base,
    kind: 'ingest',
    arrivals,
    cards: section.cards,
    ...cards,
    outstanding: section.outstanding,
    verify: section.verify,
  };
}

type Cards = Pick<IngestStage, 'bytesPerCard' | 'bytesPerFile' | 'readerBytesPerSecond'>;

/** Cards whose data is described in the scenario. */
function describedCards(name: string, section: IngestSection, compilation: Compilation): Cards | undefined {
  const { bytesPerCard, bytesPerFile, reader } = section;
  for (const key of ['footage', 'frameRate'] as const) {
    if (section[key] === undefined) continue;
    compilation.faultOfKey(['stages', name, key], problems.notOneForm(`"${key}" goes with "camera"`));
  }
  for (const key of ['bytesPerCard', 'bytesPerFile', 'reader'] as const) {
    if (section[key] !== undefined) continue;
    compilation.faultOfKey(
      ['stages', name, key],
      problems.missingKey(key, 'the data of a card, or a camera in its place'),
    );
  }
  if (bytesPerCard === undefined || bytesPerFile === undefined || reader === undefined) return undefined;
  return { bytesPerCard, bytesPerFile, readerBytesPerSecond: reader };
}

/** Cards filmed with a camera of the catalog: its footage spread over the cards. */
function filmedCards(
  name: string,
  section: IngestSection,
  id: string,
  compilation: Compilation,
): Cards | undefined {
  for (const key of ['bytesPerCard', 'bytesPerFile'] as const) {
    if (section[key] === undefined) continue;
    compilation.faultOfKey(
      ['stages', name, key],
      problems.notOneForm(`"camera" already gives "${key}"`, 'keep one of the two'),
    );
  }
  const { footage } = section;
  if (footage === undefined) {
    compilation.faultOfKey(
      ['stages', name, 'footage'],
      problems.missingKey('footage', 'the recorded time of a delivery'),
    );
  }
  const camera = findCamera(id);
  if (camera === undefined) return undefined;
  const bytesPerFile = camera.bytesPerFrame.value;
  const bytesPerHour = camera.bytesPerHour.value;
  const reader = section.reader ?? camera.driveBytesPerSecond.value;
  const missing = [
    ...(bytesPerFile === null ? ['bytesPerFile'] : []),
    ...(bytesPerHour === null ? ['bytesPerCard'] : []),
    ...(reader === null ? ['reader'] : []),
  ];
  if (missing.length > 0) compilation.fault(['stages', name, 'camera'], problems.missingFigures(id, missing));
  if (footage === undefined || bytesPerFile === null || bytesPerHour === null || reader === null)
    return undefined;
  const speed = (section.frameRate ?? CATALOG_FRAMES_PER_SECOND) / CATALOG_FRAMES_PER_SECOND;
  const bytesPerCard = compilation.possible(
    'footage',
    problems.BEYOND_NUMBERS,
    ['stages', name, 'footage'],
    () => scaled(footage, ((bytesPerHour / 3600) * speed) / section.cards),
  );
  if (bytesPerCard === undefined) return undefined;
  const capacity = camera.driveBytes.value;
  const meanBytes = mean(bytesPerCard);
  if (capacity !== null && meanBytes > capacity) {
    compilation.fault(
      ['stages', name, 'footage'],
      problems.cardOverflows(
        formatQuantity(meanBytes, 'bytes'),
        formatQuantity(capacity, 'bytes'),
        Math.ceil((section.cards * meanBytes) / capacity),
      ),
    );
  }
  return { bytesPerCard, bytesPerFile, readerBytesPerSecond: reader };
}

function compileRender(
  base: Base,
  section: RenderSection,
  run: RunSection,
  compilation: Compilation,
): RenderStage | undefined {
  const path = ['stages', base.name];
  const { release, frame } = section;
  const arrivals = compileArrivals(release.plan, run, [...path, 'release'], compilation);
  const farm = chosen(section.farm, [...compilation.scenario.farms.keys()]);
  if (arrivals === undefined || farm === undefined) return undefined;
  limitArrivals([...path, 'release'], arrivals, release.frames, run, compilation);
  return {
    ...base,
    kind: 'render',
    farm,
    release: arrivals,
    framesPerWave: release.frames,
    priority: section.priority,
    computeSeconds: frame.time,
    gpuMemoryBytes: frame.gpuMemory,
    reads: frame.reads,
    writes: frame.writes,
    metadata: Object.fromEntries(
      Object.entries(frame.metadata).filter(([, count]) => count !== undefined && count > 0),
    ),
    outstanding: frame.outstanding,
    verify: frame.verify,
  };
}

function compileMetadata(
  base: Base,
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

function compileEditorial(
  base: Base,
  section: EditorialSection,
  run: RunSection,
  compilation: Compilation,
): EditorialStage | undefined {
  const path = ['stages', base.name];
  const gestures = workingHours(section.gestures, section.hours, run, path, compilation);
  if (gestures === undefined) return undefined;
  limitWork([...path, 'gestures'], section.gestures * run.duration * section.seats, compilation);
  return {
    ...base,
    kind: 'editorial',
    seats: section.seats,
    gestures,
    readsPerGesture: section.readsPerGesture,
    bytesPerRead: section.bytesPerRead,
    outstanding: section.outstanding,
    files: section.files,
  };
}

/** Limits what arrives, so many at a time, and the phases of the process by which it does. */
function limitArrivals(
  path: readonly string[],
  arrivals: ArrivalProcess,
  together: number,
  { duration }: RunSection,
  compilation: Compilation,
): void {
  const work = expectedArrivals(arrivals, duration) * together + expectedPhases(arrivals, duration);
  limitWork(path, work, compilation);
}

function limitWork(path: readonly string[], work: number, compilation: Compilation): void {
  if (work > WORK_MAX) compilation.fault(path, problems.tooMuchWork(work, WORK_MAX));
}
