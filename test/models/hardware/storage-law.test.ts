import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServiceLaw } from '../../../models/hardware/envelope.ts';
import {
  demandSeconds,
  meanWaitSeconds,
  servers,
  serviceSeconds,
  stripes,
  waitingProbability,
  waitQuantileSeconds,
} from '../../../models/hardware/storage-law.ts';
import { METADATA_KINDS, OPERATION_KINDS } from '../../../models/operations.ts';
import { envelope, withHardLimits } from './envelopes.ts';

const WEKA = envelope('weka-supermicro-8n');

function lane(serversPerLane: number, variability = 1): ServiceLaw {
  return { lanes: 1, serversPerLane, variability, idleResponseSeconds: 1e-3 };
}

/** Mean wait of M/M/c in service times, by Erlang's C formula. */
function erlangWait(serverCount: number, utilization: number): number {
  const load = serverCount * utilization;
  let blocking = 1;
  for (let k = 1; k <= serverCount; k++) blocking = (load * blocking) / (k + load * blocking);
  const waiting = blocking / (1 - utilization * (1 - blocking));
  return waiting / (serverCount * (1 - utilization));
}

const utilizations = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('the cost of an operation', () => {
  test('is the inverse of the rate limit without payload', () => {
    const limited = withHardLimits(WEKA);
    expect(1 / demandSeconds(limited, 'read', 0)).toBeCloseTo(4.35e6, 3);
    expect(1 / demandSeconds(limited, 'write', 0)).toBeCloseTo(1.32e6, 3);
    expect(1 / demandSeconds(limited, 'getattr', 0)).toBeCloseTo(4.35e6, 3);
  });

  test('is less by as much as the capacity lies above the published peak', () => {
    const beyond = { ...WEKA, beyondPeak: { operations: 0.25, bytes: 1 } };
    const fixed = demandSeconds(withHardLimits(WEKA), 'read', 0);
    const payload = demandSeconds(withHardLimits(WEKA), 'read', 1e6) - fixed;
    expect(demandSeconds(beyond, 'read', 1e6)).toBeCloseTo(fixed / 1.25 + payload / 2, 12);
    expect(serviceSeconds(beyond, 'read', 1e6)).toBe(serviceSeconds(withHardLimits(WEKA), 'read', 1e6));
  });

  test('approaches bytes over bandwidth for large payloads', () => {
    const gigabytes = 1e12;
    expect(gigabytes / demandSeconds(WEKA, 'read', gigabytes)).toBeCloseTo(WEKA.readBytesPerSecond, -6);
    expect(gigabytes / demandSeconds(WEKA, 'write', gigabytes)).toBeCloseTo(WEKA.writeBytesPerSecond, -6);
  });

  test('is that of a write without payload for a commit', () => {
    expect(demandSeconds(WEKA, 'commit', 0)).toBe(demandSeconds(WEKA, 'write', 0));
  });

  test('of a metadata kind is its multiple of a getattr', () => {
    for (const kind of METADATA_KINDS) {
      const multiple = demandSeconds(WEKA, kind, 0) / demandSeconds(WEKA, 'getattr', 0);
      expect(multiple).toBeCloseTo(WEKA.metadataCost[kind], 9);
    }
  });

  test('grows with the payload, never with less of it', () => {
    const payloads = fc
      .tuple(fc.nat(1e9), fc.nat(1e9))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(fc.constantFrom('read', 'write'), payloads, (kind, [less, more]) => {
        expect(demandSeconds(WEKA, kind, less)).toBeLessThanOrEqual(demandSeconds(WEKA, kind, more));
        expect(serviceSeconds(WEKA, kind, less)).toBeLessThanOrEqual(serviceSeconds(WEKA, kind, more));
      }),
    );
  });
});

