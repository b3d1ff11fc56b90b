import { mean, scaled } from '../../distributions/distribution.ts';
import { findCamera } from '../../hardware/catalog.ts';
import type { Compilation } from '../../scenario/compile/compilation.ts';
import { compileReleases } from '../../scenario/compile/releases.ts';
import { limitArrivals } from '../../scenario/compile/work-limit.ts';
import * as problems from '../../scenario/problems.ts';
import * as quantityProblems from '../../scenario/quantity-problems.ts';
import type { RunSection } from '../../scenario/schema/infrastructure.ts';
import { LANGUAGE_DEFAULT } from '../../studio.ts';
import { formatQuantity } from '../../units.ts';
import type { StageBase } from '../stage-kind.ts';
import type { IngestStage } from './definition.ts';
import type { IngestSection } from './schema.ts';

/** Frame rate at which the catalog gives a camera's data rate. */
const CATALOG_FRAMES_PER_SECOND = 24;

export function compileIngest(
  base: StageBase,
  section: IngestSection,
  run: RunSection,
  compilation: Compilation,
): IngestStage | undefined {
  const path = ['stages', base.name];
  const arrivals = compileReleases(base, section.arrivals, 'arrivals', run, compilation);
  const from = sourceOf(base, section, compilation);
  const cards =
    section.camera === undefined
      ? describedCards(base.name, section, compilation)
      : filmedCards(base.name, section, section.camera, compilation);
  if (arrivals === undefined || cards === undefined || from === undefined) return undefined;
  limitArrivals([...path, 'arrivals'], arrivals, section.cards, run, compilation);
  return {
    ...base,
    kind: 'ingest',
    ...(from !== null && { from }),
    arrivals,
    cards: section.cards,
    ...cards,
    outstanding: section.outstanding,
    verify: section.verify,
  };
}

/** Returns the storage system that is copied from, null where there is none. Undefined where it is wrong, which is reported. */
function sourceOf(
  { name, storage }: StageBase,
  { from, reader }: IngestSection,
  compilation: Compilation,
): string | null | undefined {
  if (from === undefined) return null;
  if (reader !== undefined) {
    compilation.faultOfKey(
      ['stages', name, 'reader'],
      problems.notOneForm('"from" takes the place of a reader', 'keep one of the two'),
    );
  }
  if (from === storage) {
    compilation.fault(
      ['stages', name, 'from'],
      problems.notOneForm('the copy would go to the storage that it comes from', 'name two different ones'),
    );
    return undefined;
  }
  return compilation.scenario.storage.has(from) ? from : undefined;
}

type Cards = Pick<IngestStage, 'bytesPerCard' | 'bytesPerFile' | 'readerBytesPerSecond'>;

/** Cards whose data is described in the scenario. */
function describedCards(name: string, section: IngestSection, compilation: Compilation): Cards | undefined {
  const { bytesPerCard, bytesPerFile, from, reader } = section;
  for (const key of ['footage', 'frameRate'] as const) {
    if (section[key] === undefined) continue;
    compilation.faultOfKey(['stages', name, key], problems.notOneForm(`"${key}" goes with "camera"`));
  }
  for (const key of ['bytesPerCard', 'bytesPerFile', 'reader'] as const) {
    if (section[key] !== undefined || (key === 'reader' && from !== undefined)) continue;
    compilation.faultOfKey(
      ['stages', name, key],
      problems.missingKey(key, 'the data of a card, or a camera in its place'),
    );
  }
  const readerBytesPerSecond = from === undefined ? reader : Number.POSITIVE_INFINITY;
  if (bytesPerCard === undefined || bytesPerFile === undefined || readerBytesPerSecond === undefined)
    return undefined;
  return { bytesPerCard, bytesPerFile, readerBytesPerSecond };
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
  const reader =
    section.from === undefined
      ? (section.reader ?? camera.driveBytesPerSecond.value)
      : Number.POSITIVE_INFINITY;
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
    quantityProblems.BEYOND_NUMBERS,
    ['stages', name, 'footage'],
    () => scaled(footage, ((bytesPerHour / 3600) * speed) / section.cards),
  );
  if (bytesPerCard === undefined) return undefined;
  const assume = (key: keyof IngestSection, value: string, source = `that of ${id} in the catalog`) => {
    if (section[key] === undefined) compilation.assume(['stages', name, key], value, source);
  };
  assume('frameRate', `${CATALOG_FRAMES_PER_SECOND}fps`, LANGUAGE_DEFAULT);
  assume(
    'bytesPerCard',
    `${formatQuantity(mean(bytesPerCard), 'bytes')} on average`,
    `its footage at the data rate of ${id} in the catalog`,
  );
  assume('bytesPerFile', formatQuantity(bytesPerFile, 'bytes'));
  if (section.from === undefined)
    assume('reader', formatQuantity(reader, 'bytes/s'), `that of the drive of ${id} in the catalog`);
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
