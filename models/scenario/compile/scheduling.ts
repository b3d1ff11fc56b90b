import { DEFAULT_POLICY } from '../../scheduling/policies.ts';
import { LANGUAGE_DEFAULT, type Scheduling } from '../../studio.ts';
import type { SchedulingSection } from '../schema/scheduling.ts';
import type { Compilation } from './compilation.ts';

/** Attempts that a job has unless the scenario says how many: the first one, and two after it was killed. */
const ATTEMPTS_MAX = 3;

/**
 * Compiles how farms serve their queues. Defaults are reported where there is a farm. Defaults that only matter to
 * faults are reported where there are any.
 */
export function compileScheduling(
  section: SchedulingSection | undefined,
  hasFaults: boolean,
  compilation: Compilation,
): Scheduling {
  const policy = section?.policy ?? DEFAULT_POLICY;
  if (section?.policy === undefined && compilation.scenario.farms.size > 0)
    compilation.assume(['scheduling', 'policy'], policy, LANGUAGE_DEFAULT);
  const attemptsMax = section?.attempts ?? ATTEMPTS_MAX;
  if (section?.attempts === undefined && hasFaults && compilation.scenario.farms.size > 0)
    compilation.assume(['scheduling', 'attempts'], String(attemptsMax), LANGUAGE_DEFAULT);
  return { policy, attemptsMax };
}
