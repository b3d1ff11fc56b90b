import { describe, expect, it } from 'vitest';
import type { ResultDocument, Series } from '../../../models/result.ts';
import { workDifference } from '../../../sim/experiment/same-work.ts';
import { featureDay } from '../../reports/feature-day.ts';
import { calm } from '../../reports/measured-run.ts';

const DAY = featureDay();

/** The day with the values of some series changed. */
function withSeries(ending: string, change: (value: number, bin: number) => number): ResultDocument {
  const series = DAY.timeline.series.map((one): Series => {
    return one.name.endsWith(ending) ? { ...one, values: one.values.map(change) } : one;
  });
  return { ...DAY, timeline: { ...DAY.timeline, series } };
}

describe('the work of a simulation', () => {
  it('is that of the same simulation, and of one that differs by less than a hundredth', () => {
    expect(workDifference(DAY, DAY)).toBeNull();
    expect(
      workDifference(
        DAY,
        withSeries('.readThroughput', (value) => 0.995 * value),
      ),
    ).toBeNull();
  });

  it('is less where less was moved within the window, as out of a collapse', () => {
    expect(
      workDifference(
        DAY,
        withSeries('.readThroughput', (value) => 0.5 * value),
      ),
    ).toBe('it read 50% less within the window');
    expect(
      workDifference(
        DAY,
        withSeries('.metadataRate', (value) => 1.2 * value),
      ),
    ).toBe('it performed metadata operations 20% more within the window');
  });

  it('is less where it was done after the window', () => {
    const bins = DAY.scenario.durationSeconds / DAY.timeline.binSeconds;
    const written = DAY.timeline.series.find(({ name }) => name.endsWith('.writeThroughput'))!;
    const half = written.values.slice(0, bins).reduce((sum, value) => sum + value, 0) / 2;
    const late = withSeries('.writeThroughput', (value, bin) =>
      bin < bins ? value / 2 : bin === bins ? half : 0,
    );
    expect(workDifference(DAY, late)).toBe('it wrote 50% less within the window');
  });

  it('is other work where more of it arrived', () => {
    const stages = DAY.stages.map((stage) =>
      stage.name === 'overnight' ? { ...stage, arrived: 15_600 } : stage,
    );
    expect(workDifference(DAY, { ...DAY, stages })).toBe(
      '15,600 units of work of overnight arrived instead of 12,000',
    );
  });

  it('is other work where the window is another', () => {
    const scenario = { ...DAY.scenario, durationSeconds: 172_800 };
    expect(workDifference(DAY, { ...DAY, scenario })).toMatch(/^its figures are of another part of the day/);
    expect(workDifference(DAY, { ...DAY, warmupSeconds: 0 })).toMatch(/^its figures are of another part/);
  });

  it('is not to be compared with that of a load run', () => {
    expect(workDifference(DAY, calm())).toBe('one of the two is a load run');
  });

  it('moves with the data where it moves to another system', () => {
    const series = DAY.timeline.series.map((one) => ({ ...one, name: one.name.replace(/^hot\./, 'cold.') }));
    expect(workDifference(DAY, { ...DAY, timeline: { ...DAY.timeline, series } })).toBeNull();
  });
});
