import type { Fidelity, Studio } from '../../../models/studio.ts';
import { studioOf } from '../scenario/studio-text.ts';

export interface CacheStudioOptions {
  readonly fidelity?: Fidelity;
  readonly nodes?: number;
  readonly frames?: number;
  readonly size?: string;
  readonly caches?: string;
  readonly asset?: string;
  readonly read?: string;
  readonly outstanding?: number;
  readonly time?: string;
  readonly objectives?: string;
  readonly faults?: string;
}

/** Frames that read one bundle of 10 MB each, behind a cache of 100 MB/s on each node. */
export function cacheText({
  fidelity = 'flows',
  nodes = 1,
  frames = 10,
  size = '1GB',
  caches = `caches: { scratch: { at: nodes, size: ${size}, read: 100MB/s } }`,
  asset = 'bytes: 10MB, bundles: 1',
  read = 'bytes: 10MB, files: 10',
  outstanding = 1,
  time = '1s',
  objectives = '',
  faults = '',
}: CacheStudioOptions = {}): string {
  return `headroom: 1
name: Caches
run: { start: "00:00", duration: 100s, replications: 1, seed: caches, fidelity: ${fidelity} }
storage:
  hot: { device: custom, read: 1GB/s, write: 1GB/s, readRate: 10k IOPS, writeRate: 10k IOPS, metadataRate: 10k ops/s }
assets: { textures: { ${asset} } }
${caches}
network: { racks: 1, host: 100GbE, uplink: 400GbE, core: 400GbE, roundTrip: 0s }
compute: { farm: { nodes: ${nodes}, gpuMemory: 8GiB } }
${faults}
stages:
  beauty:
    kind: render
    release: { at: "00:00", frames: ${frames} }
    frame:
      time: ${time}
      gpuMemory: 1GiB
      reads: [{ from: textures, ${read} }]
      writes: { bytes: 0B, files: 1 }
      outstanding: ${outstanding}
      verify: false
${objectives}`;
}

export function cacheStudio(options: CacheStudioOptions = {}): Studio {
  return studioOf(cacheText(options));
}
