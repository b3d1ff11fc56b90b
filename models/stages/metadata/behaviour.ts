import { countsOfDays } from '../../arrivals/repeated-day.ts';
import { mean } from '../../distributions/distribution.ts';
import { count, perform, type Stage, start, waitUntil } from '../../effects.ts';
import {
  OPERATION_KINDS,
  type OperationBatch,
  type OperationCounts,
  type OperationKind,
} from '../../operations.ts';
import type { RandomStream } from '../../random.ts';
import { daysOf, drawIndex, type StageContext } from '../stage-context.ts';
import type { MetadataStage } from './definition.ts';

/**
 * The pipeline's churn all day. In each interval of the modulated rate the studio's machines issue that interval's
 * operations spread over it. They do so whatever the answers (open loop), as the sum of many independent clients does.
 */
export function* metadataChurn(stage: MetadataStage, context: StageContext): Stage {
  const ticks = countsOfDays(stage.rate, context.streams.stream(stage.name, 'rate'), daysOf(context));
  const mixStream = context.streams.stream(stage.name, 'mix');
  const fileStream = context.streams.stream(stage.name, 'files');
  const payload = { readBytes: mean(stage.readBytes), writeBytes: mean(stage.writeBytes) };
  let tick = 0;
  for (const { atSeconds, seconds, operations } of ticks) {
    const counts = splitByMix(operations, stage.mix, mixStream);
    const firstFile = drawIndex(fileStream, stage.files);
    if (operations > 0) {
      yield* waitUntil(atSeconds, 'arrival');
      yield* start(
        `${stage.name}[${tick}]`,
        churnTick(stage, tick, seconds, counts, payload, firstFile),
        'parts',
      );
    }
    tick++;
  }
}

function* churnTick(
  stage: MetadataStage,
  tick: number,
  seconds: number,
  counts: OperationCounts,
  payload: { readonly readBytes: number; readonly writeBytes: number },
  firstFile: number,
): Stage {
  yield* count('arrived', 1);
  const batch: OperationBatch = {
    dataset: { storage: stage.storage, directory: stage.name, files: stage.files },
    counts,
    readBytes: Math.round((counts.read ?? 0) * payload.readBytes),
    writeBytes: Math.round((counts.write ?? 0) * payload.writeBytes),
    readShape: stage.readBytes,
    writeShape: stage.writeBytes,
    pacing: { kind: 'open', spreadSeconds: seconds },
    firstFile,
    distinctFiles: stage.files,
    clientBytesPerSecond: Number.POSITIVE_INFINITY,
  };
  yield* perform('churn', { kind: 'workstation', stage: stage.name, seat: tick % stage.clients }, batch);
  yield* count('finished', 1);
}

/**
 * Splits a number of operations over the kinds of a mix, in whole numbers that add up exactly. Each kind gets the whole
 * part of its share; the rest is dealt in proportion to the fractional parts. The mean is therefore the mix itself.
 */
export function splitByMix(
  operations: number,
  mix: Readonly<Partial<Record<OperationKind, number>>>,
  stream: RandomStream,
): OperationCounts {
  const counts: Partial<Record<OperationKind, number>> = {};
  let left = operations;
  let fractionSum = 0;
  for (const kind of OPERATION_KINDS) {
    const share = (mix[kind] ?? 0) * operations;
    const whole = Math.floor(share);
    if (whole > 0) counts[kind] = whole;
    left -= whole;
    fractionSum += share - whole;
  }
  // Systematic sampling: equally spaced points on the line of fractions give each kind its fraction on average.
  let point = stream.uniform();
  let reached = 0;
  for (const kind of OPERATION_KINDS) {
    const share = (mix[kind] ?? 0) * operations;
    reached += ((share - Math.floor(share)) / (fractionSum || 1)) * left;
    while (point < reached - 1e-9) {
      counts[kind] = (counts[kind] ?? 0) + 1;
      point += 1;
    }
  }
  return counts;
}
