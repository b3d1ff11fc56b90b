/**
 * Deletes the files of a run, and nothing else. Their names stand in its manifest. They are regular files with one
 * name, no larger than planned, and hold what the run wrote. A later clean-up checks the whole content, the run's own
 * only the beginning and the end. Directories go when they are empty. Nothing is deleted by walking down a tree.
 *
 * Between the last look at a file and its deletion somebody could put another in its place. No target offers to delete
 * only the file that was inspected.
 */

import { BlockData } from '../data/block-data.ts';
import { closing } from '../first-error.ts';
import { type Entry, type Target, TargetError } from '../targets/target.ts';
import { type CleanReport, CleanTally } from './clean-report.ts';
import { inParallel } from './in-parallel.ts';
import { isBeginOfManifest, MANIFEST_BYTES_MAX, type Manifest, readManifest } from './manifest.ts';
import { isOfRun, type Scrutiny } from './ownership.ts';
import type { PlannedFile } from './planned-files.ts';
import { placeOfRun, type RunPlace } from './run-place.ts';
import { readSmallFile } from './small-file.ts';
import { unless, withRetry } from './with-retry.ts';

/** Files looked at at once. */
const AT_ONCE = 16;
/** Failures of one entry; any other is of the target, and ends the clean-up. */
const OF_THE_ENTRY: readonly TargetError['code'][] = [
  'not-found',
  'not-a-directory',
  'is-a-directory',
  'not-empty',
  'permission',
  'read-only',
  'name-too-long',
  'io',
];

/** There is none of that name, or none can be. */
const NO_DIRECTORY: readonly TargetError['code'][] = ['not-found', 'not-a-directory', 'name-too-long'];

/**
 * Deletes a run. `sandbox` is the nonce of the marker; `scrutiny` says how much is read of each file before it goes. Rejects with a
 * TargetError where the target does not answer.
 */
export async function cleanRun(
  target: Target,
  run: string,
  sandbox: string,
  scrutiny: Scrutiny = 'whole',
): Promise<CleanReport> {
  const tally = new CleanTally();
  const place = placeOfRun(run);
  const manifest = await withRetry(() => readManifest(target, place.manifest));
  if (manifest?.head.run === run && manifest.head.sandbox === sandbox) {
    await new RunCleaner(target, place, manifest, tally, scrutiny).clean();
  } else {
    await removeBegun(target, place, tally);
  }
  return tally.report(run);
}

/**
 * Deletes the versions of files that the loads of a run made by now, and leaves what they only look at (see
 * loadgen/plan/file-ledger.ts). What cannot be deleted is left for `cleanRun` to tell of. Rejects as that does.
 */
export async function cleanVersions(target: Target, manifest: Manifest): Promise<void> {
  const place = placeOfRun(manifest.head.run);
  await new RunCleaner(target, place, manifest, new CleanTally(), 'ends').cleanVersions();
}

/** A run without a whole manifest had not yet made anything else. */
async function removeBegun(target: Target, place: RunPlace, tally: CleanTally): Promise<void> {
  const entries = (await unless(['not-found', 'not-a-directory'], () => target.readdir(place.root))) ?? [];
  const others = entries.filter(({ name }) => `${place.root}/${name}` !== place.manifest);
  if (others.length === 0 && (await removeManifest(target, place.manifest))) {
    await removeDirectory(target, place.root, tally);
    return;
  }
  for (const { name } of entries) tally.leave(`${place.root}/${name}`, 'no-manifest');
}

/** Removes a manifest, or what was to become one; answers whether nothing has its name any more. */
async function removeManifest(target: Target, path: string): Promise<boolean> {
  const file = await withRetry(() => readSmallFile(target, path, MANIFEST_BYTES_MAX));
  if (file === undefined) return true;
  if (file === null || !isBeginOfManifest(file.text)) return false;
  await withRetry(() => target.remove(path));
  return true;
}

class RunCleaner {
  readonly #target: Target;
  readonly #place: RunPlace;
  readonly #manifest: Manifest;
  #data: BlockData | undefined;
  readonly #tally: CleanTally;
  readonly #scrutiny: Scrutiny;
  readonly #directories: ReadonlySet<string>;

  constructor(target: Target, place: RunPlace, manifest: Manifest, tally: CleanTally, scrutiny: Scrutiny) {
    this.#target = target;
    this.#place = place;
    this.#manifest = manifest;
    this.#tally = tally;
    this.#scrutiny = scrutiny;
    this.#directories = new Set(manifest.planned.directories());
  }

