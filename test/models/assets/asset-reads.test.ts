/** What is read of assets is the same, operation by operation, in a simulation and in a load on a real target. */
import { describe, expect, test } from 'vitest';
import { loadInProcess } from '../../loadgen/runtime/in-process-load.ts';
import { type SimulatedOperation, simulatedOperations } from '../stages/simulated-operations.ts';
import { assetStudio } from './asset-studio.ts';

function asked(issued: readonly SimulatedOperation[]): readonly string[] {
  return issued
    .map(({ task, step, operation: { kind, file, offsetBytes, bytes } }) =>
      [task, step, kind, file, offsetBytes, bytes].join(' '),
    )
    .toSorted();
}

const studio = assetStudio();

describe('reads of assets', () => {
  test.for([1, 2])(
    'are the same with %i workers as simulated, and all that is read is right',
    async (workers) => {
      const virtual = simulatedOperations(studio);
      const { issued, checked, record } = await loadInProcess(studio, { workers, speed: 50 });
      expect(asked(issued)).toEqual(asked(virtual));
      const reads = virtual.filter(({ operation }) => operation.kind === 'read');
      expect(reads.filter(({ operation }) => operation.file.startsWith('asset.textures/')).length).toBe(180);
      expect(checked.reduce((sum, each) => sum + each.reads, 0)).toBe(reads.length);
      expect(checked.flatMap(({ found }) => found)).toEqual([]);
      for (const tally of record.tallies) expect(tally).toMatchObject({ failed: {}, sent: tally.offered });
    },
  );

  test('depend on the frame alone: more nodes, frames or bytes elsewhere leave its bundles as they are', () => {
    const filesOf = (issued: readonly SimulatedOperation[]) =>
      issued
        .filter(({ task, step }) => task === 'beauty[0].frame[7]' && step === 'read')
        .map(({ operation: { file } }) => file)
        .filter((file) => file.startsWith('asset.plates/'))
        .toSorted();
    const wanted = filesOf(simulatedOperations(studio));
    expect(wanted.length).toBeGreaterThan(0);
    const bytes =
      'stages.beauty.frame.reads=[{ from: textures, bytes: 1MB, files: 60 }, { from: plates, bytes: 300kB, files: 4 }]';
    for (const other of [
      assetStudio({ nodes: 5 }),
      assetStudio({ frames: 60 }),
      assetStudio({ sets: [bytes] }),
    ]) {
      expect(filesOf(simulatedOperations(other))).toEqual(wanted);
    }
  });
});
