/** Catalog figures as text. A figure's unit is the end of its name: "readBytesPerSecond", "powerWatts". */

import { formatQuantity } from '../models/units.ts';
import { figureTitle } from '../reports/evidence-grade.ts';

interface FigureFormat {
  readonly ending: RegExp;
  /** Name in which this noun replaces the unit, because the text of the value already has the unit. */
  readonly noun: string;
  readonly text: (value: number) => string;
}

const FORMATS: readonly FigureFormat[] = [
  { ending: /[Bb]ytesPerSecond$/, noun: 'Bandwidth', text: (value) => formatQuantity(value, 'bytes/s') },
  { ending: /[Oo]perationsPerSecond$/, noun: 'Rate', text: (value) => formatQuantity(value, 'operations/s') },
  { ending: /Seconds$/, noun: '', text: (value) => formatQuantity(value, 'seconds') },
  {
    ending: /^dollarsPerByteMonth$/,
    noun: 'price',
    text: (value) => `$${formatQuantity(value * 1e12, 'count')} per TB and month`,
  },
  // Cards are sold by binary sizes, and scenarios state them so.
  {
    ending: /^memoryBytes$/,
    noun: 'memory',
    text: (value) => `${formatQuantity(value / 2 ** 30, 'count')} GiB`,
  },
  { ending: /Bytes$/, noun: 'Size', text: (value) => formatQuantity(value, 'bytes') },
  { ending: /^bytesPer/, noun: 'sizePer', text: (value) => formatQuantity(value, 'bytes') },
  { ending: /Watts$/, noun: '', text: (value) => `${formatQuantity(value, 'count')} W` },
  { ending: /Dollars$/, noun: '', text: (value) => `$${formatQuantity(value, 'count')}` },
];

/** "readBytesPerSecond" as "read bandwidth". */
export function figureName(name: string): string {
  const format = FORMATS.find(({ ending }) => ending.test(name));
  return figureTitle(format === undefined ? name : name.replace(format.ending, format.noun));
}

/** The value with its unit. */
export function figureText(name: string, value: number): string {
  const format = FORMATS.find(({ ending }) => ending.test(name));
  return format === undefined ? formatQuantity(value, 'count') : format.text(value);
}