  async clean(): Promise<void> {
    await removeManifest(this.#target, this.#place.nextManifest);
    await this.#discardUncommitted();
    const directories = ['', ...this.#directories];
    for (const directory of directories) await this.#cleanDirectory(directory);
    // Those within others were named after them.
    for (const directory of directories.toReversed()) {
      await removeDirectory(this.#target, this.#pathOf(directory), this.#tally);
    }
    const besides = (await this.#entriesOf(this.#place.root)).filter(
      ({ name }) => ![this.#place.manifest, this.#place.data].includes(`${this.#place.root}/${name}`),
    );
    for (const { name } of besides) this.#tally.leave(`${this.#place.root}/${name}`, 'not-planned');
    if (this.#tally.isOwnLeft) return;
    await withRetry(() => this.#target.remove(this.#place.manifest));
    await removeDirectory(this.#target, this.#place.root, this.#tally);
  }

  async cleanVersions(): Promise<void> {
    await this.#discardUncommitted();
    const { planned } = this.#manifest;
    const ranges = [...planned.ranges()].filter(({ versionsMax }) => versionsMax > 0);
    for (const directory of new Set(ranges.map((range) => range.directory))) {
      const entries = await this.#entriesOf(this.#pathOf(directory));
      await inParallel(entries, AT_ONCE, async ({ name }) => {
        const file = planned.find(directory, name);
        if (file === undefined || file.version === 0) return;
        await this.#cleanFile(this.#pathOf(`${directory}/${name}`), file);
      });
    }
  }

  async #discardUncommitted(): Promise<void> {
    const { data } = this.#place;
    await withRetry(async () =>
      this.#target.discardUncommitted?.(data, (path) => {
        const slash = path.lastIndexOf('/');
        const directory = path.slice(data.length + 1, slash);
        return this.#manifest.planned.find(directory, path.slice(slash + 1)) !== undefined;
      }),
    );
  }

  async #cleanDirectory(directory: string): Promise<void> {
    const entries = await this.#entriesOf(this.#pathOf(directory));
    await inParallel(entries, AT_ONCE, async ({ name, kind }) => {
      const path = directory === '' ? name : `${directory}/${name}`;
      if (kind === 'directory' && this.#directories.has(path)) return;
      const planned = this.#manifest.planned.find(directory, name);
      if (planned === undefined) {
        const isDirectorys = this.#directories.has(path);
        this.#tally.leave(this.#pathOf(path), isDirectorys ? 'another-kind' : 'not-planned');
      } else await this.#cleanFile(this.#pathOf(path), planned);
    });
  }

  async #cleanFile(path: string, planned: PlannedFile): Promise<void> {
    try {
      const before = await withRetry(() => this.#target.lookup(path));
      if (before === undefined) return;
      const { kind, bytes, links = 1, identity, modifiedSeconds } = before;
      if (kind !== 'file') return this.#tally.leave(path, 'another-kind');
      if (links !== 1) return this.#tally.leave(path, 'several-names');
      if (bytes > planned.bytesMax) return this.#tally.leave(path, 'too-large');
      if (!(await withRetry(() => this.#isOurs(path, planned, bytes)))) {
        return this.#tally.leave(path, 'other-content');
      }
      const after = await withRetry(() => this.#target.lookup(path));
      const isSame =
        after?.identity === identity &&
        after.bytes === bytes &&
        after.modifiedSeconds === modifiedSeconds &&
        (after.links ?? 1) === 1;
      if (!isSame) return this.#tally.leave(path, 'changed');
      await withRetry(() => this.#target.remove(path));
      this.#tally.removedFiles++;
      this.#tally.removedBytes += bytes;
    } catch (error) {
      if (!(error instanceof TargetError) || !OF_THE_ENTRY.includes(error.code)) throw error;
      this.#tally.leave(path, 'failed', error.message);
    }
  }

  async #isOurs(path: string, planned: PlannedFile, bytes: number): Promise<boolean> {
    if (bytes === 0) return true;
    this.#data ??= new BlockData(this.#manifest.head.runKey);
    const data = this.#data;
    const file = await this.#target.open(path, 'read');
    return closing(
      () => isOfRun(data, file, planned, bytes, this.#scrutiny),
      () => file.close(),
    );
  }

  /** None where there is no such directory; what may be there instead is told of where it is listed. */
  async #entriesOf(path: string): Promise<readonly Entry[]> {
    return (await unless([...NO_DIRECTORY, 'permission'], () => this.#target.readdir(path))) ?? [];
  }

  #pathOf(path: string): string {
    return path === '' ? this.#place.data : `${this.#place.data}/${path}`;
  }
}

/** Removes a directory if it is empty; one that is not was told of by what is in it. */
export async function removeDirectory(target: Target, path: string, tally: CleanTally): Promise<void> {
  try {
    await withRetry(() => target.rmdir(path));
    tally.removedDirectories++;
  } catch (error) {
    if (!(error instanceof TargetError) || !OF_THE_ENTRY.includes(error.code)) throw error;
    const isExpected = NO_DIRECTORY.includes(error.code) || error.code === 'not-empty';
    if (!isExpected) tally.leave(path, 'failed', error.message);
  }
}
