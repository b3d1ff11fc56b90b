import * as z from 'zod';
import { faultSection } from '../../scenario/schema/fault-fields.ts';
import { quantity } from '../../scenario/schema/fields.ts';

const target = (description: string) =>
  z
    .string()
    .meta({ examples: ['network.core', 'network.uplink[0]', 'storage.hot', 'metadata.hot', 'compute.farm'] })
    .describe(description)
    .optional();

export const resourceFaultSchema = faultSection(
  'a link, a service of a storage system or a farm that stops, or keeps a share of its capacity',
  {
    fail: target('stops: work on it stands still until it is repaired; the frames on a farm are killed'),
    degrade: target('keeps the share of its capacity that "to" says; a farm drains, it kills no frame'),
    to: quantity(
      'fraction',
      { text: 'above 0% and below 100%', holds: (share) => share > 0 && share < 1 },
      'the share of its capacity that it keeps',
    ).optional(),
  },
);

export type ResourceFaultSection = z.output<typeof resourceFaultSchema>;
