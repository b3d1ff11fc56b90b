import { sampler } from '../../distributions/distribution.ts';
import {
  compute,
  count,
  join,
  type Lease,
  now,
  observe,
  perform,
  type Stage,
  start,
  submit,
} from '../../effects.ts';
import {
  type Dataset,
  isReadOnly,
  OPERATION_KINDS,
  type OperationBatch,
  type OperationCounts,
  type OperationKind,
  operationCount,
  type Pacing,
} from '../../operations.ts';
import type { StreamSource } from '../../random.ts';
import { drawActors } from '../draw-actors.ts';
import { elapsedSeconds } from '../elapsed-seconds.ts';
import { Releases, releaseName } from '../releases.ts';
import { drawIndex, type StageContext } from '../stage-context.ts';
import { closedLoop, readCounts, writeCounts } from '../transfer-size.ts';
import type { RenderStage } from './definition.ts';
import { type FrameInput, inputsOf, privateFiles } from './inputs.ts';

/** Draws for a frame, made when its wave is released, before anything depends on the order of events. */
export interface FrameJob {
  readonly wave: number;
  readonly frame: number;
  readonly releasedAtSeconds: number;
  readonly computeSeconds: number;
  readonly readBytes: number;
  readonly writeBytes: number;
  readonly firstAsset: number;
}

/** Waves of frames: at each release every frame of the wave joins the farm's queue. */
export function* render(stage: RenderStage, context: StageContext): Stage {
  const { framesPerWave, framesPerWaveUnscaled = framesPerWave } = stage;
  const how = { purpose: 'releases', units: framesPerWave };
  const releases = new Releases(stage, stage.release, how, context);
  const drawJob = jobsOf(stage, stage.name, context);
  for (let release = yield* releases.next(); release !== undefined; release = yield* releases.next()) {
    const { number: wave, atSeconds: releasedAtSeconds } = release;
    const name = releaseName(stage.name, wave);
    const jobs = drawActors(
      framesPerWave,
      framesPerWaveUnscaled,
      (frame) => drawJob(wave, frame, releasedAtSeconds),
      () => {
        const drawBeyond = jobsOf(stage, name, context);
        return (frame) => drawBeyond(wave, frame, releasedAtSeconds);
      },
    );
    yield* start(name, renderWave(stage, releasedAtSeconds, jobs, context.streams), 'parts');
  }
}

type DrawJob = (wave: number, frame: number, releasedAtSeconds: number) => FrameJob;

function jobsOf(stage: RenderStage, component: string, { streams }: StageContext): DrawJob {
  const drawCompute = sampler(stage.computeSeconds, streams.stream(component, 'compute'));
  const { reads } = stage;
  // What is read of assets is drawn frame by frame (see inputs.ts).
  const isPrivate = !('assets' in reads);
  const drawReadBytes = isPrivate ? sampler(reads.bytes, streams.stream(component, 'read bytes')) : () => 0;
  const drawWriteBytes = sampler(stage.writes.bytes, streams.stream(component, 'write bytes'));
  const assetStream = streams.stream(component, 'assets');
  return (wave, frame, releasedAtSeconds) => ({
    wave,
    frame,
    releasedAtSeconds,
    computeSeconds: drawCompute(),
    readBytes: Math.round(drawReadBytes()),
    writeBytes: Math.round(drawWriteBytes()),
    firstAsset: isPrivate ? drawIndex(assetStream, privateFiles(reads)) : 0,
  });
}

/** One wave: done when its last frame is published. */
export function* renderWave(
  stage: RenderStage,
  releasedAtSeconds: number,
  jobs: readonly FrameJob[],
  streams: StreamSource,
): Stage {
  yield* count('arrived', jobs.length);
  const nameOf = ({ wave, frame }: FrameJob) => `${stage.name}[${wave}].frame[${frame}]`;
  const shared = sharedByFrames(stage, inputsOf(stage, nameOf, streams));
  const frames = yield* submit({
    placement: { farm: stage.farm, gpuMemoryBytes: stage.gpuMemoryBytes, priority: stage.priority },
    jobs: jobs.length,
    name: (job) => nameOf(jobs[job]!),
    body: (job, lease) => renderFrame(stage, shared, jobs[job]!, lease),
  });
  yield* join(frames);
  yield* observe('makespan', elapsedSeconds(releasedAtSeconds, yield* now()));
}

