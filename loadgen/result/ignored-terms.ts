import type { RunSettings } from '../../models/studio.ts';
import { formatQuantity } from '../../models/units.ts';

/** Settings of a run that a simulation heeds and a load does not, one sentence each without its full stop. */
export function ignoredTerms({ until, warmup }: Pick<RunSettings, 'until' | 'warmup'>): readonly string[] {
  return [
    ...(until === undefined
      ? []
      : [
          'run.until: a load performs the day once, from an empty studio, and does not repeat it until it is steady',
        ]),
    ...(warmup.kind === 'auto' || warmup.seconds === 0
      ? []
      : [
          `run.warmup: a load leaves nothing out of its figures; a simulation leaves out the first ${formatQuantity(warmup.seconds, 'seconds')}`,
        ]),
  ];
}
