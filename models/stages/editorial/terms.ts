import { formatQuantity } from '../../units.ts';
import type { MeasuredStage, StageTerm } from '../measured-stage.ts';

/** The rate at which footage is shown: film's 24 frames a second, which also is within 0.1% of 23.976. */
const FRAMES_PER_SECOND = 24;
const FRAME_SECONDS = 1 / FRAMES_PER_SECOND;

/** Returns the playback that editors got. A read while scrubbing is one frame on a screen: in time, or dropped. */
export function editorialTerms(measured: MeasuredStage): readonly StageTerm[] {
  const reads = measured.operations('scrub', 'read');
  const due = reads.offered;
  if (due === 0) return [];
  const inTime = reads.answeredWithin(FRAME_SECONDS);
  const dropped = due - inTime;
  const frame = formatQuantity(FRAME_SECONDS, 'seconds');
  return [
    {
      name: 'frames per second held',
      unit: 'count',
      value: (FRAMES_PER_SECOND * inTime) / due,
      meaning: `of ${FRAMES_PER_SECOND}, where a frame that is not there within ${frame} is dropped`,
    },
    {
      name: 'dropped frames',
      unit: 'fraction',
      value: dropped / due,
      meaning: `${dropped} of ${due} frames took longer than ${frame} or never came`,
    },
    ...streams(due, inTime, measured.elapsedSeconds),
  ];
}

/** Whole streams only: people who scrub ask for fewer frames than would play, and part of a stream is none. */
function streams(due: number, inTime: number, elapsedSeconds: number): StageTerm[] {
  const streamsOf = (frames: number) => frames / elapsedSeconds / FRAMES_PER_SECOND;
  const asked = streamsOf(due);
  if (asked < 1) return [];
  const meaning = `of the ${formatQuantity(asked, 'count')} of ${FRAMES_PER_SECOND} frames a second requested, fed by the frames that came in time`;
  return [{ name: 'streams', unit: 'count', value: streamsOf(inTime), meaning }];
}
