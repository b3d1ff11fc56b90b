import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HeadroomSearch, type ProbeVerdict } from '../../../loadgen/ramp/headroom-search.ts';

const HELD: ProbeVerdict = { kind: 'held' };

/** What is asked of a search, and what it found. */
interface Found {
  readonly held: number | null;
  readonly broke: number | null;
  readonly probes: readonly number[];
}

function search(
  options: ConstructorParameters<typeof HeadroomSearch>[0],
  probe: (multiple: number) => ProbeVerdict,
): Found {
  const headroom = new HeadroomSearch(options);
  const probes: number[] = [];
  for (let next = headroom.next; next !== null; next = headroom.next) {
    probes.push(next);
    headroom.hear(probe(next));
  }
  return { held: headroom.held, broke: headroom.broke, probes };
}

/** Serves `capacity` times the load at most, and what it gives when it is overloaded says so, to a relative error. */
function server(capacity: number, error = 0): (multiple: number) => ProbeVerdict {
  return (multiple) =>
    multiple <= capacity
      ? HELD
      : { kind: 'broke', clear: multiple > 1.1 * capacity, estimate: capacity * (1 + error) };
}

/** An objective that breaks at a multiple, of a target that says nothing of what it could give. */
function objective(limit: number): (multiple: number) => ProbeVerdict {
  return (multiple) => (multiple <= limit ? HELD : { kind: 'broke', clear: true, estimate: null });
}

const OPTIONS = { from: 1, to: 64, precision: 0.03 };
const limit = fc.double({ min: 1.001, max: 63.9, noNaN: true });
const precision = fc.double({ min: 0.005, max: 0.2, noNaN: true });

describe('a search for headroom', () => {
  test('ends with what held and what broke around any limit, no further apart than the precision', () => {
    fc.assert(
      fc.property(limit, precision, fc.boolean(), (truth, width, isServer) => {
        const { held, broke } = search(
          { ...OPTIONS, precision: width },
          isServer ? server(truth) : objective(truth),
        );
        expect(held!).toBeLessThanOrEqual(truth);
        expect(broke!).toBeGreaterThan(truth);
        expect(broke! / held! - 1).toBeLessThanOrEqual(width * (1 + 1e-9));
      }),
    );
  });

  test('finds the limit of a load that does not hold as it is', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 0.99, noNaN: true }), fc.boolean(), (truth, isServer) => {
        const { held, broke } = search(OPTIONS, isServer ? server(truth) : objective(truth));
        expect(held!).toBeLessThanOrEqual(truth);
        expect(broke!).toBeGreaterThan(truth);
        expect(broke! / held! - 1).toBeLessThanOrEqual(0.03 * (1 + 1e-9));
      }),
    );
  });

  test('needs two probes beyond the first overload, and one more to be sure, where the overload tells the limit', () => {
    fc.assert(
      fc.property(limit, (truth) => {
        const { probes } = search(OPTIONS, server(truth));
        const doublings = Math.ceil(Math.log2(truth)) + 1;
        // An overload of less than a tenth is probed twice as well.
        expect(probes.length).toBeLessThanOrEqual(doublings + 4);
      }),
    );
  });

  test('needs few probes whatever it is told', () => {
    const verdict = fc.oneof(
      fc.constant(HELD),
      fc.record({
        kind: fc.constant('broke' as const),
        clear: fc.boolean(),
        estimate: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
      }),
    );
    fc.assert(
      fc.property(fc.array(verdict, { minLength: 1, maxLength: 60 }), (told) => {
        let index = 0;
        const { probes, held, broke } = search(OPTIONS, () => told[index++ % told.length]!);
        // 6 doublings, or 6 halvings from the first, then 4 guided and 5 to halve a factor of 2; twice if none is clear.
        expect(probes.length).toBeLessThanOrEqual(2 * (7 + 4 + 5));
        const width = held === null || broke === null ? 0 : broke / held - 1;
        expect(width).toBeLessThanOrEqual(0.03 * (1 + 1e-9));
      }),
      { numRuns: 1000 },
    );
  });

  test('is not misled by an estimate that is wrong', () => {
    fc.assert(
      fc.property(limit, fc.double({ min: -0.9, max: 3, noNaN: true }), (truth, error) => {
        const { held, broke } = search(OPTIONS, server(truth, error));
        expect(held!).toBeLessThanOrEqual(truth);
        expect(broke!).toBeGreaterThan(truth);
      }),
    );
  });

  test('lets one disturbance near the limit pass, not a second at the same multiple', () => {
    const disturbed = (times: number) => {
      let left = times;
      const honest = server(3.3);
      return (multiple: number): ProbeVerdict =>
        multiple < 3.3 && multiple > 3 && left-- > 0
          ? { kind: 'broke', clear: false, estimate: 3.3 }
          : honest(multiple);
    };
    expect(search(OPTIONS, disturbed(1)).held).toBeGreaterThan(3.2);
    expect(search(OPTIONS, disturbed(2)).held).toBeLessThan(3.3 * 0.99);
  });

  test('says how far it went where all holds or nothing does', () => {
    expect(search({ from: 1, to: 10, precision: 0.03 }, () => HELD)).toEqual({
      held: 10,
      broke: null,
      probes: [1, 2, 4, 8, 10],
    });
    const nothing = search(OPTIONS, objective(0));
    expect(nothing).toMatchObject({ held: null, broke: 1 / 64 });
    expect(nothing.probes).toHaveLength(7);
  });

  test('rejects what it cannot search', () => {
    const searching = (options: Partial<typeof OPTIONS>) => () =>
      new HeadroomSearch({ ...OPTIONS, ...options });
    expect(searching({ from: 0 })).toThrow(RangeError);
    expect(searching({ from: 65 })).toThrow(RangeError);
    expect(searching({ to: Number.POSITIVE_INFINITY })).toThrow(RangeError);
    expect(searching({ precision: 0 })).toThrow(RangeError);
    expect(searching({ precision: 1 })).toThrow(RangeError);
  });
});
