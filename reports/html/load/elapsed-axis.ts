/** The time axis of a load run: seconds since its start, at round steps, as many as the width has room for. */

const STEPS_SECONDS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];
const PIXELS_PER_TICK = 56;

/** Ticks from 0 to the end of a run. */
export function elapsedTicks(seconds: number, width: number): number[] {
  const most = Math.max(2, Math.floor(width / PIXELS_PER_TICK));
  const step =
    STEPS_SECONDS.find((each) => seconds / each <= most) ?? Math.ceil(seconds / most / 86_400) * 86_400;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step);
}
