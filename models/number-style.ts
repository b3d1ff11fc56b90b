/** Numbers as other countries write them: 1,5 and 4.000 and 1'000. They are asked about, never guessed. */

/** Longer texts are no numbers. */
const TEXT_LENGTH_MAX = 100;

/** Returns how the number at the start of a text may be meant, in the style of scenarios; null where only one reading exists. */
export function numberReadings(text: string): readonly string[] | null {
  if (text.length > TEXT_LENGTH_MAX) return null;
  const digits = /^[+-]?\d[\d.,'\u2019 \u00a0\u202f]*/.exec(text)?.[0].replace(/[^\d]+$/, '');
  if (digits === undefined || /^[eE][+-]?\d|^ ?x/.test(text.slice(digits.length))) return null;
  const sign = /^[+-]?/.exec(digits)![0];
  const readings = STYLES.find(({ form }) => form.test(digits.slice(sign.length)))?.readings;
  return readings?.(digits.slice(sign.length)).map((reading) => sign + reading) ?? null;
}

/** Returns the length of the number at the start of a text, whatever its style. */
export function numberLength(text: string): number {
  return (/^[+-]?\d[\d.,'\u2019 \u00a0\u202f]*/.exec(text)?.[0] ?? '').replace(/[^\d]+$/, '').length;
}

interface Style {
  readonly form: RegExp;
  readonly readings: (digits: string) => readonly string[];
}

const joined = (digits: string): string => digits.replace(/\D/g, '');

const STYLES: readonly Style[] = [
  // "2.504" is a decimal; "4.000" and "1.250" are thousands to some, and decimals do not end in zeros.
  { form: /^[1-9]\d{0,2}(?:\.\d\d0|,\d{3})$/, readings: (digits) => [joined(digits), decimal(digits)] },
  { form: /^\d+,\d+$/, readings: (digits) => [digits.replace(',', '.')] },
  {
    form: /^[1-9]\d{0,2}(?:(?:([,'\u2019 \u00a0\u202f])\d{3})(?:\1\d{3})*|(?:\.\d{3}){2,})$/,
    readings: (digits) => [joined(digits)],
  },
  { form: /^[1-9]\d{0,2}(?:[,'\u2019 \u00a0\u202f]\d{3})+\.\d+$/, readings: (digits) => [withPoint(digits)] },
  { form: /^[1-9]\d{0,2}(?:[.'\u2019 \u00a0\u202f]\d{3})+,\d+$/, readings: (digits) => [withPoint(digits)] },
];

/** The digits with a point before the last group. */
function withPoint(digits: string): string {
  const [, whole, fraction] = /^(.*)[.,](\d+)$/.exec(digits)!;
  return `${joined(whole!)}.${fraction!}`;
}

/** The decimal reading of "4.000" or "41.667", written so that nobody can take it for thousands: 4, 41.6670. */
function decimal(digits: string): string {
  const point = withPoint(digits);
  const shortened = point.replace(/\.?0+$/, '');
  return shortened === point ? `${point}0` : shortened;
}