describe('the response of an idle system', () => {
  test('to a read without payload and to a getattr is the published or typical one', () => {
    expect(serviceSeconds(WEKA, 'read', 0)).toBeCloseTo(0.3e-3, 9);
    expect(serviceSeconds(WEKA, 'getattr', 0)).toBeCloseTo(0.3e-3, 9);
  });

  test('is longer in proportion for kinds that cost more', () => {
    expect(serviceSeconds(WEKA, 'create', 0)).toBeCloseTo(0.3e-3 * WEKA.metadataCost.create, 9);
    expect(serviceSeconds(WEKA, 'write', 0)).toBeCloseTo((0.3e-3 * 4.35) / 1.32, 9);
  });

  test('never lets one request go faster than the whole system', () => {
    const slow = envelope('custom', {
      overrides: {
        readBytesPerSecond: 1e6,
        writeBytesPerSecond: 1e6,
        readOperationsPerSecond: 1000,
        writeOperationsPerSecond: 1000,
        metadataOperationsPerSecond: 1000,
      },
    });
    expect(serviceSeconds(slow, 'read', 1e6)).toBeGreaterThanOrEqual(1);
  });

  test('occupies as many servers at once as the demand needs, and no fewer than one', () => {
    expect(stripes(WEKA, 'read', 0)).toBe(1);
    fc.assert(
      fc.property(fc.constantFrom(...OPERATION_KINDS), fc.nat(1e8), (kind, bytes) => {
        const count = stripes(WEKA, kind, bytes);
        const occupied = servers(WEKA.data) * demandSeconds(WEKA, kind, bytes);
        expect(Number.isInteger(count) && count >= 1).toBe(true);
        expect(occupied / count).toBeLessThanOrEqual(serviceSeconds(WEKA, kind, bytes) * 1.5);
      }),
    );
  });
});

describe('waiting in a lane', () => {
  test('is exactly that of M/M/1 for one server and variability 1', () => {
    fc.assert(
      fc.property(utilizations, (utilization) => {
        expect(meanWaitSeconds(lane(1), utilization, 1)).toBeCloseTo(utilization / (1 - utilization), 9);
      }),
    );
  });

  test('gives the mean response of M/M/c within 3.4% for up to 64 servers', () => {
    let worst = 0;
    for (let count = 1; count <= 64; count++) {
      for (let percent = 1; percent <= 99; percent++) {
        const exact = 1 + erlangWait(count, percent / 100);
        const approximate = 1 + meanWaitSeconds(lane(count), percent / 100, 1);
        worst = Math.max(worst, Math.abs(approximate / exact - 1));
      }
    }
    expect(worst).toBeLessThan(0.034);
    expect(worst).toBeGreaterThan(0.02);
  });

  test('is proportional to variability and to the service time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), utilizations, (count, utilization) => {
        const one = meanWaitSeconds(lane(count, 1), utilization, 1);
        expect(meanWaitSeconds(lane(count, 3), utilization, 0.5)).toBeCloseTo(1.5 * one, 9);
      }),
    );
  });

  test('grows with utilization from nothing to no steady state', () => {
    expect(meanWaitSeconds(lane(4), 0, 1)).toBe(0);
    expect(meanWaitSeconds(lane(4), 1, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(meanWaitSeconds(lane(4), 1.3, 1)).toBe(Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(utilizations, utilizations, (a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(meanWaitSeconds(lane(4), less, 1)).toBeLessThanOrEqual(meanWaitSeconds(lane(4), more, 1));
      }),
    );
  });

  test('is spread over operations with the mean of the law and the probability of waiting', () => {
    const strata = 100_000;
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
        utilizations,
        (meanSeconds, probability) => {
          let sum = 0;
          let waited = 0;
          for (let i = 0; i < strata; i++) {
            const wait = waitQuantileSeconds(meanSeconds, probability, (i + 0.5) / strata);
            sum += wait;
            if (wait > 0) waited++;
          }
          expect(sum / strata / meanSeconds).toBeCloseTo(1, 2);
          expect(waited / strata).toBeCloseTo(probability, 4);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('of M/M/1 has its exponential tail: P(W > t) = rho exp(-(1 - rho) t)', () => {
    const utilization = 0.8;
    const meanSeconds = meanWaitSeconds(lane(1), utilization, 1);
    const probability = waitingProbability(lane(1), utilization);
    for (const seconds of [0.1, 1, 5, 20]) {
      const position = 1 - utilization * Math.exp(-(1 - utilization) * seconds);
      expect(waitQuantileSeconds(meanSeconds, probability, position)).toBeCloseTo(seconds, 9);
    }
  });
});
