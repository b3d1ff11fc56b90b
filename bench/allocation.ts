import { type HeapProfiler, Session } from 'node:inspector/promises';

/** Bytes allocated while `run` runs, by file: sampled every 4 KiB, what was collected meanwhile included. */
export async function bytesAllocated(run: () => void): Promise<ReadonlyMap<string, number>> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 4096,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  run();
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  const bytes = new Map<string, number>();
  function collect(node: HeapProfiler.SamplingHeapProfileNode): void {
    const file = node.callFrame.url.replace(/^.*\/(?=sim\/|bench\/)/, '') || 'the runtime';
    bytes.set(file, (bytes.get(file) ?? 0) + node.selfSize);
    node.children.forEach(collect);
  }
  collect(profile.head);
  return bytes;
}
