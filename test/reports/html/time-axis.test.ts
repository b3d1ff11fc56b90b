import { describe, expect, it } from 'vitest';
import { timeTickLabel, timeTicks } from '../../../reports/html/time-axis.ts';

const HOUR = 3600;

describe('the time axis', () => {
  it('stands at whole hours of the day', () => {
    const [from, to] = [7 * HOUR, 31.5 * HOUR];
    const labels = timeTicks(from, to, 400).map((tick) => timeTickLabel(tick, from, to, 400));
    expect(labels).toEqual(['12:00', '18:00', '00:00', '06:00']);
  });

  it('has more room on a wider page', () => {
    expect(timeTicks(7 * HOUR, 31.5 * HOUR, 900)).toHaveLength(12);
  });

  it('counts days in long runs and minutes in short ones', () => {
    const month = 30 * 24 * HOUR;
    const days = timeTicks(0, month, 900).map((tick) => timeTickLabel(tick, 0, month, 900));
    expect(days).toEqual(['day 1', 'day 8', 'day 15', 'day 22', 'day 29']);
    const minutes = timeTicks(9 * HOUR, 9.5 * HOUR, 400).map((tick) =>
      timeTickLabel(tick, 9 * HOUR, 9.5 * HOUR, 400),
    );
    expect(minutes).toEqual(
      ['09:00', '09:05', '09:10', '09:15', '09:20', '09:25', '09:30'].slice(0, minutes.length),
    );
  });

  it.each([60, 900, 86_400, 31 * 86_400, 4 * 366 * 86_400])('never crowds %i seconds', (span) => {
    for (const width of [300, 400, 900]) {
      expect(timeTicks(25_200, 25_200 + span, width).length).toBeLessThanOrEqual(width / 50);
    }
  });
});
