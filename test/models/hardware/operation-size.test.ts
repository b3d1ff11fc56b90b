import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { envelopeOf } from '../../../models/hardware/catalog.ts';
import type { EnvelopeOverrides, EnvelopeRequest } from '../../../models/hardware/derive-envelope.ts';
import { halfwayTransfer, TRANSFER_DIRECTIONS } from '../../../models/hardware/operation-size.ts';
import { demandSeconds } from '../../../models/hardware/storage-law.ts';
import { envelope, withHardLimits } from './envelopes.ts';

const LIMITS = {
  readBytesPerSecond: 5e9,
  writeBytesPerSecond: 3e9,
  readOperationsPerSecond: 1e5,
  writeOperationsPerSecond: 4e4,
  metadataOperationsPerSecond: 6e4,
};

function custom(changes: EnvelopeOverrides, request: EnvelopeRequest = {}) {
  return envelope('custom', { ...request, overrides: { ...LIMITS, beyondPeak: 0, ...changes } });
}

const directions = fc.constantFrom(...TRANSFER_DIRECTIONS);
const rates = fc.double({ min: 1, max: 1e8, noNaN: true });
const sizes = fc.double({ min: 1, max: 1e9, noNaN: true });
const derates = fc.double({ min: 0.01, max: 1, noNaN: true });
/** Share of the bandwidth that operations of the stated size take at the stated rate. */
const shares = fc.double({ min: 1e-6, max: 0.949, noNaN: true });

describe('a rate that is stated with the size of its operations', () => {
  test('is what operations of that size saturate at, derated as the bandwidth is', () => {
    fc.assert(
      fc.property(directions, rates, sizes, shares, derates, (direction, rate, size, share, derate) => {
        const stated = custom(
          {
            [`${direction}OperationsPerSecond`]: rate,
            [`${direction}BytesPerOperation`]: size,
            [`${direction}BytesPerSecond`]: (rate * size) / share,
          },
          { derate },
        );
        expect((1 / demandSeconds(stated, direction, size) / (rate * derate)).toFixed(6)).toBe('1.000000');
        const withoutPayload = 1 / demandSeconds(stated, direction, 0);
        expect(withoutPayload / ((rate * derate) / (1 - share))).toBeCloseTo(1, 6);
      }),
    );
  });

  test('goes with the bandwidth of the catalog where none is stated', () => {
    const readBytesPerOperation = 16_384;
    const overrides = { readOperationsPerSecond: 1e6, readBytesPerOperation };
    const weka = withHardLimits(envelope('weka-supermicro-8n', { overrides }));
    expect(1 / demandSeconds(weka, 'read', readBytesPerOperation)).toBeCloseTo(1e6, 3);
    expect(weka.readBytesPerSecond).toBe(envelope('weka-supermicro-8n').readBytesPerSecond);
    expect(weka.evidence['readOperationsPerSecond']).toEqual({
      grade: 'inferred',
      source: expect.stringMatching(
        /^1M ops\/s of reads of 16\.4 kB, stated in the scenario, .* 1\.14 times/,
      ),
    });
  });

  test('contradicts a bandwidth that it uses up, to the rounding of data sheets', () => {
    fc.assert(
      fc.property(
        directions,
        rates,
        sizes,
        fc.double({ min: 0.951, max: 100, noNaN: true }),
        derates,
        (...drawn) => {
          const [direction, operationsPerSecond, bytesPerOperation, share, derate] = drawn;
          const bandwidthBytesPerSecond = (operationsPerSecond * bytesPerOperation) / share;
          const answer = envelopeOf('custom', {
            derate,
            overrides: {
              ...LIMITS,
              [`${direction}OperationsPerSecond`]: operationsPerSecond,
              [`${direction}BytesPerOperation`]: bytesPerOperation,
              [`${direction}BytesPerSecond`]: bandwidthBytesPerSecond,
            },
          });
          const contradiction = {
            direction,
            operationsPerSecond,
            bytesPerOperation,
            bandwidthBytesPerSecond,
          };
          expect(answer).toEqual({ kind: 'contradictory', contradictions: [contradiction] });
        },
      ),
    );
  });
});

describe('the size at which rate and bandwidth weigh the same', () => {
  test('is served at half of either', () => {
    fc.assert(
      fc.property(directions, rates, rates, derates, (direction, rate, bandwidth, derate) => {
        const system = custom(
          { [`${direction}OperationsPerSecond`]: rate, [`${direction}BytesPerSecond`]: bandwidth },
          { derate },
        );
        const { operationsPerSecond, bytesPerOperation } = halfwayTransfer(system, direction);
        expect(operationsPerSecond / (rate * derate)).toBeCloseTo(0.5, 9);
        expect((operationsPerSecond * bytesPerOperation) / (bandwidth * derate)).toBeCloseTo(0.5, 9);
        expect(operationsPerSecond * demandSeconds(system, direction, bytesPerOperation)).toBeCloseTo(1, 9);
      }),
    );
  });
});
