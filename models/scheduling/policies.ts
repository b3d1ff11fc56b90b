/** The registry of scheduler policies: one line for each. */

import { PRIORITY } from './priority.ts';
import type { SchedulerPolicy } from './scheduler-policy.ts';

const POLICIES = new Map<string, SchedulerPolicy>();

registerSchedulerPolicy(PRIORITY);

/** The policy of farms where a scenario names none. */
export const DEFAULT_POLICY = PRIORITY.name;

/**
 * Adds a policy and returns a function that takes it away again. The program itself adds none while it runs, so that every thread
 * knows the same policies. Throws for a name that is taken.
 */
export function registerSchedulerPolicy(policy: SchedulerPolicy): () => void {
  const { name } = policy;
  if (POLICIES.has(name)) throw new Error(`there already is a scheduler policy "${name}"`);
  POLICIES.set(name, policy);
  return () => POLICIES.delete(name);
}

/** Returns all policies, in the order in which they were registered. */
export function schedulerPolicies(): readonly SchedulerPolicy[] {
  return [...POLICIES.values()];
}

/** Returns the policy of a name. Throws an Error where there is none. */
export function schedulerPolicy(name: string): SchedulerPolicy {
  const found = POLICIES.get(name);
  if (found === undefined) throw new Error(`there is no scheduler policy "${name}"`);
  return found;
}
