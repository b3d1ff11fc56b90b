/** The registry of cache policies: one line for each. */

import type { CachePolicy } from './cache-policy.ts';
import { LRU } from './lru.ts';

const POLICIES = new Map<string, CachePolicy>();

registerCachePolicy(LRU);

/** The policy of caches where a scenario names none. */
export const DEFAULT_CACHE_POLICY = LRU.name;

/**
 * Adds a policy and returns a function that takes it away again. The program itself adds none while it runs, so that every thread
 * knows the same policies. Throws for a name that is taken.
 */
export function registerCachePolicy(policy: CachePolicy): () => void {
  const { name } = policy;
  if (POLICIES.has(name)) throw new Error(`there already is a cache policy "${name}"`);
  POLICIES.set(name, policy);
  return () => POLICIES.delete(name);
}

/** Returns all policies, in the order in which they were registered. */
export function cachePolicies(): readonly CachePolicy[] {
  return [...POLICIES.values()];
}

/** Returns the policy of a name. Throws an Error where there is none. */
export function cachePolicy(name: string): CachePolicy {
  const found = POLICIES.get(name);
  if (found === undefined) throw new Error(`there is no cache policy "${name}"`);
  return found;
}
