import * as z from 'zod';
import { cachePolicies, DEFAULT_CACHE_POLICY } from '../../caches/cache-policies.ts';
import { NOT_NEGATIVE, POSITIVE, quantity, section } from './fields.ts';

/** Returns the schema of a cache, with the policies that are registered. */
export function cacheSchema() {
  const policies = cachePolicies();
  const described = policies.map(({ name, description }) => `"${name}": ${description}`).join('; ');
  return section({
    at: z.enum(['nodes']).describe('where it is: every node of every farm has one of its own'),
    size: quantity('bytes', NOT_NEGATIVE, 'size on one node'),
    read: quantity('bytes/s', POSITIVE, 'bandwidth at which one node reads from it'),
    policy: z
      .enum(policies.map(({ name }) => name))
      .describe(`what gives way to new bundles; ${described}`)
      .default(DEFAULT_CACHE_POLICY),
    start: z.enum(['cold']).describe('what it holds when the run starts: nothing').default('cold'),
  }).describe('a cache for bundles of published assets');
}

export type CacheSection = z.output<ReturnType<typeof cacheSchema>>;
