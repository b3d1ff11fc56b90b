import { describe, expect, test } from 'vitest';
import { calibrationText } from '../../cli/commands/calibrate.ts';
import { curveOf } from '../../cli/curve-file.ts';
import { calibrateCurve } from '../../models/hardware/calibrate-curve.ts';
import { studioOf, studioText } from '../models/scenario/studio-text.ts';

describe('a curve in a file', () => {
  test('is rates and latencies, in any order of columns and the unit that the header says', () => {
    const point = { operationsPerSecond: 100, responseSeconds: 0.002 };
    expect(curveOf('ops_s,latency_ms\n100,2\n', 'a.csv')).toEqual([point]);
    expect(curveOf('note,Latency_us,IOPS\nx,2000,100\n', 'a.csv')).toEqual([point]);
  });

  test.each([
    ['a,b\n1,2\n', 'a.csv:1: needs a column of rates and one of latencies'],
    ['ops_s,latency_ms\n100,2\n200,-1\n', 'a.csv:3: "200,-1" is no point: both numbers must be above 0'],
    ['ops_s,latency_ms\n100,\n', 'a.csv:2: "100," is no point: both numbers must be above 0'],
  ])('is refused with its line: %j', (text, message) => {
    expect(() => curveOf(text, 'a.csv')).toThrow(message);
  });
});

describe('a calibration', () => {
  const curve = 'ops_s,latency_ms\n1000,0.5\n2000,0.6\n3000,0.8\n4000,1.2\n4500,1.9\n';
  const calibrated = calibrateCurve(curveOf(curve, 'c.csv'));
  if (calibrated.kind !== 'fitted') throw new Error(calibrated.why);
  const text = calibrationText('c.csv', calibrated);

  test('prints residuals, the last point kept back, and from where on loads are extrapolated', () => {
    expect(text).toContain('above 4.5k ops/s, the highest rate measured, are extrapolated');
    expect(text.match(/#   .*[+-]\d/g)).toHaveLength(5);
    expect(text).toContain('Without its last point');
  });

  test('is a storage system of a scenario, with the law that was fitted', () => {
    const pairs = /curve: (.*)/.exec(text)![1]!;
    const studio = studioOf(
      studioText({ storage: `hot: { device: custom, read: 1GB/s, write: 1GB/s, curve: ${pairs} }` }),
    );
    const { envelope } = studio.storage[0]!;
    expect(envelope.metadata.idleResponseSeconds).toBeCloseTo(calibrated.fit.idleResponseSeconds, 9);
    expect(envelope.metadataOperationsPerSecond * (1 + envelope.beyondPeak!.operations)).toBeCloseTo(
      calibrated.fit.capacityOperationsPerSecond,
      3,
    );
  });
});
