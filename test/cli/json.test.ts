import { expect, test } from 'vitest';
import { toJson } from '../../cli/json.ts';

test('a document is one JSON text that ends its line', () => {
  expect(toJson({ a: 1, b: [null, 'x'] })).toBe('{\n  "a": 1,\n  "b": [\n    null,\n    "x"\n  ]\n}\n');
});

test.each([Number.NaN, Infinity, -Infinity])('%s is refused instead of becoming null in silence', (value) => {
  expect(() => toJson({ metrics: [{ mean: value }] })).toThrow(`the field "mean" of a result is ${value}`);
});
