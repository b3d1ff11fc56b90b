/** The time-of-day axis of a timeline: round times as ticks, as many as the width has room for. */

import { formatTimeOfDay } from '../../models/units.ts';
import { dayNumber } from '../clock-time.ts';

const HOUR_SECONDS = 3600;
const STEP_HOURS = [1 / 60, 1 / 12, 0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 168, 336, 672, 1344, 2688, 5376];
const PIXELS_PER_TICK = 64;

/** Ticks between two times in seconds after the first midnight, at whole steps of the clock. */
export function timeTicks(from: number, to: number, width: number): number[] {
  const step = tickStep(to - from, width);
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

/** "19:00", or "day 9" where the ticks are whole days. */
export function timeTickLabel(seconds: number, from: number, to: number, width: number): string {
  return tickStep(to - from, width) >= 24 * HOUR_SECONDS
    ? `day ${dayNumber(seconds)}`
    : formatTimeOfDay(seconds);
}

function tickStep(span: number, width: number): number {
  const most = Math.max(2, Math.floor(width / PIXELS_PER_TICK));
  const hours = STEP_HOURS.find((step) => span / (step * HOUR_SECONDS) <= most) ?? span / most / HOUR_SECONDS;
  return hours * HOUR_SECONDS;
}
