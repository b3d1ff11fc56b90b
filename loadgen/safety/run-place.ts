/** Paths in a sandbox. */

/** Runs stand in it, each in a directory of its name. */
export const RUNS = 'runs';

export interface RunPlace {
  readonly root: string;
  readonly manifest: string;
  /** The manifest that is about to replace it. */
  readonly nextManifest: string;
  /** Below it are the files of the load, and nothing else. */
  readonly data: string;
}

export function placeOfRun(run: string): RunPlace {
  const root = `${RUNS}/${run}`;
  const manifest = `${root}/manifest`;
  return { root, manifest, nextManifest: `${manifest}.next`, data: `${root}/data` };
}

/** A name for a run, by the time at which it starts, that no other has. */
export function newRunId(startedAt: Date, random: string): string {
  const [day = '', time = ''] = startedAt.toISOString().split('T');
  return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${random}`;
}
