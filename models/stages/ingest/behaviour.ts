import { sampler } from '../../distributions/distribution.ts';
import {
  type Client,
  count,
  join,
  now,
  observe,
  perform,
  type Stage,
  start,
  type Task,
} from '../../effects.ts';
import type { Dataset, OperationBatch } from '../../operations.ts';
import { drawActors } from '../draw-actors.ts';
import { elapsedSeconds } from '../elapsed-seconds.ts';
import { Releases, releaseName } from '../releases.ts';
import type { StageContext } from '../stage-context.ts';
import { closedLoop, readCounts, writeCounts } from '../transfer-size.ts';
import type { IngestStage } from './definition.ts';

/**
 * Deliveries of camera cards: at each arrival all cards of a delivery are copied side by side.
 *
 * A card is copied in one batch, whose `outstanding` requests go on side by side. From a reader, a block takes the time w of
 * its write, and the reader's bandwidth bounds the rate. From another storage system, each request reads a block and then
 * writes it. A block then takes r + w, the sum of both response times, and n blocks take n (r + w) / outstanding. With many
 * requests in flight the rate is that of the slower of the two systems, or of the links, which each byte crosses twice.
 */
export function* ingest(stage: IngestStage, context: StageContext): Stage {
  const releases = new Releases(stage, stage.arrivals, { purpose: 'arrivals', units: 1 }, context);
  const drawCardBytes = cardBytesOf(stage, stage.name, context);
  for (let release = yield* releases.next(); release !== undefined; release = yield* releases.next()) {
    const { number: delivery, atSeconds } = release;
    const name = releaseName(stage.name, delivery);
    const cardBytes = drawActors(stage.cards, stage.cardsUnscaled ?? stage.cards, drawCardBytes, () =>
      cardBytesOf(stage, name, context),
    );
    yield* start(name, ingestDelivery(stage, delivery, atSeconds, cardBytes), 'parts');
  }
}

function cardBytesOf(stage: IngestStage, component: string, { streams }: StageContext): () => number {
  const draw = sampler(stage.bytesPerCard, streams.stream(component, 'card bytes'));
  return () => Math.round(draw());
}

/** One delivery: complete when its last card is copied and, where asked for, read back and compared. */
export function* ingestDelivery(
  stage: IngestStage,
  delivery: number,
  arrivedAtSeconds: number,
  cardBytes: readonly number[],
): Stage {
  yield* count('arrived', 1);
  const copies: Task[] = [];
  for (const [card, bytes] of cardBytes.entries()) {
    copies.push(
      yield* start(`${stage.name}[${delivery}].card[${card}]`, copyCard(stage, delivery, card, bytes)),
    );
  }
  for (const copy of copies) yield* join(copy);
  yield* observe('completion', elapsedSeconds(arrivedAtSeconds, yield* now()));
  yield* count('finished', 1);
}

/** Copies one card file by file, reads the copy back, then publishes it by renaming the staged directory. */
function* copyCard(stage: IngestStage, delivery: number, card: number, bytes: number): Stage {
  const files = Math.max(1, Math.ceil(bytes / stage.bytesPerFile));
  const client: Client = { kind: 'workstation', stage: stage.name, seat: card };
  const dataset: Dataset = {
    storage: stage.storage,
    directory: `${stage.name}/${delivery}/${card}`,
    files,
  };
  const whole = {
    dataset,
    readBytes: 0,
    writeBytes: 0,
    firstFile: 0,
    distinctFiles: files,
    pacing: closedLoop(stage.outstanding),
    clientBytesPerSecond: stage.readerBytesPerSecond,
  };
  yield* perform('copy', client, { ...whole, ...copied(stage, dataset, bytes) });
  if (stage.verify) {
    yield* perform('verify', client, {
      ...whole,
      counts: readCounts(bytes, files),
      readBytes: bytes,
      clientBytesPerSecond: Number.POSITIVE_INFINITY,
    });
  }
  yield* perform('publish', client, { ...whole, counts: { rename: 1 }, distinctFiles: 1 });
}

/** Returns what one batch does to copy a card: from its reader, or from the storage system that has its data. */
function copied(
  { name, from }: IngestStage,
  { directory, files }: Dataset,
  bytes: number,
): Pick<OperationBatch, 'counts' | 'readBytes' | 'writeBytes' | 'source'> {
  const counts = writeCounts(bytes, files);
  if (from === undefined) return { counts, readBytes: 0, writeBytes: bytes };
  const below = directory.slice(name.length);
  return {
    source: { storage: from, directory: `${name}/source${below}`, files },
    counts: { ...readCounts(bytes, files), ...counts },
    readBytes: bytes,
    writeBytes: bytes,
  };
}
