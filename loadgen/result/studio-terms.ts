/** What the target gave in the words of a studio: frames held and dropped, streams, publishes. */

import type { StudioTerm } from '../../models/load-section.ts';
import type { StageDefinition } from '../../models/studio.ts';
import { formatQuantity } from '../../models/units.ts';
import { type MeasuredRun, mergedResponses, sum } from './measured-run.ts';

/** The rate at which footage is shown: film's 24 frames a second, which also is within 0.1% of 23.976. */
const FRAMES_PER_SECOND = 24;
const FRAME_SECONDS = 1 / FRAMES_PER_SECOND;

/** The terms of each stage that was performed, in the order of the stages. */
export function studioTerms(run: MeasuredRun): readonly StudioTerm[] {
  return run.studio.stages.filter(({ name }) => run.performed(name)).flatMap((stage) => termsOf(stage, run));
}

function termsOf(stage: StageDefinition, run: MeasuredRun): StudioTerm[] {
  switch (stage.kind) {
    case 'editorial':
      return playback(stage.name, run);
    case 'ingest':
      return [...ingested(stage.name, run), ...publishes(stage.name, 'card', run)];
    case 'render':
      return [...rendered(stage.name, run), ...publishes(stage.name, 'file', run)];
    case 'metadata':
      return [];
  }
}

/** A read while scrubbing is one frame on a screen: in time, or dropped. */
function playback(stage: string, { outcome }: MeasuredRun): StudioTerm[] {
  const reads = outcome.tallies.filter(
    ({ stage: of, step, kind }) => of === stage && step === 'scrub' && kind === 'read',
  );
  const due = sum(reads, ({ offered }) => offered);
  if (due === 0) return [];
  const inTime = mergedResponses(reads).countAtMost(FRAME_SECONDS);
  const dropped = due - inTime;
  const frame = formatQuantity(FRAME_SECONDS, 'seconds');
  return [
    {
      stage,
      name: 'frames per second held',
      unit: 'count',
      value: (FRAMES_PER_SECOND * inTime) / due,
      meaning: `of ${FRAMES_PER_SECOND}, where a frame that is not there within ${frame} is dropped`,
    },
    {
      stage,
      name: 'dropped frames',
      unit: 'fraction',
      value: dropped / due,
      meaning: `${dropped} of ${due} frames took longer than ${frame} or never came`,
    },
    ...streams(stage, due, inTime, outcome.elapsedSeconds),
  ];
}

/** Whole streams only: people who scrub ask for fewer frames than would play, and part of a stream is none. */
function streams(stage: string, due: number, inTime: number, elapsedSeconds: number): StudioTerm[] {
  const [asked, fed] = [due, inTime].map((frames) => frames / elapsedSeconds / FRAMES_PER_SECOND) as [
    number,
    number,
  ];
  if (asked < 1) return [];
  const meaning = `of the ${formatQuantity(asked, 'count')} of ${FRAMES_PER_SECOND} frames a second that were asked for, fed by the frames that came in time`;
  return [{ stage, name: 'streams', unit: 'count', value: fed, meaning }];
}

function ingested(stage: string, { outcome }: MeasuredRun): StudioTerm[] {
  const copied = outcome.tallies.filter(({ stage: of, step }) => of === stage && step === 'copy');
  const files = sum(copied, ({ kind, answered }) => (kind === 'commit' ? answered : 0));
  const bytes = sum(copied, ({ kind, bytes: moved }) => (kind === 'write' ? moved : 0));
  if (bytes === 0) return [];
  return [
    {
      stage,
      name: 'ingested',
      unit: 'bytes/s',
      value: bytes / outcome.elapsedSeconds,
      meaning: `${files} camera frames, ${formatQuantity(bytes, 'bytes')} in all`,
    },
  ];
}

function rendered(stage: string, { outcome }: MeasuredRun): StudioTerm[] {
  const work = outcome.work.find((each) => each.stage === stage);
  if (work === undefined || work.arrived === 0) return [];
  return [
    {
      stage,
      name: 'frames',
      unit: 'count',
      value: (work.finished / outcome.elapsedSeconds) * 60,
      meaning: `rendered and published per minute, ${work.finished} of ${work.arrived} in all`,
    },
  ];
}

/** A publish is a rename from its staged place to where readers look. */
function publishes(stage: string, what: string, { outcome }: MeasuredRun): StudioTerm[] {
  const renames = outcome.tallies.filter(
    ({ stage: of, step, kind }) => of === stage && step === 'publish' && kind === 'rename',
  );
  const published = sum(renames, ({ answered }) => answered);
  if (published === 0) return [];
  return [
    {
      stage,
      name: 'publishes',
      unit: 'count',
      value: (published / outcome.elapsedSeconds) * 60,
      meaning: `per minute, ${published} ${published === 1 ? what : `${what}s`} renamed into place in all`,
    },
  ];
}
