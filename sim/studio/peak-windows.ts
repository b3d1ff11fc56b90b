import { PEAK_WINDOW_SECONDS } from '../../models/objective.ts';
import type { Studio } from '../../models/studio.ts';

/** The windows over which peaks are taken in a studio: the default, and those that its objectives and policies ask for. */
export function peakWindows({ objectives, policies }: Studio): readonly number[] {
  const asked = [...objectives, ...policies].flatMap(({ statistic }) =>
    statistic.kind === 'peak' ? [statistic.windowSeconds] : [],
  );
  return [...new Set([PEAK_WINDOW_SECONDS, ...asked])];
}
