import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { OpenHistory } from '../../../../sim/world/storage/open-history.ts';

test('spans stay as long as one that is not younger is held, whatever is held and released in which order', () => {
  const step = fc.oneof(
    fc.constant('add' as const),
    fc.constant('hold' as const),
    fc.record({ release: fc.nat({ max: 1000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const history = new OpenHistory();
      const held: number[] = [];
      let added = 0;
      for (const each of steps) {
        if (each === 'add') {
          added++;
          history.addStationary(added, added * 10, 1 / added);
        } else if (each === 'hold') {
          held.push(history.hold());
        } else if (held.length > 0) {
          history.release(held.splice(each.release % held.length, 1)[0]!);
        }
        expect(history.latest).toBe(added);
        for (let span = Math.max(1, Math.min(added, ...held)); span <= added; span++) {
          expect(history.meanSeconds(span)).toBe(span * 10);
          expect(history.spanAt(span - 0.5, Math.min(added, ...held))).toBe(span);
        }
      }
    }),
  );
});

test('nothing is kept of ten thousand spans that nobody holds but the latest', () => {
  const history = new OpenHistory();
  for (let nth = 1; nth <= 10_000; nth++) {
    const span = history.hold();
    history.addReadings(nth, new Float64Array(16).fill(nth));
    history.release(span);
  }
  expect(history.meanSeconds(history.latest)).toBe(10_000);
  expect(history.isInTransit(history.latest)).toBe(true);
  expect(history.reading(history.latest, 0.999)).toBe(10_000);
  expect(history.spanAt(20_000, history.latest)).toBe(history.latest);
});
