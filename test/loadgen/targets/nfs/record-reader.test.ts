import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RecordError, RecordReader } from '../../../../loadgen/targets/nfs/record-reader.ts';

const LIMIT = 20_000;

function marked(fragments: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    fragments.flatMap((fragment, index) => {
      const marker = Buffer.alloc(4);
      const last = index === fragments.length - 1 ? 0x8000_0000 : 0;
      marker.writeUInt32BE((last + fragment.length) >>> 0);
      return [marker, fragment];
    }),
  );
}

/** A record cut into fragments of which only the last may be empty, and then only behind another. */
const fragments = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 3000, size: 'max' }), { minLength: 1, maxLength: 4 })
  .chain((parts) => fc.boolean().map((empty) => (empty ? [...parts, new Uint8Array()] : parts)));
const cuts = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 12 });

/** Feeds a stream cut anywhere, the chunk overwritten after each call as a socket's would be. */
function feed(reader: RecordReader, stream: Buffer, sizes: readonly number[]): void {
  const chunk = Buffer.alloc(5000);
  for (let at = 0, turn = 0; at < stream.length; turn++) {
    const room = reader.room();
    const size = Math.min(sizes[turn % sizes.length] ?? 1, stream.length - at, room?.length ?? Infinity);
    stream.copy(room ?? chunk, 0, at, at + size);
    if (room === undefined) reader.feed(chunk, size);
    else reader.received(size);
    chunk.fill(0xee);
    at += size;
  }
}

describe('a stream of records', () => {
  test('gives each record whole, however it is fragmented and cut', () => {
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 6 }), cuts, (records, sizes) => {
        const seen: Buffer[] = [];
        const reader = new RecordReader(
          {
            record: (bytes, start, end) => seen.push(Buffer.from(bytes.subarray(start, end))),
            beginning: () => undefined,
          },
          LIMIT,
        );
        feed(reader, Buffer.concat(records.map(marked)), sizes);
        expect(seen).toEqual(records.map((parts) => Buffer.concat(parts)));
      }),
    );
  });

  test('lands the rest of a record where its beginning says, and nothing beside it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 40_000, maxLength: 60_000, size: 'max' }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 3 }),
        cuts,
        (record, fromByte, padding, sizes) => {
          const into = new Uint8Array(record.length - fromByte - padding + 20).fill(0xcc);
          const wanted = into.subarray(0, record.length - fromByte - padding);
          let finishedAfter = -1;
          const reader = new RecordReader(
            {
              record: () => expect.unreachable(),
              beginning: () => ({
                into: wanted,
                fromByte,
                finished: (bytes) => {
                  finishedAfter = bytes;
                },
              }),
            },
            100_000,
          );
          feed(reader, marked([record.subarray(0, 30_000), record.subarray(30_000)]), sizes);
          expect(finishedAfter).toBe(record.length);
          expect(Buffer.compare(wanted, record.subarray(fromByte, record.length - padding))).toBe(0);
          expect(into.subarray(wanted.length)).toEqual(new Uint8Array(20).fill(0xcc));
        },
      ),
      { numRuns: 40 },
    );
  });

  test.each([
    ['longer than any makes sense', marked([new Uint8Array(LIMIT + 1)])],
    ['of four gigabytes', Buffer.from([0xff, 0xff, 0xff, 0xff])],
    [
      'that grows beyond the limit fragment by fragment',
      Buffer.concat(
        Array.from({ length: 30 }, () => Buffer.concat([Buffer.from([0, 0, 4, 0]), Buffer.alloc(1024)])),
      ),
    ],
    ['of nothing', Buffer.from([0x80, 0, 0, 0])],
    ['that begins with nothing', Buffer.from([0, 0, 0, 0])],
  ])('refuses a record %s', (_, stream) => {
    const reader = new RecordReader({ record: () => undefined, beginning: () => undefined }, LIMIT);
    expect(() => feed(reader, stream, [700])).toThrow(RecordError);
  });
});
