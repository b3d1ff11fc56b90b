/** The scenario language as a whole: its keys, its names, and its JSON Schema for editors. */

import * as z from 'zod';
import { assetSchema } from './schema/assets.ts';
import { cacheSchema } from './schema/caches.ts';
import { faultSchema } from './schema/faults.ts';
import { NAME, section, sectionName } from './schema/fields.ts';
import { farmSchema, networkSchema, runSchema, storageSchema } from './schema/infrastructure.ts';
import { schedulingSchema } from './schema/scheduling.ts';
import { stageSchema } from './schema/stages.ts';

/** Whether a text can name a stage, a storage, a farm: names are words of objectives and folders of a load target. */
export function isName(text: string): boolean {
  return NAME.test(text);
}

const overlay = z
  .looseObject({})
  .describe('changes to the scenario, by key or by dotted path such as "storage.hot.nodes"');
const objective = z.string().describe('for example "overnight.turnaround p95 <= 11h"');

/** Returns the schema of a scenario, with the stage kinds that are registered. */
export function scenarioSchema() {
  return section({
    headroom: z.literal(1).describe('version of the scenario language'),
    extends: z.string().describe('file, relative to this one, that this scenario changes').optional(),
    name: z.string().describe('name of the scenario'),
    description: z.string().describe('what it is about').optional(),
    run: runSchema,
    storage: z.record(sectionName, storageSchema).meta({
      description: 'storage systems by name',
      examples: [{ hot: { device: 'weka-supermicro-8n' } }],
    }),
    assets: z.record(sectionName, assetSchema).describe('named data that stages read, by name').optional(),
    caches: z
      .record(sectionName, cacheSchema())
      .describe('caches by name, in the order in which a node asks its own')
      .optional(),
    network: networkSchema,
    compute: z.record(sectionName, farmSchema).describe('farms by name').optional(),
    scheduling: schedulingSchema().optional(),
    stages: z.record(sectionName, stageSchema()).describe('stages of the pipeline by name'),
    faults: z.record(sectionName, faultSchema()).describe('what fails during the run, by name').optional(),
    objectives: z.array(objective).describe('what must hold').optional(),
    policies: z
      .array(z.string().describe('for example "metadata.hot utilization peak(10s) <= 70%"'))
      .describe('headroom policies: how full a resource may be')
      .optional(),
    variants: z.record(sectionName, overlay).describe('what-ifs by name').optional(),
    vary: z
      .record(z.string(), z.array(z.unknown()).min(1))
      .describe('what-ifs as the product of lists: a dotted path, and the values it takes')
      .optional(),
  });
}

/** Whether a key of the top level holds a template, for anchors that the rest of the file refers to. */
export function isTemplateKey(key: string): boolean {
  return key.startsWith('x-');
}

export const TOP_LEVEL_KEYS: readonly string[] = Object.keys(scenarioSchema().shape);

/** The JSON Schema of scenarios, with a description of every key; editors complete and check by it. */
export function scenarioJsonSchema(): z.core.JSONSchema.JSONSchema {
  return { title: 'Headroom scenario', ...z.toJSONSchema(scenarioSchema(), { io: 'input' }) };
}
