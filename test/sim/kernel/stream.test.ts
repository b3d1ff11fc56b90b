import * as fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { RandomStream, StreamSource } from '../../../sim/kernel/stream.ts';
import { kolmogorovSmirnovP } from '../../models/goodness-of-fit.ts';

const DRAWS = 1_000_000;

function draws(count: number, draw: () => number): Float64Array {
  return Float64Array.from({ length: count }, draw);
}

function first(seed: string, replication: number, component: string, purpose: string): number {
  return new StreamSource(seed, replication).stream(component, purpose).uniform();
}

describe('a random stream', () => {
  it('is sfc32 started by seedrandom’s alea', () => {
    const stream = new RandomStream('a seed');
    const source = seedrandom.alea('a seed');
    let [a, b, c, counter] = [source.int32(), source.int32(), source.int32(), 1].map((x) =>
      BigInt.asUintN(32, BigInt(x)),
    );
    const next = (): bigint => {
      const sum = BigInt.asUintN(32, a! + b! + counter!);
      counter = BigInt.asUintN(32, counter! + 1n);
      a = b! ^ (b! >> 9n);
      b = BigInt.asUintN(32, c! + (c! << 3n));
      c = BigInt.asUintN(32, ((c! << 21n) | (c! >> 11n)) + sum);
      return sum;
    };
    for (let i = 0; i < 12; i++) next();
    for (let i = 0; i < 1000; i++) {
      const parts = (next() >> 6n) * 2n ** 26n + (next() >> 6n);
      expect(stream.uniform()).toBe((Number(parts) + 0.5) / 2 ** 52);
    }
  });

  it('is uniform on the open interval', () => {
    const stream = new RandomStream('uniform');
    const sample = draws(DRAWS, () => stream.uniform());
    expect(kolmogorovSmirnovP(sample, (x) => x)).toBeGreaterThan(1e-4);
    expect(sample[0]).toBeGreaterThan(0);
    expect(sample[DRAWS - 1]).toBeLessThan(1);
  });

  it('draws exponentials: the law, its tail, its moments', () => {
    const stream = new RandomStream('exponential');
    const sample = draws(DRAWS, () => stream.exponential());
    let sum = 0;
    let squares = 0;
    for (const x of sample) {
      sum += x;
      squares += x * x;
    }
    // Standard errors of the first two moments: sqrt(1 / n) and sqrt((24 - 4) / n).
    expect(Math.abs(sum / DRAWS - 1)).toBeLessThan(4 * Math.sqrt(1 / DRAWS));
    expect(Math.abs(squares / DRAWS - 2)).toBeLessThan(4 * Math.sqrt(20 / DRAWS));
    expect(kolmogorovSmirnovP(sample.slice(), (x) => -Math.expm1(-x))).toBeGreaterThan(1e-4);
    // Beyond 7 lie the last layers and the separately drawn tail: about 900 draws, exponential again.
    const tail = sample.filter((x) => x > 7).map((x) => x - 7);
    expect(kolmogorovSmirnovP(tail, (x) => -Math.expm1(-x))).toBeGreaterThan(1e-4);
    expect(sample[0]).toBeGreaterThan(0);
  });

  it('draws exponentials that do not depend on the one before', () => {
    const stream = new RandomStream('serial');
    let previous = stream.exponential();
    let products = 0;
    for (let i = 0; i < DRAWS; i++) {
      const next = stream.exponential();
      products += (previous - 1) * (next - 1);
      previous = next;
    }
    expect(Math.abs(products / DRAWS)).toBeLessThan(4 / Math.sqrt(DRAWS));
  });
});

describe('named streams', () => {
  it('depend on seed, replication, component and purpose, and on nothing else', () => {
    const base = first('crunch', 0, 'farm', 'service');
    expect(first('crunch', 0, 'farm', 'service')).toBe(base);
    const others = [
      first('crunch2', 0, 'farm', 'service'),
      first('crunch', 1, 'farm', 'service'),
      first('crunch', 0, 'farm2', 'service'),
      first('crunch', 0, 'farm', 'arrivals'),
    ];
    expect(new Set([base, ...others]).size).toBe(5);
  });

  it('are kept apart whatever the names contain', () => {
    fc.assert(
      fc.property(fc.tuple(fc.string(), fc.string()), fc.tuple(fc.string(), fc.string()), (a, b) => {
        fc.pre(a[0] !== b[0] || a[1] !== b[1]);
        expect(first('seed', 0, ...a)).not.toBe(first('seed', 0, ...b));
      }),
      { numRuns: 1000 },
    );
  });

  it('of similar names are not correlated', () => {
    const source = new StreamSource('1', 1);
    const length = 10_000;
    const samples = Array.from({ length: 50 }, (_, i) => {
      const stream = source.stream(`node[${i}]`, 'service');
      return draws(length, () => stream.uniform() - 0.5);
    });
    // Each sum of products has standard deviation sqrt(length) / 12; 1,225 pairs stay within 5 of them.
    const bound = (5 * Math.sqrt(length)) / 12;
    for (const [i, a] of samples.entries()) {
      for (const b of samples.slice(i + 1)) {
        let products = 0;
        for (let k = 0; k < length; k++) products += a[k]! * b[k]!;
        expect(Math.abs(products)).toBeLessThan(bound);
      }
    }
  });

  it('begin with draws that are uniform over names', () => {
    const source = new StreamSource('1', 1);
    const sample = Float64Array.from({ length: 20_000 }, (_, i) =>
      source.stream(`node[${i}]`, 'service').uniform(),
    );
    expect(kolmogorovSmirnovP(sample, (x) => x)).toBeGreaterThan(1e-4);
  });
});
