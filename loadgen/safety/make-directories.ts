import type { Target } from '../targets/target.ts';
import { inParallel } from './in-parallel.ts';

/** Directories that are made at once. */
const AT_ONCE = 32;

/** Makes directories below one that exists: parents before children, those of one depth side by side. Rejects with a TargetError. */
export async function makeDirectories(
  target: Target,
  below: string,
  directories: readonly string[],
): Promise<void> {
  const depthOf = (path: string) => path.split('/').length;
  const deepest = Math.max(0, ...new Set(directories.map(depthOf)));
  for (let depth = 1; depth <= deepest; depth++) {
    const level = directories.filter((path) => depthOf(path) === depth);
    await inParallel(level, AT_ONCE, (path) => target.mkdir(`${below}/${path}`));
  }
}
