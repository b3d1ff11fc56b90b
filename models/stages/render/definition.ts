import type { ArrivalProcess } from '../../arrivals/arrival-process.ts';
import type { Asset } from '../../assets/asset.ts';
import type { Distribution } from '../../distributions/distribution.ts';
import type { OperationKind } from '../../operations.ts';
import type { StageDefinition } from '../../studio.ts';

/** A wave of frames on a farm. */
export interface RenderStage extends StageDefinition {
  readonly kind: 'render';
  readonly farm: string;
  /** Times at which a wave is released. */
  readonly release: ArrivalProcess;
  readonly framesPerWave: number;
  /** The frames per wave of the unscaled studio; absent in a studio that was not scaled (see scale-studio.ts). */
  readonly framesPerWaveUnscaled?: number;
  readonly priority: number;
  readonly computeSeconds: Distribution;
  readonly gpuMemoryBytes: number;
  readonly reads: Payload | AssetReads;
  readonly writes: Payload;
  /** Metadata operations per frame, before it reads, on the storage that it reads from. */
  readonly metadata: Readonly<Partial<Record<OperationKind, number>>>;
  readonly outstanding: number;
  /** Read the output back and check it before it is published. */
  readonly verify: boolean;
}

/** Reads of named assets by a frame, one after the other, in place of files that only its stage reads. */
export interface AssetReads {
  readonly assets: readonly AssetRead[];
}

/** A read of some bundles of an asset. */
export interface AssetRead {
  readonly asset: Asset;
  readonly bytes: Distribution;
  readonly files: number;
}

/** A quantity of data over a number of files of one storage system. */
export interface Payload {
  /** Name of the storage system. */
  readonly storage: string;
  readonly bytes: Distribution;
  readonly files: number;
}

/** Returns the reads of a frame, each with its storage: one of files that only its stage reads, or those of its assets. */
export function readsOf({ reads }: Pick<RenderStage, 'reads'>): readonly Payload[] {
  if (!('assets' in reads)) return [reads];
  return reads.assets.map(({ asset, bytes, files }) => ({ storage: asset.storage, bytes, files }));
}

/** Returns the assets that a frame reads. */
export function assetsOf({ reads }: Pick<RenderStage, 'reads'>): readonly Asset[] {
  return 'assets' in reads ? reads.assets.map(({ asset }) => asset) : [];
}
