import * as z from 'zod';
import { faultSection } from '../../scenario/schema/fault-fields.ts';

export const nodeFaultSchema = faultSection('a node of a farm that dies, with the frames on it', {
  fail: z
    .string()
    .meta({ examples: ['compute.farm.node[3]'] })
    .describe('the node, numbered from 0: "compute.farm.node[3]"'),
});

export type NodeFaultSection = z.output<typeof nodeFaultSchema>;