/** One frame on its node: locate and read inputs, compute, write staged output, verify, publish. */
export function* renderFrame(stage: RenderStage, shared: SharedByFrames, job: FrameJob, lease: Lease): Stage {
  const startedAtSeconds = yield* now();
  const { client, attempt } = lease;
  if (attempt === 1) yield* observe('startLatency', elapsedSeconds(job.releasedAtSeconds, startedAtSeconds));
  // What a killed attempt has left lies where no later one works.
  const directory = `${stage.name}/${job.wave}/${job.frame}${attempt === 1 ? '' : `/attempt-${attempt}`}`;
  const inputs = shared.inputsOf(job);
  const [first] = inputs;
  yield* perform('locate', client, looking(shared, first!, shared.looks, 0));
  if (shared.changes !== null) {
    const found = {
      storage: first!.dataset.storage,
      directory: `${directory}/found`,
      files: first!.distinctFiles,
    };
    yield* perform('locate', client, outputs(shared, found, shared.changes, 0, 0));
  }
  for (const input of inputs) {
    const counts = readCounts(input.bytes, input.distinctFiles);
    yield* perform('read', client, looking(shared, input, counts, input.bytes));
  }
  yield* compute(lease, job.computeSeconds);
  const { files } = stage.writes;
  const output = {
    storage: stage.writes.storage,
    directory,
    files,
  };
  yield* perform(
    'write',
    client,
    outputs(shared, output, writeCounts(job.writeBytes, files), 0, job.writeBytes),
  );
  if (stage.verify) {
    yield* perform(
      'verify',
      client,
      outputs(shared, output, readCounts(job.writeBytes, files), job.writeBytes, 0),
    );
  }
  yield* perform('publish', client, outputs(shared, output, shared.published, 0, 0));
  const finishedAtSeconds = yield* now();
  yield* observe('storageWait', elapsedSeconds(job.computeSeconds, finishedAtSeconds - startedAtSeconds));
  yield* observe('turnaround', elapsedSeconds(job.releasedAtSeconds, finishedAtSeconds));
  yield* count('finished', 1);
}

/** Parts that the batches of all frames have in common: made once, because there may be a million frames. */
export interface SharedByFrames {
  /** Finds what a frame reads, at least one input; it looks for the first of them. */
  readonly inputsOf: (job: FrameJob) => readonly FrameInput[];
  readonly pacing: Pacing;
  /** Operations with which a frame looks at its inputs. */
  readonly looks: OperationCounts;
  /**
   * Operations with which it changes its inputs, such as a lock or a link; null where there are none. They are on files
   * of its own: frames run side by side in no fixed order, and files that others read stay as they are.
   */
  readonly changes: OperationCounts | null;
  /** Operations that publish what a frame has written. */
  readonly published: OperationCounts;
}

function sharedByFrames(stage: RenderStage, inputs: SharedByFrames['inputsOf']): SharedByFrames {
  const looks: Partial<Record<OperationKind, number>> = {};
  const changes: Partial<Record<OperationKind, number>> = {};
  for (const kind of OPERATION_KINDS) {
    const operations = stage.metadata[kind];
    if (operations !== undefined) (isReadOnly(kind) ? looks : changes)[kind] = operations;
  }
  return {
    looks,
    changes: operationCount(changes) > 0 ? changes : null,
    inputsOf: inputs,
    pacing: closedLoop(stage.outstanding),
    published: { rename: stage.writes.files },
  };
}

/** Operations on an input of a frame, which leave it as it is. */
function looking(
  { pacing }: SharedByFrames,
  { dataset, firstFile, distinctFiles, bundles }: FrameInput,
  counts: OperationCounts,
  readBytes: number,
): OperationBatch {
  return {
    dataset,
    counts,
    readBytes,
    writeBytes: 0,
    pacing,
    firstFile,
    distinctFiles,
    ...(bundles === undefined ? {} : { bundles }),
    clientBytesPerSecond: Number.POSITIVE_INFINITY,
  };
}

/** Operations on what the frame writes, in a directory of its own. */
function outputs(
  { pacing }: SharedByFrames,
  dataset: Dataset,
  counts: OperationCounts,
  readBytes: number,
  writeBytes: number,
): OperationBatch {
  return {
    dataset,
    counts,
    readBytes,
    writeBytes,
    pacing,
    firstFile: 0,
    distinctFiles: dataset.files,
    clientBytesPerSecond: Number.POSITIVE_INFINITY,
  };
}
