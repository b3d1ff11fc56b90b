import { timesOfDays } from '../../arrivals/repeated-day.ts';
import { sampler } from '../../distributions/distribution.ts';
import { type Client, count, perform, type Stage, start, waitUntil } from '../../effects.ts';
import { daysOf, drawIndex, type StageContext } from '../stage-context.ts';
import { closedLoop } from '../transfer-size.ts';
import type { EditorialStage } from './definition.ts';

/** Editors at their seats, each moving the playhead in gestures; every gesture is a burst of random reads. */
export function* editorialScrub(stage: EditorialStage, context: StageContext): Stage {
  for (let seat = 0; seat < stage.seats; seat++) {
    yield* start(`${stage.name}.seat[${seat}]`, editor(stage, seat, context));
  }
}

/** One editor: a gesture begins at its time, or when the one before it has ended if that is later. */
function* editor(stage: EditorialStage, seat: number, context: StageContext): Stage {
  const component = `${stage.name}.seat[${seat}]`;
  const gestures = timesOfDays(
    stage.gestures,
    context.streams.stream(component, 'gestures'),
    daysOf(context),
  );
  const drawReads = sampler(stage.readsPerGesture, context.streams.stream(component, 'reads'));
  const drawBytes = sampler(stage.bytesPerRead, context.streams.stream(component, 'read bytes'));
  const isConstant = stage.bytesPerRead.kind === 'constant';
  const fileStream = context.streams.stream(component, 'files');
  const client: Client = { kind: 'workstation', stage: stage.name, seat };
  for (const atSeconds of gestures) {
    const reads = Math.max(1, Math.round(drawReads()));
    const readBytes = isConstant
      ? reads * wholeBytes(drawBytes())
      : sumOf(reads, () => wholeBytes(drawBytes()));
    const firstFile = drawIndex(fileStream, stage.files);
    yield* waitUntil(atSeconds, 'arrival');
    yield* count('arrived', 1);
    yield* perform('scrub', client, {
      dataset: { storage: stage.storage, directory: `${stage.name}/proxies`, files: stage.files },
      counts: { read: reads },
      readBytes,
      writeBytes: 0,
      readShape: stage.bytesPerRead,
      pacing: closedLoop(stage.outstanding),
      firstFile,
      distinctFiles: 1,
      clientBytesPerSecond: Number.POSITIVE_INFINITY,
    });
    yield* count('finished', 1);
  }
}

function wholeBytes(bytes: number): number {
  return Math.max(1, Math.round(bytes));
}

function sumOf(draws: number, draw: () => number): number {
  let sum = 0;
  for (let i = 0; i < draws; i++) sum += draw();
  return sum;
}
