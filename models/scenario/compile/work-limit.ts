import type { ArrivalProcess } from '../../arrivals/arrival-process.ts';
import { expectedArrivals, expectedPhases } from '../../arrivals/expected-arrivals.ts';
import * as problems from '../problems.ts';
import type { RunSection } from '../schema/infrastructure.ts';
import type { Compilation } from './compilation.ts';

/** More pieces of work in one run than a simulation or a replay gets through while somebody waits. */
const WORK_MAX = 20_000_000;

/** Reports more arrivals, `together` at a time, and phases of their process than a run gets through. */
export function limitArrivals(
  path: readonly string[],
  arrivals: ArrivalProcess,
  together: number,
  { duration }: RunSection,
  compilation: Compilation,
): void {
  const work = expectedArrivals(arrivals, duration) * together + expectedPhases(arrivals, duration);
  limitWork(path, work, compilation);
}

/** Reports more pieces of work than a run gets through. */
export function limitWork(path: readonly string[], work: number, compilation: Compilation): void {
  if (work > WORK_MAX) compilation.fault(path, problems.tooMuchWork(work, WORK_MAX));
}
