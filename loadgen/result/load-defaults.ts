import type { DefaultInUse, Studio } from '../../models/studio.ts';

/** Keys of the run that a load has, too; the others are of its simulation. */
const RUN_KEYS = ['run.start', 'run.seed'];

/**
 * The defaults that a load of these stages rests on. A target takes the place of storage and network, and a load is one run:
 * what a scenario leaves out of these changes nothing.
 */
export function loadDefaults(
  { defaults }: Studio,
  stages: readonly string[],
): { readonly defaults?: readonly DefaultInUse[] } {
  if (defaults === undefined) return {};
  return {
    defaults: defaults.filter(
      ({ key }) =>
        RUN_KEYS.includes(key) ||
        key.startsWith('compute.') ||
        stages.some((stage) => key.startsWith(`stages.${stage}.`)),
    ),
  };
}
