import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paddingOf, XdrError, XdrReader, XdrWriter } from '../../../../loadgen/targets/nfs/xdr.ts';

type Item =
  | { readonly kind: 'uint32' | 'uint64'; readonly value: number }
  | { readonly kind: 'uint64Exact'; readonly value: bigint }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'opaque'; readonly value: Uint8Array }
  | { readonly kind: 'string'; readonly value: string };

const items = fc.array(
  fc.oneof<fc.Arbitrary<Item>[]>(
    fc.record({ kind: fc.constant('uint32' as const), value: fc.nat(0xffff_ffff) }),
    fc.record({ kind: fc.constant('uint64' as const), value: fc.maxSafeNat() }),
    fc.record({ kind: fc.constant('uint64Exact' as const), value: fc.bigInt(0n, 2n ** 64n - 1n) }),
    fc.record({ kind: fc.constant('boolean' as const), value: fc.boolean() }),
    fc.record({ kind: fc.constant('opaque' as const), value: fc.uint8Array({ maxLength: 40 }) }),
    fc.record({
      kind: fc.constant('string' as const),
      value: fc.string({ unit: 'grapheme', maxLength: 30 }),
    }),
  ),
);

function write(out: XdrWriter, item: Item): void {
  switch (item.kind) {
    case 'uint32':
      return out.uint32(item.value);
    case 'uint64':
      return out.uint64(item.value);
    case 'uint64Exact':
      return out.uint64Exact(item.value);
    case 'boolean':
      return out.boolean(item.value);
    case 'opaque':
      return out.opaque(item.value);
    case 'string':
      return out.string(item.value);
  }
}

function read(reader: XdrReader, { kind }: Item): Item['value'] {
  switch (kind) {
    case 'opaque':
      return Uint8Array.from(reader.opaque(40));
    case 'string':
      return reader.string(1000);
    case 'uint32':
    case 'uint64':
    case 'uint64Exact':
    case 'boolean':
      return reader[kind]();
  }
}

describe('external data representation', () => {
  test('whatever is written is read, in words of four bytes', () => {
    fc.assert(
      fc.property(items, (list) => {
        const out = new XdrWriter(8);
        for (const item of list) write(out, item);
        expect(out.length % 4).toBe(0);
        const reader = new XdrReader(out.take());
        expect(list.map((item) => read(reader, item))).toEqual(list.map(({ value }) => value));
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  test('what was taken does not change when more is written', () => {
    fc.assert(
      fc.property(items, items, (first, second) => {
        const out = new XdrWriter(8);
        for (const item of first) write(out, item);
        const taken = out.take();
        const copy = Buffer.from(taken);
        for (const item of second) write(out, item);
        expect(taken).toEqual(copy);
      }),
    );
  });

  test('is as RFC 4506 shows it', () => {
    const out = new XdrWriter();
    out.string('sillyprog');
    out.boolean(true);
    out.uint64(2 ** 40 + 5);
    expect(out.take().toString('hex')).toBe('0000000973696c6c7970726f67000000000000010000010000000005');
  });

  test('what ends early is an error, wherever it ends', () => {
    fc.assert(
      fc.property(items, fc.nat(), (list, cut) => {
        const out = new XdrWriter(8);
        for (const item of list) write(out, item);
        const whole = out.take();
        fc.pre(whole.length > 0);
        const reader = new XdrReader(whole, 0, cut % whole.length);
        expect(() => list.forEach((item) => read(reader, item))).toThrow(XdrError);
      }),
    );
  });

  test('a length beyond its limit is refused before a byte is touched', () => {
    const out = new XdrWriter();
    out.uint32(0xffff_fff0);
    const reader = new XdrReader(out.take());
    expect(() => reader.opaque(64)).toThrow(/length of 4294967280 where at most 64/);
  });

  test('a boolean is zero or one', () => {
    expect(() => new XdrReader(Buffer.from([0, 0, 0, 2])).boolean()).toThrow(XdrError);
  });

  test('padding brings any length to the next word', () => {
    expect([0, 1, 2, 3, 4, 5].map(paddingOf)).toEqual([0, 3, 2, 1, 0, 3]);
  });
});
