import * as z from 'zod';
import type { Popularity } from '../../assets/asset.ts';
import { POSITIVE, quantity, type Range, section, wholeNumber } from './fields.ts';

/** From all bundles alike to one that has nearly all reads. */
const EXPONENTS: Range = { text: 'between 0 and 5', holds: (value) => value >= 0 && value <= 5 };

const popularity = z
  .union([
    section({
      zipf: quantity('count', EXPONENTS, 'bundle i is read in proportion to i to the power of minus this'),
    }).transform(({ zipf }): Popularity => ({ kind: 'zipf', exponent: zipf })),
    z.literal('uniform').transform((): Popularity => ({ kind: 'uniform' })),
  ])
  .describe('how often its bundles are read: "uniform", or { zipf: 0.8 }');

export const assetSchema = section({
  storage: z
    .string()
    .describe('name of the storage that holds it; not needed where there is only one')
    .optional(),
  bytes: quantity('bytes', POSITIVE, 'all of its data'),
  bundles: wholeNumber(1, 1_000_000, 'bundles of equal size, each of which is read and cached as one'),
  popularity: popularity.prefault('uniform'),
  published: z
    .boolean()
    .describe('whether it never changes any more, so that caches may hold it')
    .default(true),
}).describe('named data on one storage, which stages read');

export type AssetSection = z.output<typeof assetSchema>;
