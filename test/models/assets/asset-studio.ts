import type { Studio } from '../../../models/studio.ts';
import { studioOf } from '../scenario/studio-text.ts';

export interface AssetStudioOptions {
  readonly nodes?: number;
  readonly frames?: number;
  readonly caches?: string;
  readonly sets?: readonly string[];
}

/** Frames that read little of two assets, on a farm of some nodes. */
export function assetStudio({
  nodes = 2,
  frames = 30,
  caches = '',
  sets = [],
}: AssetStudioOptions = {}): Studio {
  return studioOf(
    `headroom: 1
name: Assets
run: { start: "00:00", duration: 60s, replications: 1, seed: assets }
storage:
  hot: { device: custom, read: 1GB/s, write: 1GB/s, readRate: 100k IOPS, writeRate: 100k IOPS, metadataRate: 100k ops/s }
assets:
  textures: { bytes: 2MB, bundles: 20, popularity: { zipf: 1 } }
  plates: { bytes: 1MB, bundles: 5, published: false }
${caches}
network: { racks: 1, host: 25GbE, uplink: 100GbE, core: 100GbE, roundTrip: 0s }
compute: { farm: { nodes: ${nodes}, gpuMemory: 8GiB } }
stages:
  beauty:
    kind: render
    release: { at: "00:00", frames: ${frames} }
    frame:
      time: 1s
      gpuMemory: 1GiB
      metadata: { getattr: 3, access: 1 }
      reads:
        - { from: textures, bytes: { uniform: [50kB, 250kB] }, files: 6 }
        - { from: plates, bytes: 300kB, files: 4 }
      writes: { bytes: 20kB, files: 2 }
`,
    { sets },
  );
}
