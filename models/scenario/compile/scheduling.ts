import { DEFAULT_POLICY } from '../../scheduling/policies.ts';
import { LANGUAGE_DEFAULT, type Scheduling } from '../../studio.ts';
import type { SchedulingSection } from '../schema/scheduling.ts';
import type { Compilation } from './compilation.ts';

/** Compiles how farms serve their queues; what is left out is told where there is a farm. */
export function compileScheduling(
  section: SchedulingSection | undefined,
  compilation: Compilation,
): Scheduling {
  const policy = section?.policy ?? DEFAULT_POLICY;
  if (section?.policy === undefined && compilation.scenario.farms.size > 0)
    compilation.assume(['scheduling', 'policy'], policy, LANGUAGE_DEFAULT);
  return { policy };
}
