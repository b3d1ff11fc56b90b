/** Times of day on the axis of a run, without a clock or a time zone. */

import { formatTimeOfDay } from '../models/units.ts';

const DAY_SECONDS = 86_400;

/** "19:00" for a time in seconds after the first midnight of the run; "04:35 on day 2" from the second day on. */
export function clockTime(seconds: number): string {
  const day = dayNumber(seconds);
  return day === 1 ? formatTimeOfDay(seconds) : `${formatTimeOfDay(seconds)} on day ${day}`;
}

/** The day of the run, from 1. */
export function dayNumber(seconds: number): number {
  return Math.floor(seconds / DAY_SECONDS) + 1;
}
