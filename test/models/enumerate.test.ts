import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operationsOf } from '../../models/enumerate.ts';
import { OPERATION_KINDS, type OperationBatch, type OperationCounts } from '../../models/operations.ts';
import { StreamSource } from '../../sim/kernel/stream.ts';

const counts: fc.Arbitrary<OperationCounts> = fc.record(
  Object.fromEntries(OPERATION_KINDS.map((kind) => [kind, fc.nat(40)])),
);

const batches: fc.Arbitrary<OperationBatch> = fc
  .record({
    counts,
    readBytes: fc.nat(1e9),
    writeBytes: fc.nat(1e9),
    shaped: fc.boolean(),
    files: fc.integer({ min: 1, max: 1000 }),
    firstFile: fc.nat(999),
    distinctFiles: fc.integer({ min: 1, max: 60 }),
    outstanding: fc.integer({ min: 1, max: 16 }),
    open: fc.boolean(),
  })
  .map(({ shaped, files, outstanding, open, ...batch }) => ({
    ...batch,
    readBytes: (batch.counts.read ?? 0) > 0 ? batch.readBytes : 0,
    writeBytes: (batch.counts.write ?? 0) > 0 ? batch.writeBytes : 0,
    dataset: { storage: 'hot', directory: 'show/shot', files },
    pacing: open ? { kind: 'open', spreadSeconds: 1 } : { kind: 'closed', outstanding },
    clientBytesPerSecond: Infinity,
    ...(shaped ? { readShape: { kind: 'exponential', mean: 5 } } : {}),
  }));

const stream = () => new StreamSource('enumerate', 0).stream('task', 'step');

describe('the operations of a batch', () => {
  it('are as many of each kind as the batch counts, and carry exactly its bytes', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        const operations = [...operationsOf(batch, stream())];
        for (const kind of OPERATION_KINDS) {
          const ofKind = operations.filter((operation) => operation.kind === kind);
          expect(ofKind.length).toBe(batch.counts[kind] ?? 0);
          const bytes = ofKind.reduce((sum, operation) => sum + operation.bytes, 0);
          expect(bytes).toBe(kind === 'read' ? batch.readBytes : kind === 'write' ? batch.writeBytes : 0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('touch no more files than the batch says, all of them in its dataset', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        const touched = new Set([...operationsOf(batch, stream())].map(({ file }) => file));
        expect(touched.size).toBeLessThanOrEqual(batch.distinctFiles);
        for (const file of touched) {
          const number = Number(file.slice('show/shot/'.length));
          expect(number).toBeLessThan(batch.dataset.files);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are the same for the same stream', () => {
    fc.assert(
      fc.property(batches, (batch) => {
        expect([...operationsOf(batch, stream())]).toEqual([...operationsOf(batch, stream())]);
      }),
      { numRuns: 100 },
    );
  });

  it('create a file before writing it, and commit it after', () => {
    const batch: OperationBatch = {
      dataset: { storage: 'hot', directory: 'out', files: 5 },
      counts: { create: 5, write: 23, commit: 5 },
      readBytes: 0,
      writeBytes: 23_000,
      pacing: { kind: 'closed', outstanding: 3 },
      firstFile: 0,
      distinctFiles: 5,
      clientBytesPerSecond: Infinity,
    };
    const byFile = Map.groupBy(operationsOf(batch, stream()), ({ file }) => file);
    expect(byFile.size).toBe(5);
    for (const operations of byFile.values()) {
      expect(operations.at(0)?.kind).toBe('create');
      expect(operations.at(-1)?.kind).toBe('commit');
      const writes = operations.slice(1, -1);
      let offsetBytes = 0;
      for (const write of writes) {
        expect(write).toMatchObject({ kind: 'write', offsetBytes });
        offsetBytes += write.bytes;
      }
    }
  });

  it('of a copy write each block right after it was read, from a file of the source to one of the dataset', () => {
    const copies = fc.record({
      files: fc.integer({ min: 1, max: 20 }),
      blocks: fc.integer({ min: 1, max: 6 }),
      bytes: fc.integer({ min: 1, max: 1e9 }),
      outstanding: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(copies, ({ files, blocks, bytes, outstanding }) => {
        const ofCopy = { lookup: files, read: files * blocks, create: files, write: files * blocks };
        const operations = [
          ...operationsOf(
            {
              dataset: { storage: 'hot', directory: 'here', files },
              source: { storage: 'archive', directory: 'there', files },
              counts: ofCopy,
              readBytes: bytes,
              writeBytes: bytes,
              pacing: { kind: 'closed', outstanding },
              firstFile: 0,
              distinctFiles: files,
              clientBytesPerSecond: Infinity,
            },
            stream(),
          ),
        ];
        const blocksRead = operations.flatMap((operation, at) =>
          operation.kind === 'read' ? [[operation, operations[at + 1]!] as const] : [],
        );
        expect(blocksRead).toHaveLength(ofCopy.read);
        for (const [read, write] of blocksRead) {
          expect(write).toEqual({ ...read, kind: 'write', file: read.file.replace('there', 'here') });
        }
        for (const { kind, file } of operations) {
          expect(file.startsWith(kind === 'lookup' || kind === 'read' ? 'there/' : 'here/')).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});
