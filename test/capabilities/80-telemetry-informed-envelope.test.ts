import { describe, expect, it } from 'vitest';
import { calibrationText } from '../../cli/commands/calibrate.ts';
import { curveOf } from '../../cli/curve-file.ts';
import { calibrateCurve, fittedResponse } from '../../models/hardware/calibrate-curve.ts';
import { PUBLISHED_CURVES } from '../../models/hardware/catalog/response-curves.ts';
import { peakOperationsPerSecond } from '../../models/hardware/fit-law.ts';

describe('80: an envelope from the user’s own data', () => {
  it('is a fit with its residuals, and says from which load on it is extrapolated', () => {
    for (const { id, points } of PUBLISHED_CURVES) {
      const rows = points.map((point) => `${point.operationsPerSecond},${point.responseSeconds * 1e3}`);
      const calibrated = calibrateCurve(curveOf(`ops_s,latency_ms\n${rows.join('\n')}\n`, id));
      if (calibrated.kind !== 'fitted') throw new Error(`${id}: ${calibrated.why}`);
      expect(calibrated.fit.medianError, id).toBeLessThan(0.1);
      const text = calibrationText(id, calibrated);
      expect(text.match(/^#   .* [+-]\d+\.\d%$/gm), id).toHaveLength(points.length);
      expect(text).toContain('the highest rate measured, are extrapolated');
    }
  });
});

describe('P18: a fit held against what it has not seen', () => {
  it('without its last point, a curve that was shown to nine tenths of its peak is right at four fifths', () => {
    for (const { id, points } of PUBLISHED_CURVES) {
      const known = calibrateCurve(points.slice(0, -1));
      if (known.kind !== 'fitted') throw new Error(`${id}: ${known.why}`);
      const peak = peakOperationsPerSecond(points);
      const point = points.find(({ operationsPerSecond }) => operationsPerSecond >= 0.8 * peak)!;
      const ratio = fittedResponse(known.fit, point.operationsPerSecond) / point.responseSeconds;
      expect(Math.abs(ratio - 1), id).toBeLessThan(0.2);
    }
  });

  it('says how far off the last point would have been', () => {
    const errors = PUBLISHED_CURVES.map(({ points }) => {
      const calibrated = calibrateCurve(points);
      return calibrated.kind === 'fitted' ? calibrated.lastPointError : null;
    });
    expect(errors.every((error) => error !== null)).toBe(true);
  });
});
