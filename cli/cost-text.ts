import { formatQuantity } from '../models/units.ts';

/** Estimates beyond these are not told in figures that nobody can imagine. */
const SECONDS_MAX = 100 * 365.25 * 86_400;
const BYTES_MAX = 1e18;
const COUNT_MAX = 1e18;

/** An estimated time, to the two digits that mean anything: "3h 18min", "16,000d". */
export function timeText(seconds: number): string {
  if (seconds > SECONDS_MAX) return 'a century or more';
  const unit = [86_400, 3600, 60].find((each) => seconds >= each) ?? 1;
  return formatQuantity(rounded(seconds / unit) * unit, 'seconds');
}

/** An estimated amount of memory: "2.4 GB". */
export function memoryText(bytes: number): string {
  return bytes > BYTES_MAX ? 'an exabyte or more' : formatQuantity(rounded(bytes), 'bytes');
}

/** An estimated number of events: "3.1 billion". */
export function eventsText(events: number): string {
  if (events > COUNT_MAX) return 'a quintillion or more';
  const scale = [
    ['', 1],
    [' thousand', 1e3],
    [' million', 1e6],
    [' billion', 1e9],
    [' trillion', 1e12],
    [' quadrillion', 1e15],
  ] as const;
  const about = rounded(events);
  const [name, unit] = scale.findLast(([, least]) => about >= least) ?? scale[0];
  return `${rounded(about / unit)}${name}`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
