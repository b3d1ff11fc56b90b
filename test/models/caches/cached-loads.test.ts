/** With caches, what is asked is the same in both clocks; a load sends what is asked but for what its caches hold. */
import { describe, expect, test } from 'vitest';
import { hitRateOf } from '../../../models/caches/cache.ts';
import { simulateReplication } from '../../../sim/studio/replication.ts';
import { loadInProcess } from '../../loadgen/runtime/in-process-load.ts';
import { assetStudio } from '../assets/asset-studio.ts';
import { type SimulatedOperation, simulatedOperations } from '../stages/simulated-operations.ts';

const CACHES = 'caches: { scratch: { at: nodes, size: 800kB, read: 1GB/s } }';

function asked(issued: readonly SimulatedOperation[]): readonly string[] {
  return issued
    .map(({ task, step, operation: { kind, file, offsetBytes, bytes } }) =>
      [task, step, kind, file, offsetBytes, bytes].join(' '),
    )
    .toSorted();
}

describe('a load with caches on its nodes', () => {
  test.for([1, 2])(
    'asks with %i workers what is simulated, and sends what is missed alone',
    async (workers) => {
      const studio = assetStudio({ caches: CACHES });
      const { issued, record, caches, checked } = await loadInProcess(studio, { workers, speed: 50 });
      expect(asked(issued)).toEqual(asked(simulatedOperations(studio)));
      expect(asked(issued)).toEqual(asked(simulatedOperations(assetStudio())));
      const bytesHit = caches.flat().reduce((sum, each) => sum + each.bytesHit, 0);
      const bytesMissed = caches.flat().reduce((sum, each) => sum + each.bytesMissed, 0);
      expect(bytesHit).toBeGreaterThan(0);
      const read = (file: string) =>
        issued
          .filter(({ operation }) => operation.kind === 'read' && operation.file.startsWith(file))
          .reduce((sum, { operation }) => sum + operation.bytes, 0);
      expect(bytesHit + bytesMissed).toBe(read('asset.textures/'));
      const sent = record.tallies
        .filter(({ kind, step }) => kind === 'read' && step === 'read')
        .reduce((sum, { bytes }) => sum + bytes, 0);
      // A bundle's share of a read is whole bytes, and so is each payload: they differ by a byte for each bundle at most.
      const bundles = caches.flat().reduce((sum, each) => sum + each.bundlesMissed, 0);
      expect(Math.abs(sent - bytesMissed - read('asset.plates/'))).toBeLessThanOrEqual(bundles);
      const operations = record.tallies.reduce((sum, each) => sum + each.sent, 0);
      expect(operations).toBeLessThan(issued.length);
      expect(checked.flatMap(({ found }) => found)).toEqual([]);
      for (const tally of record.tallies) expect(tally).toMatchObject({ failed: {}, sent: tally.offered });
    },
  );

  test('hits what a simulation hits, where one node takes the frames in their order', async () => {
    const studio = assetStudio({ caches: CACHES, nodes: 1, frames: 40 });
    const { caches } = await loadInProcess(studio, { speed: 100 });
    const [simulated] = simulateReplication(studio, 0).caches;
    expect(caches).toEqual([[simulated]]);
    expect(hitRateOf(simulated!)).toBeGreaterThan(0.1);
    expect(simulated!.evictions).toBeGreaterThan(0);
  });
});
