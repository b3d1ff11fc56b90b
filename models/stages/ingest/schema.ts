import * as z from 'zod';
import { CAMERAS } from '../../hardware/catalog/cameras.ts';
import { arrivalsOrAfter } from '../../scenario/schema/arrivals.ts';
import { distribution } from '../../scenario/schema/distribution.ts';
import { POSITIVE, quantity, wholeNumber } from '../../scenario/schema/fields.ts';
import { after, outstanding, stageSection } from '../../scenario/schema/stage-fields.ts';

export const ingestSchema = stageSection('ingest', 'camera cards copied into the studio', {
  after,
  arrivals: arrivalsOrAfter.describe('when a delivery of cards arrives'),
  from: z
    .string()
    .describe(
      'name of the storage that holds the data of the cards, which is copied from there; no reader then',
    )
    .optional(),
  cards: wholeNumber(1, 1000, 'cards of one delivery, copied side by side').prefault(1),
  camera: z
    .string()
    .meta({ examples: CAMERAS.map(({ id }) => id) })
    .describe('camera of the catalog; gives the size of a frame and the speed of its drive')
    .optional(),
  footage: distribution(
    'seconds',
    POSITIVE,
    'recorded time of a delivery, spread over its cards; with a camera',
  ).optional(),
  frameRate: quantity(
    'frames/s',
    POSITIVE,
    'frames a second of the footage; with a camera, 24fps unless given',
  ).optional(),
  bytesPerCard: distribution('bytes', POSITIVE, 'data on one card; without a camera').optional(),
  bytesPerFile: quantity('bytes', POSITIVE, 'size of one file, a frame mostly; without a camera').optional(),
  reader: quantity(
    'bytes/s',
    POSITIVE,
    'speed of the reader of a card; overrides that of a camera',
  ).optional(),
  outstanding: outstanding('requests that a copy keeps in flight').prefault(8),
  verify: z.boolean().describe('read back and compare after the copy').default(true),
}).describe('camera cards copied into the studio');

export type IngestSection = z.output<typeof ingestSchema>;
