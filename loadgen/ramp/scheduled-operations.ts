import { kindOf } from '../../models/stages/stage-kinds.ts';
import type { Studio } from '../../models/studio.ts';
import { StreamSource } from '../../sim/kernel/stream.ts';

/**
 * How many operations of open loops are due by each whole second of real time, from 0 to `seconds`. From the scenario, not from
 * the run: a thread that waits for the target takes note of what came due meanwhile only afterwards.
 */
export function scheduledOperations(
  { stages, run }: Pick<Studio, 'stages' | 'run'>,
  speed: number,
  seconds: number,
): readonly number[] {
  const streams = new StreamSource(run.seed, 0);
  const due = Array.from({ length: seconds + 1 }, () => 0);
  for (const stage of stages) {
    const { loop } = kindOf(stage);
    if (loop.kind === 'closed') continue;
    for (const tick of loop.due(stage, streams, run.durationSeconds)) {
      const [start, length] = [tick.atSeconds / speed, tick.seconds / speed];
      for (let at = Math.max(0, Math.ceil(start)); at <= seconds; at++) {
        due[at]! += tick.operations * Math.min(1, (at - start) / length);
      }
    }
  }
  return due;
}
