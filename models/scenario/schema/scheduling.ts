import * as z from 'zod';
import { schedulerPolicies } from '../../scheduling/policies.ts';
import { section, wholeNumber } from './fields.ts';

/** Returns the schema of the section about farm queues, with the policies that are registered. */
export function schedulingSchema() {
  const policies = schedulerPolicies();
  const described = policies.map(({ name, description }) => `"${name}": ${description}`).join('; ');
  return section({
    policy: z
      .enum(policies.map(({ name }) => name))
      .describe(`which job starts next on a free GPU; ${described}`)
      .optional(),
    attempts: wholeNumber(
      1,
      1000,
      'how often a job is tried at most, when what it runs on fails; 3 unless given',
    ).optional(),
  }).describe('how farms serve their queues');
}

export type SchedulingSection = z.output<ReturnType<typeof schedulingSchema>>;
