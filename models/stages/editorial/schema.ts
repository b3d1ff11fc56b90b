import * as z from 'zod';
import { distribution } from '../../scenario/schema/distribution.ts';
import { NOT_NEGATIVE, optionalOr, POSITIVE, quantity, wholeNumber } from '../../scenario/schema/fields.ts';
import { files, outstanding, stageSection } from '../../scenario/schema/stage-fields.ts';

export const editorialSchema = stageSection('editorial', 'editors scrubbing through proxies', {
  seats: wholeNumber(1, 100_000, 'editors'),
  hours: optionalOr(
    z
      .tuple([quantity('time of day', NOT_NEGATIVE, 'from'), quantity('time of day', NOT_NEGATIVE, 'to')])
      .describe('working hours, every day; without them day and night: ["09:00", "19:00"]'),
    'day and night',
  ),
  gestures: quantity('operations/s', POSITIVE, 'how often each editor moves the playhead, at random moments'),
  readsPerGesture: distribution('count', POSITIVE, 'reads of one gesture'),
  bytesPerRead: distribution('bytes', POSITIVE, 'size of a read'),
  outstanding: outstanding('reads that an editor keeps in flight').prefault(2),
  files: files('proxy files that are scrubbed through'),
}).describe('editors scrubbing through proxies: bursts of small random reads');

export type EditorialSection = z.output<typeof editorialSchema>;
