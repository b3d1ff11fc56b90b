import type { PlannedFiles } from '../safety/planned-files.ts';

/** Contents of a manifest for one plan, or for several. */
export interface FilesOfPlans {
  /** Bases by path, with their sizes. */
  readonly bases: ReadonlyMap<string, number>;
  readonly versions: ReadonlyMap<string, { readonly versions: number; readonly bytesMax: number }>;
  readonly directories: Iterable<string>;
}

/** Every file of a plan, for the manifest of its run; and every directory, where need be by a file that will not be made. */
export function* plannedFiles({ bases, versions, directories }: FilesOfPlans): Generator<PlannedFiles> {
  for (const directory of directories) {
    yield { directory, firstFile: 0, files: 1, versionsMax: 0, bytesMax: 0 };
  }
  for (const [path, bytes] of bases) {
    if (!versions.has(path)) yield planned(path, 0, bytes);
  }
  for (const [path, { versions: versionsMax, bytesMax }] of versions) {
    yield planned(path, versionsMax, Math.max(bytesMax, bases.get(path) ?? 0));
  }
}

function planned(path: string, versionsMax: number, bytesMax: number): PlannedFiles {
  const slash = path.lastIndexOf('/');
  return {
    directory: path.slice(0, slash),
    firstFile: Number(path.slice(slash + 1)),
    files: 1,
    versionsMax,
    bytesMax,
  };
}
