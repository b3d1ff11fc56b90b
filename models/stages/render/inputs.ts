import { chooseBundles } from '../../assets/bundle-chooser.ts';
import { bundlesTouched } from '../../assets/bundle-reads.ts';
import { sampler } from '../../distributions/distribution.ts';
import type { OperationBatch } from '../../operations.ts';
import type { StreamSource } from '../../random.ts';
import type { FrameJob } from './behaviour.ts';
import type { AssetRead, Payload, RenderStage } from './definition.ts';

/**
 * Files of the shared assets that a wave reads, as a multiple of those that one frame reads. Neighbouring frames share
 * most of their inputs, so a wave touches far fewer files than frames times files. An assumption; it only decides which
 * files are named, not how many bytes move.
 */
const ASSET_FILES_PER_FRAME_FILE = 20;

/** Files that a frame reads, and how much of them. */
export interface FrameInput
  extends Pick<OperationBatch, 'dataset' | 'firstFile' | 'distinctFiles' | 'bundles'> {
  readonly bytes: number;
}

/** Returns the number of files of which the frames of a stage read some, where no asset is named. */
export function privateFiles({ files }: Payload): number {
  return files * ASSET_FILES_PER_FRAME_FILE;
}

/** Returns how the inputs of a frame are found: a function of the frame alone, whatever became of those before it. */
export function inputsOf(
  stage: RenderStage,
  taskOf: (job: FrameJob) => string,
  streams: StreamSource,
): (job: FrameJob) => readonly FrameInput[] {
  const { reads } = stage;
  if ('assets' in reads) {
    return (job) =>
      reads.assets.map((read, place) => {
        const stream = streams.stream(taskOf(job), `reads[${place}]`);
        return assetInput(read, Math.round(sampler(read.bytes, stream)()), (count) =>
          chooseBundles(read.asset, count, stream),
        );
      });
  }
  const dataset = {
    storage: reads.storage,
    directory: `${stage.name}/assets`,
    files: privateFiles(reads),
  };
  return ({ firstAsset, readBytes }) => [
    { dataset, firstFile: firstAsset, distinctFiles: reads.files, bytes: readBytes },
  ];
}

/** A read of more than the asset is one of all of it. */
function assetInput(
  { asset, files }: AssetRead,
  drawnBytes: number,
  choose: (count: number) => readonly number[],
): FrameInput {
  const bytes = Math.min(drawnBytes, asset.bytes);
  return {
    dataset: { storage: asset.storage, directory: `asset.${asset.name}`, files },
    firstFile: 0,
    distinctFiles: files,
    bundles: { asset, bundles: choose(bundlesTouched(asset, bytes, files)) },
    bytes,
  };
}
